namespace PermModule;

/// <summary>One change of one user.</summary>
/// <param name="User">Whom it is about.</param>
/// <param name="Data">What is to change; <see cref="UserData.UserName"/> is the new name.</param>
public sealed record UserChange(UserReference User, UserData Data);
