namespace PermModule;

/// <summary>Tells who could still use a right that a profile gives up.</summary>
internal static class ActiveHolders
{
    /// <summary>True if another profile with active users holds the right.</summary>
    public static bool HasOthers(PermissionSnapshot snapshot, SeatLedger ledger, ProfileEntry profile, PermRight right) =>
        snapshot.Profiles.Any(other => other.Id != profile.Id && other.Effective.Contains(right.Index) && ledger.Count(other.Id).Active > 0);
}
