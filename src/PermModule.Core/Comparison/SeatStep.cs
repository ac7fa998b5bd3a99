namespace PermModule.Comparison;

/// <summary>What a difference of a user does to the seats once it is worked off.</summary>
/// <param name="From">The key of the profile whose seat is freed, or null.</param>
/// <param name="To">The key of the profile whose seat is taken, or null.</param>
internal sealed record SeatStep(string? From, string? To);
