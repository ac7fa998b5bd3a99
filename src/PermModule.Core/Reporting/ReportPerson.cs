namespace PermModule;

/// <summary>A person in a report.</summary>
/// <param name="UserName">The user name.</param>
/// <param name="DisplayName">The name people know.</param>
/// <param name="ProfileName">The profile.</param>
/// <param name="Department">The department, or null.</param>
/// <param name="LastLoginAt">When the person last signed in, UTC.</param>
public sealed record ReportPerson(string UserName, string DisplayName, string ProfileName, string? Department, DateTimeOffset LastLoginAt);
