namespace PermModule;

/// <summary>Something that is worth doing.</summary>
/// <param name="Text">What, as a sentence.</param>
/// <param name="Step">How: a command line where a cmdlet writes the report, otherwise a sentence.</param>
/// <param name="Tier">The tier of the seats that become free, or null where it is not about seats.</param>
/// <param name="SeatsFreed">How many seats become free.</param>
/// <param name="Worth">What the seats cost at the prices of the contract, or null where no price is known.</param>
public sealed record ReportAction(string Text, string Step, Tier? Tier, long SeatsFreed, decimal? Worth);
