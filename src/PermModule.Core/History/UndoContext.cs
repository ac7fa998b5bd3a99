namespace PermModule;

/// <summary>What those who undo the events of one change share.</summary>
internal sealed class UndoContext
{
    /// <param name="scope">The change that undoes.</param>
    /// <param name="names">What profiles and groups were called at the time of the event in hand.</param>
    /// <param name="targets">The ids of all that is gone back over.</param>
    public UndoContext(WriteScope scope, NamesThen names, HashSet<long> targets)
    {
        (Scope, Names, Targets) = (scope, names, targets);
        LastBefore = scope.Audit.LastId;
        Users = new UserStatements(scope.Session);
        Ahead = new UndoAhead(scope.Session, Users);
    }

    public WriteScope Scope { get; }

    public StoreSession Session => Scope.Session;

    public NamesThen Names { get; }

    public HashSet<long> Targets { get; }

    /// <summary>The newest event that is not of the undo itself.</summary>
    public long LastBefore { get; }

    public UserStatements Users { get; }

    public UndoAhead Ahead { get; }

    /// <summary>The seats, which count by what comes out at the end.</summary>
    public SeatLedger Seats
    {
        get
        {
            SeatLedger seats = Scope.Seats;
            seats.IsDeferred = true;
            return seats;
        }
    }

    public static PermConflictException Conflict(string target, string why) =>
        new(ErrorId.UndoConflict, $"'{TextRules.Cut(target)}' differs from what the event left: {why}.", target);

    /// <summary>The user an event is about.</summary>
    /// <exception cref="PermConflictException"><c>UndoConflict</c>: the user is no longer there.</exception>
    public UserRow User(in AuditRow row, string nameAfter) =>
        (row.TargetId is { } id ? Users.FindById(id) : Users.FindByName(NameKey.Fold(nameAfter))) ?? throw Conflict(row.Target, "the user is no longer there");
}
