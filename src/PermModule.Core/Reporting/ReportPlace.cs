namespace PermModule;

/// <summary>A department or location.</summary>
/// <param name="Name">The name.</param>
/// <param name="ActiveUsers">Its active users.</param>
/// <param name="Champions">The active champions who look after it.</param>
public sealed record ReportPlace(string Name, long ActiveUsers, long Champions);
