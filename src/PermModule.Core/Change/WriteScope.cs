namespace PermModule.Change;

/// <summary>One change while it runs: its time, its events, and what the concepts keep for it.</summary>
internal sealed class WriteScope(StoreSession session)
{
    private readonly Dictionary<Type, IScopePart> _parts = [];
    private AuditWriter? _audit;
    private ActingUser? _acting;

    public StoreSession Session => session;

    /// <summary>The correlation id of the change's events.</summary>
    public Guid CorrelationId { get; } = Authorship.Of(session).CorrelationId ?? Guid.NewGuid();

    /// <summary>One time for the whole change, never before that of the newest event.</summary>
    public long Now => Audit.At;

    /// <summary>Appends the events of the change to the trail.</summary>
    public AuditWriter Audit => _audit ??= OpenTrail();

    /// <summary>The id of what the next event creates. No id is given twice, even after a restore.</summary>
    public long NextId => session.VersionOf(Audit.LastId + 1);

    /// <summary>The version that objects note which show the state after this change.</summary>
    public long NotedVersion => session.NotedVersion(session.VersionOf(Audit.LastId));

    /// <summary>Profiles, tiers and contract as they are at this point of the change.</summary>
    public PermissionSnapshot Snapshot => session.Snapshot();

    /// <summary>The user in whose name the change is made, or null if no one's rights are asked for.</summary>
    public ActingUser? Acting => _acting ??= session.Acting();

    /// <summary>What a concept keeps for this change, made at its first use.</summary>
    public T Part<T>(Func<WriteScope, T> make)
        where T : class, IScopePart
    {
        if (!_parts.TryGetValue(typeof(T), out IScopePart? part))
        {
            part = make(this);
            _parts.Add(typeof(T), part);
        }

        return (T)part;
    }

    /// <summary>Applies items in order. An item that is refused leaves the others as they are, or is the last that is reached.</summary>
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

    /// <summary>Writes what the change moved so far.</summary>
    public void Complete()
    {
        foreach (IScopePart part in _parts.Values)
        {
            part.Complete();
        }
    }

    private AuditWriter OpenTrail()
    {
        // Loading the acting user gives the trail their present name.
        _acting ??= session.Acting();
        return new AuditWriter(session, CorrelationId);
    }

    /// <summary>Has the chain and the counters read again at their next use, because a step inside this change wrote them.</summary>
    public void Forget()
    {
        _audit = null;
        _parts.Clear();
    }
}
