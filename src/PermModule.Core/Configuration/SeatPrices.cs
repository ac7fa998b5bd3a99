using System.Globalization;

namespace PermModule;

/// <summary>What a seat of each tier costs, in the currency of the contract and for its period.</summary>
public sealed record SeatPrices
{
    /// <summary>How many of the stored units are one unit of the currency.</summary>
    private const int Scale = 100;

    private static readonly Tier[] Tiers = [Tier.Heavy, Tier.Regular, Tier.Light];

    /// <summary>The price of a Heavy seat, 0 or more with at most two decimals; null is not known.</summary>
    public decimal? Heavy { get; init; }

    /// <summary>The price of a Regular seat, 0 or more with at most two decimals; null is not known.</summary>
    public decimal? Regular { get; init; }

    /// <summary>The price of a Light seat, 0 or more with at most two decimals; null is not known.</summary>
    public decimal? Light { get; init; }

    /// <summary>The price of a seat of a tier; null is not known.</summary>
    public decimal? Of(Tier tier) => tier switch
    {
        Tier.Heavy => Heavy,
        Tier.Regular => Regular,
        Tier.Light => Light,
        _ => null,
    };

    /// <summary>The prices that are known.</summary>
    public override string ToString() => string.Join(", ", Tiers
        .Where(tier => Of(tier) is not null)
        .Select(tier => string.Create(CultureInfo.InvariantCulture, $"{tier} {Of(tier):0.00}")));

    /// <exception cref="PermInvalidInputException"><c>InvalidValue</c>: a price that a store does not keep exactly.</exception>
    internal void Check()
    {
        foreach (Tier tier in Tiers)
        {
            if (Of(tier) is { } price && !IsValid(price))
            {
                throw new PermInvalidInputException(ErrorId.InvalidValue, string.Create(CultureInfo.InvariantCulture, $"The price of a {tier} seat is {price}; it must be 0 to 1000000000 with at most two decimals."), price);
            }
        }
    }

    /// <summary>A price as a store keeps it: a whole number, because not every engine keeps decimals exactly.</summary>
    internal static long? ToStored(decimal? price) => price is { } amount ? (long)(amount * Scale) : null;

    /// <summary>A price that a store kept.</summary>
    internal static decimal? FromStored(long? price) => price is { } amount ? (decimal)amount / Scale : null;

    /// <summary>True if a store keeps the price exactly.</summary>
    internal static bool IsValid(decimal price) => price is >= 0 and <= 1_000_000_000 && decimal.Round(price, 2) == price;
}
