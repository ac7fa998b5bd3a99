namespace PermModule.Change;

/// <summary>What a change needs while it runs: the time, the audit trail and the counters of its transaction.</summary>
internal sealed class WriteScope(StoreSession session)
{
    private AuditWriter? _audit;
    private SeatLedger? _ledger;
    private GroupCounts? _groupCounts;
    private ActingUser? _acting;

    public StoreSession Session => session;

    public Guid CorrelationId { get; } = session.CorrelationId ?? Guid.NewGuid();

    /// <summary>One time for the whole change, never before that of the newest audit event.</summary>
    public long Now => Audit.At;

    public AuditWriter Audit => _audit ??= new AuditWriter(session, CorrelationId);

    /// <summary>What objects note that show the state after this change.</summary>
    public long NotedVersion => session.NotedVersion(session.VersionOf(Audit.LastId));

    public SeatLedger Seats => _ledger ??= SeatLedger.Load(session);

    public GroupCounts GroupCounts => _groupCounts ??= new GroupCounts(session);

    public PermissionSnapshot Snapshot => session.Snapshot();

    /// <summary>The user in whose name the change is made, or null where nobody's rights are asked.</summary>
    public ActingUser? Acting => _acting ??= session.Acting();

    /// <summary>Applies items one after the other. One that is refused leaves the others as they are, or is the last that is reached.</summary>
    public BatchItem<TResult>[] ForEach<TItem, TResult>(IReadOnlyList<TItem> items, bool stopOnError, Func<TItem, BatchItem<TResult>> apply)
        where TResult : class
    {
        BatchItem<TResult>[] results = new BatchItem<TResult>[items.Count];
        for (int i = 0; i < results.Length; i++)
        {
            session.ThrowIfCancelled();
            try
            {
                results[i] = apply(items[i]);
            }
            catch (PermException error)
            {
                results[i] = BatchItem<TResult>.Refused(error);
                if (stopOnError)
                {
                    break;
                }
            }
        }

        return results;
    }

    /// <summary>Writes the counters that the change moved.</summary>
    public void Complete()
    {
        _groupCounts?.Flush();
        if (_ledger is not null)
        {
            _ledger.Flush();
            session.Warnings.AddRange(_ledger.Warnings());
        }
    }

    /// <summary>Reads chain and counters anew at the next use, because a step inside this change wrote them.</summary>
    public void Forget()
    {
        _audit = null;
        _ledger = null;
        _groupCounts = null;
    }
}
