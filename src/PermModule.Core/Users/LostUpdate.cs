namespace PermModule;

/// <summary>
/// Refuses to overwrite what somebody else wrote after the user was read: a field that the change sets must still be
/// as it was read, or already as it is wanted. Changes of different fields do not get in each other's way.
/// </summary>
internal static class LostUpdate
{
    /// <exception cref="PermConflictException"><c>ConcurrentChange</c>.</exception>
    public static void Check(PermUser read, UserRow current, UserFieldSet changed)
    {
        Check(UserFieldSet.UserName, nameof(UserRow.UserName), read.UserName == current.UserName);
        Check(UserFieldSet.Email, nameof(UserRow.Email), read.Email == current.Email);
        Check(UserFieldSet.FirstName, nameof(UserRow.FirstName), read.FirstName == current.FirstName);
        Check(UserFieldSet.LastName, nameof(UserRow.LastName), read.LastName == current.LastName);
        Check(UserFieldSet.Profile, "Profile", read.ProfileId == current.ProfileId);
        Check(UserFieldSet.Department, nameof(UserRow.Department), read.Department == current.Department);
        Check(UserFieldSet.Location, nameof(UserRow.Location), read.Location == current.Location);
        Check(UserFieldSet.JobTitle, nameof(UserRow.JobTitle), read.JobTitle == current.JobTitle);
        Check(UserFieldSet.ExternalId, nameof(UserRow.ExternalId), read.ExternalId == current.ExternalId);
        Check(UserFieldSet.IsSsoOnly, "SsoOnly", read.IsSsoOnly == current.IsSsoOnly);

        void Check(UserFieldSet field, string name, bool isAsRead)
        {
            if (!isAsRead && changed.Has(field))
            {
                throw new PermConflictException("ConcurrentChange", $"'{current.UserName}' was changed by somebody else after it was read: {name} is no longer what it was. Read the user again with Get-PermUser and decide anew.", current.UserName);
            }
        }
    }
}
