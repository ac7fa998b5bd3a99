namespace PermModule.Comparison;

/// <summary>A user with the name of their profile.</summary>
internal sealed record ComparedUser(UserRow Row, string ProfileName);
