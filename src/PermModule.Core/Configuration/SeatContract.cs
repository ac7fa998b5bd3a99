using System.Globalization;
using System.Text.Json;

namespace PermModule;

/// <summary>How many seats of each tier the portal has, and what happens at the limit.</summary>
public sealed record SeatContract
{
    /// <summary>The columns that keep a contract, in the order of <see cref="Values"/>.</summary>
    internal const string Columns = "heavy, regular, light, enforcement, warning_percent, reactivation_delay_days, heavy_price, regular_price, light_price, currency";

    /// <summary>The query for the one row of the contract.</summary>
    internal const string Row = $"SELECT {Columns} FROM {StoreLayout.ContractTable}";

    /// <summary>Heavy seats, 0 or more; null is unlimited.</summary>
    public long? Heavy { get; init; }

    /// <summary>Regular seats, 0 or more; null is unlimited.</summary>
    public long? Regular { get; init; }

    /// <summary>Light seats, 0 or more; null is unlimited.</summary>
    public long? Light { get; init; }

    /// <summary>What happens when a change needs more seats than there are.</summary>
    public SeatEnforcement Enforcement { get; init; }

    /// <summary>From which share of a limit, in percent (1 to 100), the use of a tier is a warning.</summary>
    public int WarningPercent { get; init; } = 90;

    /// <summary>For how many days after a deactivation a user cannot be activated again; 0 allows it at once.</summary>
    public int ReactivationDelayDays { get; init; }

    /// <summary>What a seat of each tier costs; only used to tell what seats are worth.</summary>
    public SeatPrices PricePerSeat { get; init; } = new();

    /// <summary>The currency of the prices as its code of ISO 4217, three letters such as EUR, in upper case whatever is given; null is not known, and empty is null.</summary>
    public string? Currency
    {
        get;
        init => field = string.IsNullOrWhiteSpace(value) ? null : IsCurrency(value) ? value.ToUpperInvariant() : value;
    }

    /// <summary>The limit of a tier; null is unlimited.</summary>
    public long? Limit(Tier tier) => tier switch
    {
        Tier.Heavy => Heavy,
        Tier.Regular => Regular,
        Tier.Light => Light,
        _ => null,
    };

    /// <summary>The limits and what happens at them.</summary>
    public override string ToString()
    {
        return $"Heavy {Text(Heavy)}, Regular {Text(Regular)}, Light {Text(Light)}, {Enforcement}";

        static string Text(long? limit) => limit?.ToString(CultureInfo.InvariantCulture) ?? "unlimited";
    }

    /// <summary>Where it was read.</summary>
    internal ReadOrigin Origin { get; init; }

    /// <exception cref="PermCorruptException"><c>StoreCorrupt</c>: there is none.</exception>
    internal static SeatContract Load(StoreSession session)
    {
        using Statement reader = session.Query(Row);
        if (!reader.Next())
        {
            throw StoreLayout.NoRow(session.Path, session.Link.IsFile, StoreLayout.ContractTable);
        }

        return new SeatContract
        {
            Heavy = reader.OptionalNumber(0),
            Regular = reader.OptionalNumber(1),
            Light = reader.OptionalNumber(2),
            Enforcement = (SeatEnforcement)reader.Number(3),
            WarningPercent = (int)reader.Number(4),
            ReactivationDelayDays = (int)reader.Number(5),
            PricePerSeat = new SeatPrices
            {
                Heavy = SeatPrices.FromStored(reader.OptionalNumber(6)),
                Regular = SeatPrices.FromStored(reader.OptionalNumber(7)),
                Light = SeatPrices.FromStored(reader.OptionalNumber(8)),
            },
            Currency = reader.Text(9),
            Origin = new ReadOrigin(session.Origin),
        };
    }

    /// <summary>What the columns hold.</summary>
    internal object?[] Values() =>
    [
        Heavy,
        Regular,
        Light,
        (long)Enforcement,
        WarningPercent,
        ReactivationDelayDays,
        SeatPrices.ToStored(PricePerSeat.Heavy),
        SeatPrices.ToStored(PricePerSeat.Regular),
        SeatPrices.ToStored(PricePerSeat.Light),
        Currency,
    ];

    /// <exception cref="PermInvalidInputException"><c>InvalidValue</c>: a negative limit, a percentage or delay out of range, or a currency that is not three letters.</exception>
    internal void Validate()
    {
        foreach (Tier tier in (Tier[])[Tier.Heavy, Tier.Regular, Tier.Light])
        {
            if (Limit(tier) is < 0)
            {
                throw new PermInvalidInputException(ErrorId.InvalidValue, $"The {tier} limit is {Limit(tier)}; it must be 0 or more, or unlimited.", Limit(tier));
            }
        }

        PricePerSeat.Check();
        if (Currency is not null && !IsCurrency(Currency))
        {
            throw new PermInvalidInputException(ErrorId.InvalidValue, $"The currency is '{TextRules.Cut(Currency)}'; it must be the three letters, A to Z, of a code of ISO 4217 such as EUR, or empty for none.", Currency);
        }

        if (WarningPercent is < 1 or > 100)
        {
            throw new PermInvalidInputException(ErrorId.InvalidValue, $"The warning percentage is {WarningPercent}; it must be 1 to 100.", WarningPercent);
        }

        if (ReactivationDelayDays is < 0 or > DayLimits.Max)
        {
            throw new PermInvalidInputException(ErrorId.InvalidValue, $"The reactivation delay is {Quantity.Of(ReactivationDelayDays, "day")}; it must be 0 to {DayLimits.Max}.", ReactivationDelayDays);
        }
    }

    internal void WriteTo(Utf8JsonWriter json)
    {
        WriteNumber(json, nameof(Heavy), Heavy);
        WriteNumber(json, nameof(Regular), Regular);
        WriteNumber(json, nameof(Light), Light);
        json.WriteString(nameof(Enforcement), Enforcement.ToString());
        json.WriteNumber(nameof(WarningPercent), WarningPercent);
        json.WriteNumber(nameof(ReactivationDelayDays), ReactivationDelayDays);
        json.WriteStartObject(nameof(PricePerSeat));
        WriteNumber(json, nameof(SeatPrices.Heavy), PricePerSeat.Heavy);
        WriteNumber(json, nameof(SeatPrices.Regular), PricePerSeat.Regular);
        WriteNumber(json, nameof(SeatPrices.Light), PricePerSeat.Light);
        json.WriteEndObject();
        json.WriteString(nameof(Currency), Currency);
    }

    /// <summary>True of three letters from A to Z in either case.</summary>
    internal static bool IsCurrency(string text) => text.Length == 3 && text.All(char.IsAsciiLetter);

    private static void WriteNumber(Utf8JsonWriter json, string name, decimal? number)
    {
        if (number is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteNumber(name, number.Value);
        }
    }
}
