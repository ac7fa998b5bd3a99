namespace PermModule.Reporting;

/// <summary>Something that would free seats of a tier.</summary>
/// <param name="Text">What, as a sentence.</param>
/// <param name="Step">How.</param>
/// <param name="Tier">The tier of the seats.</param>
/// <param name="Seats">How many become free.</param>
/// <param name="TierAfter">The tier whose seats are needed instead, or null.</param>
internal sealed record SeatSaving(string Text, RecommendedStep Step, Tier Tier, long Seats, Tier? TierAfter);
