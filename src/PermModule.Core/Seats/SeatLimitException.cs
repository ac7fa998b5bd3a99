using System.Globalization;

namespace PermModule;

/// <summary>A change would need more seats of a tier than the contract has free; nothing of it was applied.</summary>
public sealed class SeatLimitException : PermException
{
    /// <summary>Makes the refusal with its numbers in the message.</summary>
    /// <param name="tier">The tier that is short of seats.</param>
    /// <param name="needed">How many seats of it the change needs on top of those in use; at least 1.</param>
    /// <param name="free">How many are free; never negative.</param>
    /// <param name="limit">How many the contract has.</param>
    /// <param name="target">The item that was refused.</param>
    public SeatLimitException(Tier tier, long needed, long free, long limit, object? target)
        : base(PermModule.ErrorId.SeatLimitExceeded, Describe(tier, needed, free, limit, target), target)
    {
        Tier = tier;
        Needed = needed;
        Free = free;
        Limit = limit;
        Detail = tier.ToString();
    }

    /// <summary>The tier that is short of seats.</summary>
    public Tier Tier { get; }

    /// <summary>How many seats of the tier the change needs on top of those in use.</summary>
    public long Needed { get; }

    /// <summary>How many seats of the tier are free.</summary>
    public long Free { get; }

    /// <summary>How many seats of the tier the contract has.</summary>
    public long Limit { get; }

    private static string Describe(Tier tier, long needed, long free, long limit, object? target) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"'{target}' was refused: {tier} seats needed {needed}, free {free}, limit {limit}.");
}
