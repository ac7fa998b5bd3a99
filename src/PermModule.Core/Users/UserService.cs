namespace PermModule;

/// <summary>Users: finding, making, changing, removing. Everything that writes takes many at a time and says of each what became of it.</summary>
public sealed class UserService
{
    private readonly StoreSession _session;
    private readonly IReadOnlyList<UserDeparture> _departures;
    private readonly IReadOnlyList<UserHandover> _handovers;

    internal UserService(StoreSession session, IReadOnlyList<UserDeparture> departures, IReadOnlyList<UserHandover> handovers)
    {
        _session = session;
        _departures = departures;
        _handovers = handovers;
    }

    /// <summary>Reads users, in the order of their creation, or of their names where a name or the start of one is given. Streams; memory does not grow.</summary>
    /// <exception cref="PermNotFoundException">A literal user, profile, group or right that does not exist.</exception>
    public IEnumerable<PermUser> Find(UserFilter? filter = null) => new UserReader(_session, filter ?? new UserFilter()).Read();

    /// <summary>The user with this name.</summary>
    /// <exception cref="PermNotFoundException"><c>UserNotFound</c>.</exception>
    public PermUser Get(string userName) => Find(new UserFilter { UserNames = [NamePattern.Escape(userName)] }).First();

    /// <summary>The user that a reference names: a user who was read, under whatever name, or the user of a name.</summary>
    /// <exception cref="PermNotFoundException"><c>UserNotFound</c>.</exception>
    public PermUser Get(UserReference user) => Find(new UserFilter { Users = [user] }).First();

    /// <summary>Makes one user.</summary>
    /// <exception cref="PermException">As the error ids say.</exception>
    public PermUser Create(UserData user, UserBatchOptions? options = null) => Create([user], options)[0].ValueOrThrow();

    /// <summary>Makes users in one change. Seats are given in the order of the list.</summary>
    public IReadOnlyList<BatchItem<PermUser>> Create(IReadOnlyList<UserData> users, UserBatchOptions? options = null)
    {
        // What a server's other writers wait for is short where the events are made before the lock.
        UserPreparer? preparer = _session.Link.IsRemote && _session.NewestSnapshot() is { } snapshot ? new UserPreparer(snapshot, options ?? UserBatchOptions.Default, PartSealer.Of(_session)) : null;
        UserDraft[] drafts = [.. users.Select(user => preparer?.Prepare(user, withEvent: true) ?? UserDraft.ForNew(user))];
        UserKeys? ahead = UserKeys.Announce(_session, keys => keys.Add(drafts, externalIds: true, areNew: true));
        SeatLedger.Announce(_session);
        return _session.Write(scope => new UserCreator(scope, options ?? UserBatchOptions.Default, ahead).Create(drafts));
    }

    /// <summary>Changes one user.</summary>
    /// <exception cref="PermException">As the error ids say.</exception>
    public PermUser Update(UserReference user, UserData change, UserBatchOptions? options = null) => Update([new UserChange(user, change)], options)[0].ValueOrThrow();

    /// <summary>Changes users in one change, in the order of the list.</summary>
    public IReadOnlyList<BatchItem<PermUser>> Update(IReadOnlyList<UserChange> changes, UserBatchOptions? options = null)
    {
        UserKeys? ahead = UserKeys.Announce(_session, keys => keys.Add(changes));
        if (changes.Any(change => change.Data.Profile is not null || change.Data.ReadProfile is not null || change.Data.IsActive is not null))
        {
            SeatLedger.Announce(_session);
        }

        return _session.Write(scope => new UserEditor(scope, options ?? UserBatchOptions.Default, ahead).Update(changes));
    }

    /// <summary>Removes users in one change, in the order of the list. What they hold goes with them: memberships and roles end, and requests that are still pending are closed, unless the options name who takes over.</summary>
    public IReadOnlyList<BatchItem<PermUser>> Remove(IReadOnlyList<UserReference> users, UserBatchOptions? options = null)
    {
        UserKeys? ahead = UserKeys.Announce(_session, keys => keys.Add(users));
        UserRemover.Announce(_session, users, _departures);
        SeatLedger.Announce(_session);
        return _session.Write(scope => new UserRemover(scope, options ?? UserBatchOptions.Default, users, _departures, _handovers).Remove(ahead));
    }
}
