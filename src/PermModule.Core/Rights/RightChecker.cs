namespace PermModule;

/// <summary>
/// Who may do what in one state of a store, answered in nanoseconds: for checking many at once. Immutable, and safe from any thread.
/// </summary>
public sealed class RightChecker
{
    private readonly PermissionSnapshot _snapshot;
    private readonly StoreOrigin _origin;

    internal RightChecker(PermissionSnapshot snapshot, long version, StoreOrigin origin)
    {
        _snapshot = snapshot;
        _origin = origin;
        Version = version;
    }

    internal long Version { get; }

    /// <summary>True when the user was read in this very state, so that this can answer. Never inside a transaction that may still be undone.</summary>
    public bool Knows(PermUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.ReadVersion == Version && Version >= 0 && ReferenceEquals(user.Origin, _origin);
    }

    /// <summary>True when the user holds the right.</summary>
    /// <exception cref="PermConflictException"><c>UserNotCurrent</c>: the user was read in another state of the store, or from another one.</exception>
    public bool Holds(PermUser user, PermRight right)
    {
        ArgumentNullException.ThrowIfNull(right);
        return Knows(user)
            ? Judge(user, IndexOf(right))
            : throw new PermConflictException(ErrorId.UserNotCurrent, $"The user '{user.UserName}' was read in another state of the store.", user.UserName);
    }

    internal static int IndexOf(PermRight right) => right.Index >= 0 ? right.Index : RightCatalogue.Default.Resolve(right.Key).Index;

    internal bool Judge(PermUser user, int right) => Judge(_snapshot, user.Stored!.Id, user.ProfileId, user.Stored.IsActive, right);

    internal static bool Judge(PermissionSnapshot snapshot, long userId, long profileId, bool isActive, int right) =>
        isActive && (snapshot.Profile(profileId).Effective.Contains(right) || (userId == snapshot.WorkflowOwnerId && RightCatalogue.Default.ContentWorkflow.Contains(right)));
}
