namespace PermModule;

/// <summary>The seats of a profile or department that nobody uses.</summary>
/// <param name="Name">The profile or department; null is without one.</param>
/// <param name="Active">Its active users.</param>
/// <param name="NotSeen">Those not seen for long.</param>
/// <param name="NeverSignedIn">Those who never signed in.</param>
public sealed record ReportIdle(string? Name, long Active, long NotSeen, long NeverSignedIn)
{
    /// <summary>Seats that nobody uses.</summary>
    public long Idle => NotSeen + NeverSignedIn;
}
