namespace PermModule;

/// <summary>A user who is to be in a group, or no longer.</summary>
/// <param name="Group">The name of the group.</param>
/// <param name="User">The user.</param>
public readonly record struct Membership(string Group, UserReference User);
