namespace PermModule.Findings;

/// <summary>A rule of the audit. Rules keep nothing between two runs.</summary>
internal abstract class FindingRule(string name, AuditCategory category, FindingSeverity severity, string reason, string recommendation)
{
    /// <summary>All rules, in the order in which they run.</summary>
    public static IReadOnlyList<FindingRule> All { get; } =
    [
        new SeatLimitExceededRule(),
        new SeatLimitNearRule(),
        new UnusedSeatRule(),
        new NeverSignedInRule(),
        new NearlyLowerTierRule(),
        new TierKeptFromEarlierRule(),
        new MaintenanceRightGrantedRule(),
        new DeprecatedRightGrantedRule(),
        new RequiredRightMissingRule(),
        new ExclusiveRightsCombinedRule(),
        new ConflictingUploadRightsRule(),
        new EmptyProfileRule(),
        new UnusedProfileRule(),
        new HeavyWithoutMfaRule(),
        new SelfEscalationRule(),
        new AssumedTierCountsRule(),
        new PortalOwnerMissingRule(),
        new SinglePortalOwnerRule(),
        new ChampionMissingRule(),
        new ChampionTierTooLowRule(),
        new ChampionInactiveRule(),
        new EndUserAboveLightRule(),
        new StaleRequestRule(),
        new AuditorMissingRule(),
        new AuditTrailBrokenRule(),
        new SeatCountDriftRule(),
    ];

    public PermAuditRule Description { get; } = new()
    {
        Name = name,
        Category = category,
        Severity = severity,
        Reason = reason,
        Recommendation = recommendation,
    };

    /// <summary>What is wrong. Streams: nobody holds what has come out.</summary>
    public abstract IEnumerable<PermFinding> Find(AuditContext audit);

    protected PermFinding Found(string targetType, string target, FormattableString message, RecommendedStep step, string? cause = null) => new()
    {
        RuleName = Description.Name,
        Category = Description.Category,
        Severity = Description.Severity,
        TargetType = targetType,
        Target = target,
        Message = FormattableString.Invariant(message),
        Step = step,
        Cause = cause,
    };
}
