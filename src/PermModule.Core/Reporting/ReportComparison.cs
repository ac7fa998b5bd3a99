namespace PermModule;

/// <summary>What moved since an earlier report.</summary>
public sealed record ReportComparison
{
    /// <summary>When the earlier report was made, UTC.</summary>
    public required DateTimeOffset EarlierAt { get; init; }

    /// <summary>True when the earlier report is of the same store or a copy of it.</summary>
    public required bool IsSameStore { get; init; }

    /// <summary>The tiers, Heavy first.</summary>
    public required IReadOnlyList<ReportTierMovement> Tiers { get; init; }

    /// <summary>The profiles that appeared, went away, changed tier or number of active users.</summary>
    public required IReadOnlyList<ReportProfileMovement> Profiles { get; init; }

    /// <summary>The rules whose number of findings changed.</summary>
    public required IReadOnlyList<ReportRuleMovement> Rules { get; init; }
}
