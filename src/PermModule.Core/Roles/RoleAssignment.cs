namespace PermModule;

/// <summary>A user who is to have a role, or no longer.</summary>
/// <param name="Role">The role.</param>
/// <param name="User">The user.</param>
/// <param name="Department">For which department, or null for the user's own.</param>
/// <param name="Location">For which location, or null for the user's own.</param>
public readonly record struct RoleAssignment(PermRole Role, UserReference User, string? Department = null, string? Location = null);
