using System.Globalization;
using System.Text.Json;

namespace PermModule;

/// <summary>How many seats of each tier the portal has, and what happens at the limit.</summary>
public sealed record SeatContract
{
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

    internal static SeatContract Load(StoreSession session)
    {
        using Statement reader = session.Query("SELECT heavy, regular, light, enforcement, warning_percent, reactivation_delay_days FROM seat_contract");
        reader.Next();
        return new SeatContract
        {
            Heavy = reader.OptionalNumber(0),
            Regular = reader.OptionalNumber(1),
            Light = reader.OptionalNumber(2),
            Enforcement = (SeatEnforcement)reader.Number(3),
            WarningPercent = (int)reader.Number(4),
            ReactivationDelayDays = (int)reader.Number(5),
            Origin = new ReadOrigin(session.Origin),
        };
    }

    internal void WriteTo(Utf8JsonWriter json)
    {
        WriteLimit(json, nameof(Heavy), Heavy);
        WriteLimit(json, nameof(Regular), Regular);
        WriteLimit(json, nameof(Light), Light);
        json.WriteString(nameof(Enforcement), Enforcement.ToString());
        json.WriteNumber(nameof(WarningPercent), WarningPercent);
        json.WriteNumber(nameof(ReactivationDelayDays), ReactivationDelayDays);
    }

    private static void WriteLimit(Utf8JsonWriter json, string name, long? limit)
    {
        if (limit is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteNumber(name, limit.Value);
        }
    }
}
