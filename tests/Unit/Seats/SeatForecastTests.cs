namespace PermModule.Unit.Seats;

/// <summary>Forecasts of histories whose future is known.</summary>
public sealed class SeatForecastTests
{
    private const int Horizon = 182;

    private static readonly DateTimeOffset Now = new(2026, 6, 15, 9, 30, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset Today = new(2026, 6, 15, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Kinds => ["growth", "steps", "weekly", "noise", "flat", "shrinking", "limit changed"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Nine_of_ten_real_days_fall_in_a_band_of_ninety_percent(string kind)
    {
        const int count = 60;
        int inside = 0;
        for (int seed = 1; seed <= count; seed++)
        {
            Chance chance = new((ulong)((seed * 1000) + kind.Length + kind[0]));
            int known = 60 + chance.Below(122);
            long[] days = Generate(kind, chance, known + Horizon);
            long limit = days[known - 1] + 5 + chance.Below(kind == "limit changed" ? 300 : 115);
            SeatForecast forecast = SeatForecaster.Run(Tier.Heavy, limit, days[..known], Now, Horizon, 0.9);
            int real = Array.FindIndex(days, known - 1, day => day >= limit) is var place and >= 0 ? place - known + 1 : int.MaxValue;
            inside += Day(forecast.Earliest) <= real && real <= Day(forecast.Latest) ? 1 : 0;
            Assert.True(Day(forecast.Earliest) <= Day(forecast.RunsOutOn) && Day(forecast.RunsOutOn) <= Day(forecast.Latest));
        }

        Assert.True(inside >= count * 9 / 10, $"{inside} of {count} {kind}");
    }

    [Fact]
    public void A_band_tells_something()
    {
        Chance chance = new(7);
        long[] days = new long[150];
        days[0] = 100;
        for (int day = 1; day < days.Length; day++)
        {
            days[day] = days[day - 1] + chance.Poisson(1.5) - chance.Poisson(0.5);
        }

        SeatForecast forecast = SeatForecaster.Run(Tier.Heavy, days[^1] + 60, days, Now, 730, 0.9);
        SeatForecast narrow = SeatForecaster.Run(Tier.Heavy, days[^1] + 60, days, Now, 730, 0.5);
        Assert.InRange(Day(forecast.Latest), Day(forecast.RunsOutOn) + 1, Day(forecast.RunsOutOn) * 2);
        Assert.True(narrow.Earliest > forecast.Earliest && narrow.Latest < forecast.Latest);
    }

    [Fact]
    public void A_straight_line_runs_out_when_it_meets_the_limit()
    {
        long[] days = [.. Enumerable.Range(1, 50).Select(day => (long)day)];
        SeatForecast forecast = SeatForecaster.Run(Tier.Heavy, 60, days, Now, 30, 0.9);
        Assert.Equal((Today.AddDays(10), Today.AddDays(10), Today.AddDays(10), 7d, true), (forecast.RunsOutOn, forecast.Earliest, forecast.Latest, forecast.PerWeek, forecast.Enough));
        Assert.Null(SeatForecaster.Run(Tier.Heavy, 100, days, Now, 30, 0.9).RunsOutOn);
    }

    [Fact]
    public void A_tier_that_the_contract_leaves_out_does_not_run_out()
    {
        foreach (int days in (int[])[1, 60])
        {
            SeatForecast forecast = SeatForecaster.Run(Tier.Heavy, 0, new long[days], Now, 365, 0.9);
            Assert.Equal((null, null, null), (forecast.RunsOutOn, forecast.Earliest, forecast.Latest));
            Assert.Contains("none is in use", forecast.Basis, StringComparison.Ordinal);
            Assert.Equal(Today, SeatForecaster.Run(Tier.Heavy, 0, [.. new long[days], 1], Now, 365, 0.9).RunsOutOn);
        }
    }

    [Fact]
    public void A_weekly_pattern_is_told_and_does_not_bend_the_trend()
    {
        long[] days = [.. Enumerable.Range(0, 84).Select(day => 100L + day + (day % 7 >= 5 ? -40 : 0))];
        SeatForecast forecast = SeatForecaster.Run(Tier.Heavy, 1000, days, Now, 30, 0.9);
        Assert.Contains("weekly pattern", forecast.Basis, StringComparison.Ordinal);
        Assert.InRange(forecast.PerWeek!.Value, 6.5, 7.5);
    }

    [Fact]
    public void The_import_that_filled_the_store_is_no_growth()
    {
        long[] days = [0, 0, 0, .. Enumerable.Repeat(500L, 40)];
        SeatForecast forecast = SeatForecaster.Run(Tier.Heavy, 600, days, Now, 365, 0.9);
        Assert.Equal((null, null, null, 0d, true), (forecast.RunsOutOn, forecast.Earliest, forecast.Latest, forecast.PerWeek, forecast.Enough));
    }

    [Theory]
    [InlineData(27, false)]
    [InlineData(28, true)]
    public void Four_weeks_are_enough(int count, bool isEnough)
    {
        long[] days = [.. Enumerable.Range(1, count).Select(day => (long)day)];
        SeatForecast forecast = SeatForecaster.Run(Tier.Heavy, 100, days, Now, 365, 0.9);
        Assert.Equal((isEnough, isEnough), (forecast.Enough, forecast.RunsOutOn is not null));
        Assert.Equal(!isEnough, forecast.Basis.StartsWith("not enough history", StringComparison.Ordinal));
    }

    [Fact]
    public void A_tier_without_a_limit_never_runs_out_and_a_full_one_has()
    {
        long[] days = [.. Enumerable.Range(1, 50).Select(day => (long)day)];
        Assert.Null(SeatForecaster.Run(Tier.Heavy, limit: null, days, Now, 365, 0.9).RunsOutOn);
        Assert.Equal(Today, SeatForecaster.Run(Tier.Heavy, 50, days, Now, 365, 0.9).RunsOutOn);
    }

    [Theory]
    [InlineData(0, 0.9)]
    [InlineData(3651, 0.9)]
    [InlineData(30, 0.49)]
    [InlineData(30, 1)]
    [InlineData(30, double.NaN)]
    public void A_horizon_or_confidence_out_of_range_is_refused(int horizon, double confidence)
    {
        using TestStore test = new();
        Assert.Equal(ErrorId.InvalidValue, Assert.Throws<PermInvalidInputException>(() => test.Store.Seats.GetForecast(horizon: horizon, confidence: confidence)).ErrorId);
    }

    [Fact]
    public void A_store_is_forecast_from_its_own_history()
    {
        using TestStore test = new TestStore().WithProfiles();
        test.Store.Seats.SetContract(new SeatContract { Light = 60, Heavy = 5 });
        for (int day = 0; day < 40; day++)
        {
            test.AddUser($"u{day}");
            test.Clock.Advance(TimeSpan.FromDays(1));
        }

        IReadOnlyList<SeatForecast> forecasts = test.Store.Seats.GetForecast();
        Assert.Equal([Tier.Heavy, Tier.Regular, Tier.Light], forecasts.Select(forecast => forecast.Tier));
        Assert.Equal([null, null, 7d], forecasts.Select(forecast => forecast.PerWeek is 0 ? null : forecast.PerWeek));
        Assert.InRange((forecasts[2].RunsOutOn!.Value - test.Clock.GetUtcNow()).TotalDays, 18, 22);
        Assert.Null(forecasts[0].RunsOutOn);
    }

    private static int Day(DateTimeOffset? day) => day is { } on ? (int)(on - Today).TotalDays : int.MaxValue;

    private static long[] Generate(string kind, Chance chance, int count)
    {
        double level = 40 + chance.Below(160);
        double pace = 0.4 + (1.2 * chance.Next());
        long[] days = new long[count];
        for (int day = 0; day < count; day++)
        {
            int weekday = day % 7;
            level += kind switch
            {
                "steps" => chance.Next() < 1 / 15d ? chance.Poisson(9 * pace) : 0,
                "weekly" => (weekday < 5 ? chance.Poisson((1.1 * pace) + 0.6) - chance.Poisson(0.6) : 0) + (weekday == 0 ? chance.Poisson(1) : weekday == 4 ? -chance.Poisson(1) : 0),
                "noise" => 0.5 * pace,
                "flat" => (chance.Next() < 0.05 ? 1 : 0) - (chance.Next() < 0.05 ? 1 : 0),
                "shrinking" => chance.Poisson(0.7) - chance.Poisson(0.7 + (0.5 * pace)),
                _ => chance.Poisson((0.8 * pace) + 0.7) - chance.Poisson(0.7),
            };
            level = Math.Max(0, level);
            days[day] = (long)Math.Round(Math.Max(0, kind == "noise" ? level + (4 * (chance.Next() + chance.Next() + chance.Next() - 1.5) * 2) : level));
        }

        return days;
    }

    /// <summary>Numbers that are the same in every run and with every version of .NET.</summary>
    private sealed class Chance(ulong seed)
    {
        private ulong _state = seed;

        public double Next()
        {
            _state += 0x9E3779B97F4A7C15;
            ulong z = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return ((z ^ (z >> 31)) >> 11) / (double)(1UL << 53);
        }

        public int Below(int bound) => (int)(Next() * bound);

        public int Poisson(double mean)
        {
            double limit = Math.Exp(-mean);
            int count = 0;
            for (double product = Next(); product > limit; product *= Next())
            {
                count++;
            }

            return count;
        }
    }
}
