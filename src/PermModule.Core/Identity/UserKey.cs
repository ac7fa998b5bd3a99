namespace PermModule;

/// <summary>What identifies a user that was read: number and name at that time, and when the account was made where that is known.</summary>
internal sealed record UserKey(long Id, string UserName, long? CreatedAt = null, bool IsActive = false);
