namespace PermModule;

/// <summary>The seats of one tier, or of one profile, in use and free.</summary>
public sealed record SeatUsage
{
    /// <summary>The profile the row is about, or null for a whole tier.</summary>
    public string? ProfileName { get; init; }

    /// <summary>The tier.</summary>
    public required Tier Tier { get; init; }

    /// <summary>Active users: each occupies one seat.</summary>
    public required long Active { get; init; }

    /// <summary>Inactive users: they occupy none.</summary>
    public required long Inactive { get; init; }

    /// <summary>All users.</summary>
    public long Total => Active + Inactive;

    /// <summary>The seats the contract has; null is unlimited. Always null for a profile: limits belong to tiers.</summary>
    public long? Limit { get; init; }

    /// <summary>The free seats, never negative; null where there is no limit.</summary>
    public long? Available => Limit is null ? null : Math.Max(0, Limit.Value - Active);

    /// <summary>The share of the limit in use, in percent with one decimal; null where there is no limit, 100 where it is 0 and in use. It is 100 only where the limit is reached, and 0 only where no seat is in use.</summary>
    public double? UsedPercent => Limit switch
    {
        null => null,
        0 => Active == 0 ? 0 : 100,
        _ when Active == 0 => 0,
        _ when Active == Limit => 100,
        _ when Active < Limit => Math.Clamp(Math.Round(100d * Active / Limit.Value, 1), 0.1, 99.9),
        _ => Math.Max(Math.Round(100d * Active / Limit.Value, 1), 100.1),
    };

    /// <summary>How full the tier is.</summary>
    public SeatStatus Status { get; init; }

    /// <summary>The tier or profile with used and limit.</summary>
    public override string ToString() => FormattableString.Invariant($"{ProfileName ?? Tier.ToString()} {Active}/{Limit?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unlimited"}");

    /// <summary>How many seats have to become free for the tier to be below its warning; it needs a limit.</summary>
    internal long Surplus(int warningPercent)
    {
        Int128 warning = (Int128)Limit!.Value * warningPercent;
        return (long)(Active - ((warning - 1) / 100));
    }

    internal static SeatStatus StatusOf(long active, long? limit, int warningPercent)
    {
        if (limit is null)
        {
            return SeatStatus.Ok;
        }

        if (active > limit)
        {
            return SeatStatus.Over;
        }

        if (active == limit)
        {
            return limit == 0 ? SeatStatus.Ok : SeatStatus.Full;
        }

        return (Int128)active * 100 >= (Int128)limit.Value * warningPercent ? SeatStatus.Warning : SeatStatus.Ok;
    }
}
