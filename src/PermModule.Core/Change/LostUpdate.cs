namespace PermModule.Change;

/// <summary>
/// Refuses to overwrite what somebody else wrote after an object was read: a field that the change sets must still be
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
                throw Refused("user", current.UserName, name, "Get-PermUser");
            }
        }
    }

    /// <exception cref="PermConflictException"><c>ConcurrentChange</c>.</exception>
    public static void Check(PermProfile read, ProfileEntry current, string name, string? description, bool isDefault)
    {
        Check(nameof(PermProfile.Name), read.Name, current.Name, name);
        Check(nameof(PermProfile.Description), read.Description, current.Description, description);
        Check(nameof(PermProfile.IsDefault), read.IsDefault, current.IsDefault, isDefault);

        void Check<T>(string field, T asRead, T now, T wanted)
        {
            if (IsLost(asRead, now, wanted))
            {
                throw Refused("profile", current.Name, field, "Get-PermProfile");
            }
        }
    }

    /// <exception cref="PermConflictException"><c>ConcurrentChange</c>.</exception>
    public static void Check(PermGroup read, PermGroup current, PermGroup wanted)
    {
        Check(nameof(PermGroup.Name), group => group.Name);
        Check(nameof(PermGroup.Description), group => group.Description);

        void Check<T>(string field, Func<PermGroup, T> value)
        {
            if (IsLost(value(read), value(current), value(wanted)))
            {
                throw Refused("group", current.Name, field, "Get-PermGroup");
            }
        }
    }

    /// <exception cref="PermConflictException"><c>ConcurrentChange</c>.</exception>
    public static void Check(SeatContract read, SeatContract current, SeatContract wanted)
    {
        Check(nameof(SeatContract.Heavy), contract => contract.Heavy);
        Check(nameof(SeatContract.Regular), contract => contract.Regular);
        Check(nameof(SeatContract.Light), contract => contract.Light);
        Check(nameof(SeatContract.Enforcement), contract => contract.Enforcement);
        Check(nameof(SeatContract.WarningPercent), contract => contract.WarningPercent);
        Check(nameof(SeatContract.ReactivationDelayDays), contract => contract.ReactivationDelayDays);

        void Check<T>(string field, Func<SeatContract, T> value)
        {
            if (IsLost(value(read), value(current), value(wanted)))
            {
                throw Refused("contract", "Seat contract", field, "Get-SeatContract");
            }
        }
    }

    private static bool IsLost<T>(T asRead, T now, T wanted) =>
        !EqualityComparer<T>.Default.Equals(now, wanted) && !EqualityComparer<T>.Default.Equals(now, asRead);

    private static PermConflictException Refused(string kind, string name, string field, string command) =>
        new("ConcurrentChange", $"'{name}' was changed by somebody else after it was read: {field} is no longer what it was. Read the {kind} again with {command} and decide anew.", name);
}
