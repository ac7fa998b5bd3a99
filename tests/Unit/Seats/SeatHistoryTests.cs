using FsCheck;
using FsCheck.Fluent;

namespace PermModule.Unit.Seats;

/// <summary>The history of the seats against a plain model that notes everything after each change.</summary>
public class SeatHistoryTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Tier[] Tiers = [Tier.Heavy, Tier.Regular, Tier.Light];

    [Fact]
    public void Every_hour_is_what_the_model_noted()
    {
        Gen<Step[]> steps = (from kind in Gen.Choose(0, 11)
                             from a in Gen.Choose(0, 5)
                             from b in Gen.Choose(0, 5)
                             from minutes in Gen.Elements(0, 0, 1, 7, 30, 59, 60, 61, 180, 1440)
                             select new Step(kind, a, b, minutes)).ArrayOf(50);
        Prop.ForAll(Arb.From(steps), Play).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    [Fact]
    public void Weeks_begin_on_Monday_and_months_on_the_first()
    {
        using TestStore test = new TestStore().WithProfiles();
        test.AddUser("ann");
        test.Clock.Advance(TimeSpan.FromDays(60));
        Assert.Equal(
            [new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero), new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), test.Clock.GetUtcNow()],
            History(test, SeatInterval.Month).Select(point => point.At));
        Assert.All(History(test, SeatInterval.Week).SkipLast(1), point => Assert.Equal(DayOfWeek.Monday, point.At.DayOfWeek));
        Assert.Equal(9, History(test, SeatInterval.Week).Count(point => point.At.TimeOfDay == TimeSpan.Zero));
        Assert.Equal((0, 1), (History(test, SeatInterval.Month)[0].Lowest, History(test, SeatInterval.Month)[1].Lowest));
    }

    [Fact]
    public void A_range_holds_its_beginning_but_not_its_end()
    {
        using TestStore test = new TestStore().WithProfiles();
        test.Clock.Advance(TimeSpan.FromDays(10));
        SeatHistoryFilter filter = new() { Tiers = [Tier.Light], After = new(2026, 1, 3, 0, 0, 0, TimeSpan.Zero), Before = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero) };
        Assert.Equal([3, 4], test.Store.Seats.GetHistory(filter).Select(point => point.At.Day));
        Assert.Empty(test.Store.Seats.GetHistory(new SeatHistoryFilter { After = test.Clock.GetUtcNow().AddDays(1) }));
        Assert.Empty(test.Store.Seats.GetHistory(new SeatHistoryFilter { Before = Start.AddDays(-1) }));
    }

    [Fact]
    public void Only_the_outcome_of_a_change_counts_for_the_extremes()
    {
        using TestStore test = new TestStore().WithProfiles();
        test.AddUser("ann");
        test.Clock.Advance(TimeSpan.FromHours(2));
        using (PermTransaction transaction = test.Store.BeginTransaction())
        {
            test.AddUser("bob");
            test.Store.Users.Remove([UserReference.ByName("ann")]);
            transaction.Commit();
        }

        SeatHistoryPoint point = History(test, SeatInterval.Hour)[^1];
        Assert.Equal((1, 1, 1), (point.Active, point.Highest, point.Lowest));
    }

    [Fact]
    public void Limits_and_status_are_those_of_the_time()
    {
        using TestStore test = new TestStore().WithProfiles();
        test.AddUser("ann");
        test.Store.Seats.SetContract(new SeatContract { Light = 1 });
        test.Clock.Advance(TimeSpan.FromDays(1));
        test.Store.Seats.SetContract(new SeatContract { Light = 10 });
        SeatHistoryPoint[] points = History(test, SeatInterval.Day);
        Assert.Equal([(1L, SeatStatus.Full), (10L, SeatStatus.Ok)], points.Select(point => (point.Limit!.Value, point.Status)));
    }

    [Fact]
    public void A_profile_has_the_tier_of_the_time_and_no_limit()
    {
        using TestStore test = new TestStore().WithProfiles();
        test.AddUser("ann", "Viewer");
        test.Clock.Advance(TimeSpan.FromDays(1));
        test.Store.Profiles.Grant("Viewer", ["asset-bank.asset.manage-brands"]);
        test.Clock.Advance(TimeSpan.FromDays(1));
        SeatHistoryPoint[] points = [.. test.Store.Seats.GetHistory(new SeatHistoryFilter { Profiles = ["View*"] })];
        Assert.Equal([Tier.Light, Tier.Heavy, Tier.Heavy], points.Select(point => point.Tier));
        Assert.All(points, point => Assert.Equal(("Viewer", 1L, null), (point.ProfileName, point.Active, point.Limit)));
        Assert.Equal(2, test.Store.Seats.GetHistory(new SeatHistoryFilter { Profiles = ["Viewer"], Tiers = [Tier.Heavy] }).Count());
        Assert.Throws<PermNotFoundException>(() => test.Store.Seats.GetHistory(new SeatHistoryFilter { Profiles = ["Vewer"] }));
    }

    [Fact]
    public void A_preview_leaves_no_trace()
    {
        using TestStore test = new TestStore().WithProfiles();
        test.Store.Preview(() => test.AddUser("ann"));
        Assert.Equal(0, History(test, SeatInterval.Hour)[^1].Highest);
    }

    [Theory]
    [InlineData("UPDATE seat_hours SET light = light + 1")]
    [InlineData("UPDATE seat_hours SET light_highest = 7")]
    [InlineData("DELETE FROM seat_hours")]
    [InlineData("UPDATE seat_hours SET heavy_limit = 99")]
    [InlineData("UPDATE seat_profile_hours SET active = active + 1 WHERE active = 1")]
    [InlineData("INSERT INTO seat_hours SELECT hour + 3600000, at, 1, NULL, NULL, NULL, 0, NULL, NULL, NULL, 0, NULL, NULL, NULL, 90 FROM seat_hours LIMIT 1")]
    public void The_recount_finds_a_history_that_was_changed(string sql)
    {
        using TestStore test = new TestStore().WithProfiles();
        test.AddUser("ann");
        test.Store.Seats.SetContract(new SeatContract { Light = 9 });
        Assert.All(test.Store.Check(), check => Assert.True(check.IsPassed, check.Message));
        Assert.NotEqual(0, test.Tamper(sql));
        Assert.Equal(["SeatCounts"], test.Store.Check().Where(check => !check.IsPassed).Select(check => check.Name));
    }

    [Fact]
    public void A_store_of_the_first_version_gets_its_history_from_its_trail()
    {
        string folder = Directory.CreateTempSubdirectory("perm-").FullName;
        try
        {
            string path = Path.Combine(folder, "perm.db");
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Data", "store-0.1.0.db"), path);
            using PermStore store = PermStore.Open(path);
            SeatHistoryPoint[] history = [.. store.Seats.GetHistory(new SeatHistoryFilter { Interval = SeatInterval.Month })];
            Assert.Equal(store.Seats.GetUsage().Select(row => (row.Tier, row.Active, row.Limit)), history[^3..].Select(point => (point.Tier, point.Active, point.Limit)));
            StoreCheck check = store.Check().Single(found => found.Name == "SeatCounts");
            Assert.True(check.IsPassed, check.Message);
            Assert.DoesNotContain("history", check.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(new long[] { }, "")]
    [InlineData(new long[] { 5, 5 }, "▁▁")]
    [InlineData(new long[] { 0, 1, 2, 3, 4, 5, 6, 7 }, "▁▂▃▄▅▆▇█")]
    [InlineData(new[] { long.MinValue, 0, long.MaxValue }, "▁▅█")]
    public void A_sparkline_goes_from_the_lowest_to_the_highest(long[] numbers, string expected) => Assert.Equal(expected, Sparkline.Of(numbers));

    private static SeatHistoryPoint[] History(TestStore test, SeatInterval interval) =>
        [.. test.Store.Seats.GetHistory(new SeatHistoryFilter { Interval = interval, Tiers = [Tier.Light] })];

    private static void Play(Step[] steps)
    {
        using TestStore test = new TestStore().WithProfiles();
        List<Note> notes = [];
        foreach (Step step in steps)
        {
            test.Clock.Advance(TimeSpan.FromMinutes(step.Minutes));
            try
            {
                step.Run(test.Store);
            }
            catch (PermException)
            {
                // Refused changes leave no trace; the notes below say what is there.
            }

            notes.Add(new Note(
                test.Clock.GetUtcNow(),
                test.Store.Seats.GetUsage().ToDictionary(row => row.Tier, row => (row.Active, row.Limit, row.Status)),
                test.Store.Seats.GetUsageByProfile().ToDictionary(row => row.ProfileName!, row => (row.Tier, row.Active))));
        }

        SeatHistoryPoint[] history = [.. test.Store.Seats.GetHistory(new SeatHistoryFilter { Interval = SeatInterval.Hour })];
        Assert.Equal((int)(test.Clock.GetUtcNow() - Start).TotalHours + (test.Clock.GetUtcNow().Minute == 0 ? 1 : 2), history.Length / Tiers.Length);
        DateTimeOffset from = DateTimeOffset.MinValue;
        foreach (SeatHistoryPoint[] points in history.Chunk(Tiers.Length))
        {
            foreach (SeatHistoryPoint point in points)
            {
                Note? now = notes.LastOrDefault(note => note.At <= point.At);
                (long active, long? limit, SeatStatus status) = now?.Tiers[point.Tier] ?? (0, null, SeatStatus.Ok);
                Assert.Equal((active, limit, status), (point.Active, point.Limit, point.Status));
                long[] between =
                [
                    notes.LastOrDefault(note => note.At <= from)?.Tiers[point.Tier].Active ?? 0,
                    .. notes.GroupBy(note => note.At).Where(group => group.Key > from && group.Key <= point.At).Select(group => group.Last().Tiers[point.Tier].Active),
                ];
                Assert.Equal((between.Max(), between.Min()), (point.Highest, point.Lowest));
            }

            from = points[0].At;
        }

        foreach (SeatHistoryPoint point in test.Store.Seats.GetHistory(new SeatHistoryFilter { Interval = SeatInterval.Hour, Profiles = ["*"] }))
        {
            Note? now = notes.LastOrDefault(note => note.At <= point.At);
            if (now is not null && now.Profiles.TryGetValue(point.ProfileName!, out (Tier Tier, long Active) then))
            {
                Assert.Equal(then, (point.Tier, point.Active));
            }
        }

        Assert.All(test.Store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    private sealed record Note(DateTimeOffset At, Dictionary<Tier, (long Active, long? Limit, SeatStatus Status)> Tiers, Dictionary<string, (Tier Tier, long Active)> Profiles);

    private sealed record Step(int Kind, int A, int B, int Minutes)
    {
        private static readonly string[] Names = ["Admin", "Editor", "Viewer"];

        public void Run(PermStore store)
        {
            UserReference user = UserReference.ByName($"u{A}");
            string profile = Names[B % Names.Length];
            switch (Kind)
            {
                case 0 or 1 or 2:
                    store.Users.Create(new UserData { UserName = $"u{A}", Profile = profile, IsActive = B > 0 });
                    break;
                case 3:
                    store.Users.Update(user, new UserData { IsActive = B > 2 });
                    break;
                case 4:
                    store.Users.Update(user, new UserData { Profile = profile, IsActive = B > 1 });
                    break;
                case 5:
                    store.Users.Update(user, new UserData { UserName = $"u{B}" });
                    break;
                case 6:
                    store.Users.Remove([user]);
                    break;
                case 7:
                    store.Rights.SetTier("asset-bank.asset.manage-brands", B > 2 ? Tier.Light : null);
                    break;
                case 8:
                    store.Profiles.Grant(profile, ["asset-bank.asset-management.upload-assets"]);
                    break;
                case 9:
                    store.Profiles.Revoke(profile, ["asset-bank.asset-management.upload-assets"]);
                    break;
                case 10:
                    store.Seats.SetContract(new SeatContract { Heavy = A + 2, Regular = B == 0 ? null : B + 1, WarningPercent = 50 + A, Enforcement = SeatEnforcement.Warn });
                    break;
                default:
                    store.Profiles.Remove(profile, Names[A % Names.Length]);
                    store.Profiles.Create(profile, rights: ["asset-bank.collections.create-collections"]);
                    break;
            }
        }
    }
}
