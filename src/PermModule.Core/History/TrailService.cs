namespace PermModule;

/// <summary>The audit trail: what happened, who did it, and whether the record is intact.</summary>
public sealed class TrailService
{
    private const string TargetType = "Audit trail";

    private readonly StoreSession _session;

    internal TrailService(StoreSession session) => _session = session;

    /// <summary>Reads events, oldest first. Streams; memory does not grow.</summary>
    /// <exception cref="PermNotPermittedException"><c>NotPermitted</c>: the acting user may not see the trail.</exception>
    public IEnumerable<PermAuditEvent> FindEvents(AuditEventFilter? filter = null)
    {
        _session.Demand(DelegatedAction.ReadTrail, TargetType);
        return new AuditEventReader(_session, filter ?? new AuditEventFilter()).Read();
    }

    /// <summary>The events of several targets, oldest first over all of them. Streams; an event that several targets name comes once.</summary>
    /// <param name="targets">The names of things, or wildcards.</param>
    /// <param name="filter">What else is wanted; its own target is not used. First and Newest count over all targets.</param>
    /// <exception cref="PermNotPermittedException"><c>NotPermitted</c>: the acting user may not see the trail.</exception>
    public IEnumerable<PermAuditEvent> FindEvents(IReadOnlyList<string> targets, AuditEventFilter filter)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(filter);
        _session.Demand(DelegatedAction.ReadTrail, TargetType);
        return AuditEventMerge.Read([.. targets.Select(target => new AuditEventReader(_session, filter with { Target = target }).Read())], filter);
    }

    /// <summary>The head of the chain, to be kept where nobody who can write the store can write.</summary>
    public PermAuditDigest GetDigest() => _session.ReadConsistently(() =>
    {
        StoreHead head = _session.Head();
        return new PermAuditDigest
        {
            Count = _session.Scalar("SELECT COUNT(*) FROM audit_events") ?? 0,
            LastId = head.LastId,
            Hash = AuditHasher.ToText(head.Hash),
            At = head.LastId == 0 ? null : UtcTime.FromStored(head.LastAt),
        };
    });

    /// <summary>Verifies the chain from its first event.</summary>
    /// <param name="digests">Digests kept elsewhere, which also find a tail that was cut or a chain that was replaced; or null.</param>
    /// <param name="progress">Told now and then how much is done, 0 to 1; or null.</param>
    /// <exception cref="PermNotPermittedException"><c>NotPermitted</c>: the acting user may not see the trail.</exception>
    public AuditVerification Verify(IReadOnlyList<PermAuditDigest>? digests = null, Action<double>? progress = null)
    {
        _session.Demand(DelegatedAction.ReadTrail, TargetType);
        return _session.ReadConsistently(() => AuditVerifier.Verify(_session, digests ?? [], progress ?? (_ => { })));
    }

    /// <summary>Refuses what <see cref="Export"/> would refuse before it reads the trail, and writes nothing.</summary>
    /// <exception cref="PermException">Those of <see cref="Export"/>.</exception>
    public void CheckExport(string path, bool overwrite = false)
    {
        _session.Demand(DelegatedAction.ReadTrail, TargetType);
        OutputFile.Check(path, overwrite);
    }

    /// <summary>Writes the whole trail, to a file that only its owner can read, as JSON lines that can be verified without this module.</summary>
    /// <param name="path">The file; it appears when it is complete.</param>
    /// <param name="overwrite">Replaces a file that is there.</param>
    /// <param name="progress">Told now and then how much is done, 0 to 1; or null.</param>
    /// <exception cref="PermException"><c>FileAlreadyExists</c>, <c>FileUnavailable</c>, <c>AuditTrailBroken</c>; <c>NotPermitted</c>: the acting user may not see the trail.</exception>
    public FileInfo Export(string path, bool overwrite = false, Action<double>? progress = null)
    {
        CheckExport(path, overwrite);
        return OutputFile.Write(path, overwrite, stream => _session.ReadConsistently(() =>
        {
            AuditExport.Write(_session, stream, progress ?? (_ => { }));
            return true;
        }), ownerOnly: true);
    }
}
