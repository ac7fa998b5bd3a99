namespace PermModule;

/// <summary>Refuses to overwrite fields of a user that someone else changed after the user was read.</summary>
internal static class UserLostUpdate
{
    /// <exception cref="PermConflictException"><c>ConcurrentChange</c>.</exception>
    public static void Check(PermUser read, UserRow now, UserRow wanted, GroupNames groups)
    {
        Check(nameof(UserRow.UserName), read.UserName, now.UserName, wanted.UserName);
        Check(nameof(UserRow.Email), read.Email, now.Email, wanted.Email);
        Check(nameof(UserRow.FirstName), read.FirstName, now.FirstName, wanted.FirstName);
        Check(nameof(UserRow.LastName), read.LastName, now.LastName, wanted.LastName);
        Check("Profile", read.ProfileId, now.ProfileId, wanted.ProfileId);
        Check(nameof(UserRow.Department), read.Department, now.Department, wanted.Department);
        Check(nameof(UserRow.Location), read.Location, now.Location, wanted.Location);
        Check(nameof(UserRow.JobTitle), read.JobTitle, now.JobTitle, wanted.JobTitle);
        Check(nameof(UserRow.ExternalId), read.ExternalId, now.ExternalId, wanted.ExternalId);
        Check("SsoOnly", read.IsSsoOnly, now.IsSsoOnly, wanted.IsSsoOnly);
        if (!now.Groups.AsSpan().SequenceEqual(wanted.Groups))
        {
            Check(nameof(UserRow.Groups), Key(read.Groups), Key(groups.Names(now.Groups)), Key(groups.Names(wanted.Groups)));
        }

        void Check<T>(string field, T asRead, T current, T after) => LostUpdate.Check(ErrorDetail.User, now.UserName, field, asRead, current, after);

        static string Key(IEnumerable<string> names) => string.Join('\n', names.Select(NameKey.Fold).Order(StringComparer.Ordinal));
    }
}
