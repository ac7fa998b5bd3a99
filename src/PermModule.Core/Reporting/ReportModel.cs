using System.Text.Json.Serialization;

namespace PermModule;

/// <summary>Everything a report says, gathered from one state of a store. Long lists are cut and say how many they leave out.</summary>
public sealed record ReportModel
{
    /// <summary>The version of the JSON form that this module reads and writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>The version of the JSON form.</summary>
    [JsonPropertyOrder(-1)]
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The heading.</summary>
    public required string Title { get; init; }

    /// <summary>When the store was read, UTC.</summary>
    public required DateTimeOffset GeneratedAt { get; init; }

    /// <summary>The version of the module that wrote it.</summary>
    public required string ModuleVersion { get; init; }

    /// <summary>The store.</summary>
    public required ReportStore Store { get; init; }

    /// <summary>The seat contract.</summary>
    public required SeatContract Contract { get; init; }

    /// <summary>What it all comes to, in sentences.</summary>
    public ReportSummary Summary { get; init; } = new();

    /// <summary>Who changed privileged rights lately.</summary>
    public required ReportPrivileges Privileges { get; init; }

    /// <summary>The use of each tier, Heavy first.</summary>
    public required IReadOnlyList<SeatUsage> Tiers { get; init; }

    /// <summary>The use of each tier over time, Heavy first.</summary>
    public required IReadOnlyList<ReportSeatHistory> SeatHistory { get; init; }

    /// <summary>All profiles, highest tier first, then by name.</summary>
    public required IReadOnlyList<ReportProfile> Profiles { get; init; }

    /// <summary>What moved since an earlier report, or null where there is none to compare with.</summary>
    public ReportComparison? Comparison { get; init; }

    /// <summary>What is wrong, worst first.</summary>
    public required ReportFindings Findings { get; init; }

    /// <summary>Who runs the portal, and where nobody does.</summary>
    public required ReportCoverage Coverage { get; init; }

    /// <summary>Requests that wait for an auditor.</summary>
    public required ReportBacklog WaitingRoom { get; init; }

    /// <summary>People who do not use the portal.</summary>
    public required ReportInactivity Inactivity { get; init; }

    /// <summary>The rights that a profile holds, in the order of the catalogue; which profile holds which stands with the profiles.</summary>
    public required IReadOnlyList<ReportRight> Rights { get; init; }

    /// <summary>Writes steps as commands; null: as sentences.</summary>
    [JsonIgnore]
    public Func<RecommendedStep, string>? WriteStep { get; init; }

    /// <summary>How many rights of the catalogue no profile holds.</summary>
    public required int RightsHeldByNone { get; init; }
}
