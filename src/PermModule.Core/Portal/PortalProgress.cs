namespace PermModule;

/// <summary>How far work with the portal is.</summary>
/// <param name="Status">What is in hand.</param>
/// <param name="Done">How many users or steps are done.</param>
/// <param name="Total">How many there are, or null where that is not known yet.</param>
/// <param name="Left">About how long the rest takes, or null where that is not known.</param>
public sealed record PortalProgress(string Status, long Done, long? Total, TimeSpan? Left);
