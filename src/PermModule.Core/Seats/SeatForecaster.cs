using System.Globalization;

namespace PermModule;

/// <summary>Says when the seats of the tiers run out.</summary>
internal static class SeatForecaster
{
    /// <summary>The most days that a forecast may look ahead.</summary>
    public const int MaxHorizon = 3650;

    /// <exception cref="PermInvalidInputException"><c>InvalidValue</c>: a horizon or a confidence out of range.</exception>
    public static void Check(int horizon, double confidence)
    {
        if (horizon is < 1 or > MaxHorizon)
        {
            throw new PermInvalidInputException(ErrorId.InvalidValue, $"The horizon is {Quantity.Of(horizon, "day")}; it must be 1 to {MaxHorizon}.", horizon);
        }

        if (confidence is not (>= 0.5 and <= 0.99))
        {
            throw new PermInvalidInputException(ErrorId.InvalidValue, string.Create(CultureInfo.InvariantCulture, $"The confidence is {confidence}; it must be 0.5 to 0.99."), confidence);
        }
    }

    /// <summary>The forecast of one tier.</summary>
    /// <param name="tier">The tier.</param>
    /// <param name="limit">Its seats, or null.</param>
    /// <param name="days">The seats in use at the end of each day; the last number is that of now.</param>
    /// <param name="now">The time of the last number.</param>
    /// <param name="horizon">How many days to look ahead.</param>
    /// <param name="confidence">The share of days that are to fall in the band.</param>
    public static SeatForecast Run(Tier tier, long? limit, IReadOnlyList<long> days, DateTimeOffset now, int horizon, double confidence)
    {
        SeatTrend? trend = SeatTrend.Of(days, out int used);
        DateTimeOffset today = SeatCalendar.Begin(SeatInterval.Day, now);
        SeatForecast forecast = new()
        {
            Tier = tier,
            PerWeek = trend is null ? null : Math.Round(trend.Slope * 7, 2),
            Basis = trend?.Basis ?? string.Create(CultureInfo.InvariantCulture, $"not enough history: {used} of {SeatTrend.MinDays} days"),
            Enough = trend is not null,
        };
        if (limit == 0 && days[^1] == 0)
        {
            // As everywhere: a tier that the contract leaves out is not full.
            return forecast with { Basis = "the contract has no such seats, and none is in use" };
        }

        if (limit is { } seats && days[^1] >= seats)
        {
            return forecast with { RunsOutOn = today, Earliest = today, Latest = today, Basis = "all seats are in use" };
        }

        if (trend is null)
        {
            return forecast;
        }

        if (limit is null)
        {
            return forecast with { Basis = $"no limit; {forecast.Basis}" };
        }

        (int? earliest, int? middle, int? latest) = trend.Reaches(limit.Value, horizon, confidence);
        return forecast with { RunsOutOn = On(middle), Earliest = On(earliest), Latest = On(latest) };

        DateTimeOffset? On(int? day) => day is { } after ? today.AddDays(after) : null;
    }
}
