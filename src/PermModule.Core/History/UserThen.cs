namespace PermModule;

/// <summary>A user who has changed since a past moment: now and then; null where there is no such user.</summary>
internal sealed record UserThen(UserRow? Now)
{
    public UserRow? Then { get; set; } = Now;
}
