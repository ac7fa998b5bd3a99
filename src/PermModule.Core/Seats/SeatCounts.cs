namespace PermModule;

/// <summary>The seats in use and the contract at a point of a change.</summary>
internal sealed record SeatCounts(long[] Used, SeatContract Contract);
