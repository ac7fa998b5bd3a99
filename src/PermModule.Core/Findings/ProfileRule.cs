namespace PermModule.Findings;

/// <summary>A rule that looks at one profile after the other.</summary>
internal abstract class ProfileRule(string name, FindingSeverity severity, string reason, string recommendation)
    : FindingRule(name, AuditCategory.Profiles, severity, reason, recommendation)
{
    public sealed override IEnumerable<PermFinding> Find(AuditContext audit)
    {
        SeatLedger ledger = audit.Ledger();
        return audit.Snapshot.Profiles
            .Select(profile =>
            {
                (long active, long inactive) = ledger.Count(profile.Id);
                return Check(audit, profile, active, inactive);
            })
            .OfType<PermFinding>();
    }

    /// <summary>What is wrong with the profile, or null.</summary>
    protected abstract PermFinding? Check(AuditContext audit, ProfileEntry profile, long activeUsers, long inactiveUsers);

    protected PermFinding Found(ProfileEntry profile, FormattableString message, RecommendedStep step) => Found("Profile", profile.Name, message, step);

    protected static string Keys(RightSet rights) => string.Join(", ", RightCatalogue.Default.RightsOf(rights).Select(right => right.Key));
}
