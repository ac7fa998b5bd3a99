namespace PermModule;

/// <summary>What a report comes to, in sentences.</summary>
public sealed record ReportSummary
{
    /// <summary>What changed since the earlier report, or lately where there is none.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>What needs a decision, most urgent first.</summary>
    public IReadOnlyList<string> Decisions { get; init; } = [];

    /// <summary>What is most worth doing, at most three things, those that save most first.</summary>
    public IReadOnlyList<ReportAction> Actions { get; init; } = [];

    /// <summary>What the seats in use cost at the prices of the contract, or null where no price is known.</summary>
    public decimal? Cost { get; init; }
}
