namespace PermModule.Findings;

/// <summary>What the rules look at while one audit runs.</summary>
internal sealed class AuditContext(StoreSession session, AuditOptions options, AuditVerifier? verifier, Action<double> progress)
{
    public StoreSession Session => session;

    public AuditOptions Options => options;

    public PermissionSnapshot Snapshot => session.Read(session.Snapshot);

    public SeatAdvisor Seats { get; } = new(session, [RoleMembers.NeedRights, WaitingRoomRights.NeedRights]);

    /// <summary>The time of the audit, in stored form.</summary>
    public long Now { get; } = UtcTime.ToStored(session.Time.GetUtcNow());

    /// <summary>Says how much of the rule in hand is done, 0 to 1.</summary>
    public void Report(double share) => progress(share);

    /// <summary>Verifies the trail, or says what came of that meanwhile.</summary>
    public AuditVerification VerifyTrail() => verifier?.Finish(progress) ?? session.ReadConsistently(() => AuditVerifier.Verify(session, digests: [], progress));

    /// <summary>The use of each tier now.</summary>
    public IReadOnlyList<SeatUsage> Usage() => new SeatService(session, needs: []).GetUsageUnasked();

    /// <summary>The users of each profile now.</summary>
    public SeatLedger Ledger() => session.ReadConsistently(() => SeatLedger.Load(session));
}
