namespace PermModule;

/// <summary>What the trail tells beyond its events: who holds a right since when, what a command did, and undoing it.</summary>
public sealed class HistoryService
{
    private readonly StoreSession _session;

    internal HistoryService(StoreSession session) => _session = session;

    /// <summary>The users who hold rights, each with each right, in the order in which the users were made within a profile. Streams; memory does not grow with the users.</summary>
    /// <param name="rights">Keys, names or wildcards; a name that several rights share means them all.</param>
    /// <param name="includeInactive">Adds the users who would hold a right if they were active.</param>
    /// <exception cref="PermException"><c>RightNotFound</c>; <c>NotPermitted</c>: the acting user may not see the trail.</exception>
    public IEnumerable<RightHolder> FindRightHolders(IReadOnlyList<string> rights, bool includeInactive = false)
    {
        ArgumentNullException.ThrowIfNull(rights);
        _session.Demand(DelegatedAction.ReadTrail, "Audit trail");
        return new RightHolderReader(_session).Read(rights, includeInactive);
    }

    /// <summary>One user as of a past moment, in a time that depends on the events of that user and not on those of others.</summary>
    /// <param name="user">The user, by the name of then or as an object that was read at any time.</param>
    /// <param name="moment">The moment.</param>
    /// <returns>The user; null where only the whole past, <see cref="PermStore.AsOf"/>, tells whether there was one.</returns>
    /// <exception cref="PermException">Those of <see cref="PermStore.AsOf"/>.</exception>
    public PermUser? FindUser(UserReference user, DateTimeOffset moment) => PastUser.Find(_session, user, moment)?.ToUser(_session);

    /// <summary>The rights of one user as of a past moment, as <see cref="EffectiveRightService.List(UserReference, IReadOnlyList{string})"/> gives those of now.</summary>
    /// <inheritdoc cref="FindUser"/>
    /// <param name="user">The user, by the name of then or as an object that was read at any time.</param>
    /// <param name="rights">Keys, names or wildcards of the rights asked about, held or not; null for those held.</param>
    /// <param name="moment">The moment.</param>
    public IReadOnlyList<EffectiveRight>? FindEffectiveRights(UserReference user, IReadOnlyList<string>? rights, DateTimeOffset moment) =>
        PastUser.Find(_session, user, moment) is { } then ? EffectiveRightService.List(then.Snapshot, then.Snapshot.Profile(then.Row.ProfileId), then.Row.ToOutline(), rights) : null;

    /// <summary>Undoes what a command did, all of it or nothing, inside the seat rules and the rights of the acting user. An undo is a change like any other and can itself be undone.</summary>
    /// <param name="correlationId">The correlation id of the command's events.</param>
    /// <param name="skipConflicts">Undoes the rest where something has changed since, instead of refusing the whole.</param>
    /// <param name="progress">Told how far it is, or null.</param>
    /// <returns>What became of each event, the newest first.</returns>
    /// <exception cref="PermException"><c>NothingToUndo</c>; <c>UndoConflict</c>: something changed since; <c>SeatLimitExceeded</c>; <c>NotPermitted</c>.</exception>
    public IReadOnlyList<PermUndoStep> Undo(Guid correlationId, bool skipConflicts = false, Action<WorkProgress>? progress = null) => Undo([correlationId], skipConflicts, progress);

    /// <summary>Undoes several commands, as <see cref="Undo(Guid, bool, Action{WorkProgress}?)"/> does one.</summary>
    /// <exception cref="PermException">As for one command; <c>NothingToUndo</c>: one of them has no event.</exception>
    public IReadOnlyList<PermUndoStep> Undo(IReadOnlyList<Guid> correlationIds, bool skipConflicts = false, Action<WorkProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(correlationIds);
        return Undo(run => run.Undo([.. correlationIds], skipConflicts), progress);
    }

    /// <summary>Undoes the commands that events of this store belong to, as <see cref="Undo(Guid, bool, Action{WorkProgress}?)"/> does one.</summary>
    /// <exception cref="PermException">As for a command; <c>OtherStore</c>: an event is not of this store.</exception>
    public IReadOnlyList<PermUndoStep> Undo(IReadOnlyList<PermAuditEvent> events, bool skipConflicts = false, Action<WorkProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(events);
        return Undo(run => run.Undo(events, skipConflicts), progress);
    }

    /// <summary>The newest commands, newest first.</summary>
    /// <param name="count">How many at most.</param>
    /// <param name="within">How many of the newest events to look at.</param>
    public IReadOnlyList<PermCommand> FindCommands(int count, int within = 20_000)
    {
        _session.Demand(DelegatedAction.ReadTrail, "Audit trail");
        return _session.Read(() => PermCommand.Newest(_session, count, within));
    }

    private IReadOnlyList<PermUndoStep> Undo(Func<UndoRun, IReadOnlyList<PermUndoStep>> undo, Action<WorkProgress>? progress)
    {
        _session.Demand(DelegatedAction.ReadTrail, "Audit trail");
        Dictionary<long, string> left = [];
        while (true)
        {
            try
            {
                return _session.Write(scope => undo(new UndoRun(scope, left, progress)));
            }
            catch (UndoMisfitException misfit)
            {
                // What builds on these has to be looked at again, and seats count without them.
                foreach (Misfit one in misfit.Misfits)
                {
                    left[one.Event] = one.Reason;
                }
            }
        }
    }
}
