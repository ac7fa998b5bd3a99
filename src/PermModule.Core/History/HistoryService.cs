namespace PermModule;

/// <summary>What the trail tells beyond its events: who holds a right since when, what a command did, and undoing it.</summary>
public sealed class HistoryService
{
    private readonly StoreSession _session;

    internal HistoryService(StoreSession session) => _session = session;

    /// <summary>The users who hold rights, each with each right, in the order in which the users were made within a profile. Streams; memory does not grow with the users.</summary>
    /// <param name="rights">Keys, unique names or wildcards.</param>
    /// <param name="includeInactive">Adds the users who would hold a right if they were active.</param>
    /// <exception cref="PermException"><c>RightNotFound</c>, <c>RightAmbiguous</c>; <c>NotPermitted</c>: the acting user may not see the trail.</exception>
    public IEnumerable<RightHolder> FindRightHolders(IReadOnlyList<string> rights, bool includeInactive = false)
    {
        ArgumentNullException.ThrowIfNull(rights);
        _session.Demand(DelegatedAction.ReadTrail, "Audit trail");
        return new RightHolderReader(_session).Read(rights, includeInactive);
    }

    /// <summary>Undoes what a command did, all of it or nothing, inside the seat rules and the rights of the acting user. An undo is a change like any other and can itself be undone.</summary>
    /// <param name="correlationId">The correlation id of the command's events.</param>
    /// <param name="skipConflicts">Undoes the rest where something has changed since, instead of refusing the whole.</param>
    /// <returns>What became of each event, the newest first.</returns>
    /// <exception cref="PermException"><c>NothingToUndo</c>; <c>UndoConflict</c>: something changed since; <c>SeatLimitExceeded</c>; <c>NotPermitted</c>.</exception>
    public IReadOnlyList<PermUndoStep> Undo(Guid correlationId, bool skipConflicts = false) => Undo(run => run.Undo(correlationId, skipConflicts));

    /// <summary>Undoes the commands that events of this store belong to, as <see cref="Undo(Guid, bool)"/> does one.</summary>
    /// <exception cref="PermException">As for a command; <c>OtherStore</c>: an event is not of this store.</exception>
    public IReadOnlyList<PermUndoStep> Undo(IReadOnlyList<PermAuditEvent> events, bool skipConflicts = false)
    {
        ArgumentNullException.ThrowIfNull(events);
        return Undo(run => run.Undo(events, skipConflicts));
    }

    /// <summary>The newest commands, newest first.</summary>
    /// <param name="count">How many at most.</param>
    /// <param name="within">How many of the newest events to look at.</param>
    public IReadOnlyList<PermCommand> FindCommands(int count, int within = 20_000)
    {
        _session.Demand(DelegatedAction.ReadTrail, "Audit trail");
        return _session.Read(() => PermCommand.Newest(_session, count, within));
    }

    private IReadOnlyList<PermUndoStep> Undo(Func<UndoRun, IReadOnlyList<PermUndoStep>> undo)
    {
        _session.Demand(DelegatedAction.ReadTrail, "Audit trail");
        return _session.Write(scope => undo(new UndoRun(scope)));
    }
}
