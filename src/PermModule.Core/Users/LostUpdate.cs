namespace PermModule;

/// <summary>
/// Refuses to overwrite what somebody else wrote after the user was read: a field that the change sets must still be
/// as it was read, or already as it is wanted. Changes of different fields do not get in each other's way.
/// </summary>
internal static class LostUpdate
{
    /// <exception cref="PermConflictException"><c>ConcurrentChange</c>.</exception>
    public static void Check(PermUser read, UserRow current, UserRow wanted)
    {
        Check("UserName", read.UserName, current.UserName, wanted.UserName);
        Check("Email", read.Email, current.Email, wanted.Email);
        Check("FirstName", read.FirstName, current.FirstName, wanted.FirstName);
        Check("LastName", read.LastName, current.LastName, wanted.LastName);
        Check("Profile", read.ProfileId, current.ProfileId, wanted.ProfileId);
        Check("Department", read.Department, current.Department, wanted.Department);
        Check("Location", read.Location, current.Location, wanted.Location);
        Check("JobTitle", read.JobTitle, current.JobTitle, wanted.JobTitle);
        Check("ExternalId", read.ExternalId, current.ExternalId, wanted.ExternalId);
        Check("SsoOnly", read.IsSsoOnly, current.IsSsoOnly, wanted.IsSsoOnly);

        void Check<T>(string field, T asRead, T now, T then)
        {
            EqualityComparer<T> comparer = EqualityComparer<T>.Default;
            if (!comparer.Equals(now, then) && !comparer.Equals(now, asRead))
            {
                throw new PermConflictException("ConcurrentChange", $"'{current.UserName}' was changed by somebody else after it was read: {field} is no longer what it was. Read the user again with Get-PermUser and decide anew.", current.UserName);
            }
        }
    }
}
