namespace PermModule.Findings;

/// <summary>Nobody may decide on requests of a kind, or nobody but the one who made them.</summary>
internal sealed class AuditorMissingRule() : FindingRule(
    "AuditorMissing",
    AuditCategory.WaitingRoom,
    FindingSeverity.Warning,
    "A request that nobody may decide on waits forever; nobody may decide on their own request.",
    "Grant the right to audit to a profile with active users, or move a user to one that holds it.")
{
    public override IEnumerable<PermFinding> Find(AuditContext audit) => audit.Session.ReadConsistently(() =>
        Enum.GetValues<WaitingRoomKind>().Select(kind => Check(audit, kind)).OfType<PermFinding>().ToList());

    private PermFinding? Check(AuditContext audit, WaitingRoomKind kind)
    {
        PermRight right = WaitingRoomRights.AuditorOf(kind);
        SeatLedger ledger = audit.Ledger();
        ProfileEntry[] holders = [.. audit.Snapshot.Profiles.Where(profile => profile.Effective.Contains(right.Index))];
        ProfileEntry[] withUsers = [.. holders.Where(profile => ledger.Count(profile.Id).Active > 0)];
        RecommendedStep step = holders.Length == 0
            ? Steps.Grant(profile: null, RightSet.Of(right.Index))
            : Steps.ChangeProfile(user: null, holders.MinBy(profile => (profile.Tier, profile.Effective.Count))!.Name);
        if (withUsers.Length == 0)
        {
            long waiting = audit.Session.Scalar("SELECT COUNT(*) FROM waiting_items WHERE pending_count > 0 AND kind = $1", (long)kind) ?? 0;
            return Found("WaitingRoom", kind.ToString(), $"No active user may decide on {kind} requests; {Quantity.Of(waiting, "request waits", "requests wait")}.", step, kind.ToString());
        }

        if (withUsers.Length > 1 || ledger.Count(withUsers[0].Id).Active > 1)
        {
            return null;
        }

        (long id, string only) = audit.Session.Rows<(long, string)>("SELECT id, user_name FROM users WHERE profile_id = @Id AND is_active = 1", new { withUsers[0].Id })[0];
        long own = audit.Session.Scalar("SELECT COUNT(*) FROM waiting_items WHERE pending_count > 0 AND kind = $1 AND requester_id = $2", (long)kind, id) ?? 0;
        return own == 0 ? null : Found("WaitingRoom", kind.ToString(), $"'{only}' alone may decide on {kind} requests, but not on their own; {Quantity.Of(own, "of these waits", "of these wait")}.", step, kind.ToString());
    }
}
