namespace PermModule.Comparison;

/// <summary>A role that was given to a user.</summary>
internal sealed record ComparedRole(string UserKey, string UserName, PermRole Role, RoleScope Scope);
