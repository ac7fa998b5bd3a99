namespace PermModule.Unit.Seats;

/// <summary>The last seat of a tier, for every operation that can take one.</summary>
public class SeatLimitTests : IDisposable
{
    private const string Brands = "asset-bank.asset.manage-brands";
    private const string Collections = "asset-bank.collections.create-collections";

    private readonly TestStore _test = new TestStore().WithProfiles();

    /// <summary>Operations that bring the use of Heavy seats from 1 to 3, or for single users to 2.</summary>
    public static TheoryData<string, int> Operations => new()
    {
        { "create", 1 },
        { "activate", 1 },
        { "activate by change", 1 },
        { "move", 1 },
        { "move and activate", 1 },
        { "grant", 2 },
        { "grant by wildcard", 2 },
        { "retier", 2 },
        { "remove profile", 2 },
        { "import", 2 },
    };

    public void Dispose() => _test.Dispose();

    [Theory]
    [MemberData(nameof(Operations))]
    public void The_last_seat_is_given_and_one_more_is_refused_whole_with_the_numbers(string operation, int needed)
    {
        Prepare();
        SetHeavy(needed);
        (string users, string profiles) = State();
        long version = _test.Store.Session.Version();
        SeatLimitException error = Assert.Throws<SeatLimitException>(() => Run(operation));
        Assert.Equal((Tier.Heavy, (long)needed, needed - 1L, (long)needed), (error.Tier, error.Needed, error.Free, error.Limit));
        Assert.Contains($"Heavy seats needed {needed}, free {needed - 1}, limit {needed}", error.Message, StringComparison.Ordinal);
        Assert.Equal((users, profiles), State());
        Assert.Equal(version, _test.Store.Session.Version());

        SetHeavy(needed + 1);
        Run(operation);
        Assert.Equal((needed + 1, SeatStatus.Full), (_test.Store.Seats.GetUsage()[0].Active, _test.Store.Seats.GetUsage()[0].Status));
        Assert.All(_test.Store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void A_contract_that_warns_lets_it_pass_and_says_so(string operation, int needed)
    {
        Prepare();
        _test.Store.Seats.SetContract(new SeatContract { Heavy = needed, Enforcement = SeatEnforcement.Warn });
        _test.Store.TakeWarnings();
        Run(operation);
        Assert.Equal(SeatStatus.Over, _test.Store.Seats.GetUsage()[0].Status);
        Assert.Equal([new PermWarning(WarningId.SeatsExceeded, $"Heavy seats are over the contract: {needed + 1} in use, limit {needed}.", Tier.Heavy)], _test.Store.TakeWarnings());
    }

    [Theory]
    [InlineData(99_999, 100_000, 99.9)]
    [InlineData(100_000, 100_000, 100)]
    [InlineData(100_001, 100_000, 100.1)]
    [InlineData(1, 100_000, 0.1)]
    [InlineData(0, 100_000, 0)]
    [InlineData(2, 3, 66.7)]
    [InlineData(1, 0, 100)]
    [InlineData(long.MaxValue, long.MaxValue, 100)]
    public void A_share_is_100_percent_only_where_the_limit_is_reached(long active, long limit, double percent) =>
        Assert.Equal(percent, new SeatUsage { Tier = Tier.Heavy, Active = active, Inactive = 0, Limit = limit }.UsedPercent);

    [Fact]
    public void The_largest_limit_is_far_from_used_up()
    {
        _test.Store.Seats.SetContract(new SeatContract { Heavy = long.MaxValue, Regular = long.MaxValue, Light = long.MaxValue });
        _test.AddUser("ann");
        Assert.Empty(_test.Store.TakeWarnings());
        Assert.All(_test.Store.Seats.GetUsage(), usage => Assert.Equal(SeatStatus.Ok, usage.Status));
    }

    [Fact]
    public void A_limit_can_be_lowered_to_what_is_used_and_no_further()
    {
        Prepare();
        SetHeavy(5);
        SetHeavy(1);
        SeatLimitException error = Assert.Throws<SeatLimitException>(() => SetHeavy(0));
        Assert.Equal((Tier.Heavy, 1L, 0L, 0L), (error.Tier, error.Needed, error.Free, error.Limit));
        Assert.Equal(1, _test.Store.Seats.Contract.Heavy);
    }

    [Fact]
    public void What_lowers_or_keeps_the_need_passes_even_when_the_tier_is_over()
    {
        Prepare();
        _test.AddUser("two", "Admin");
        _test.Store.Seats.SetContract(new SeatContract { Heavy = 0, Enforcement = SeatEnforcement.Warn });
        _test.Store.Seats.SetContract(new SeatContract { Heavy = 0 });
        _test.Store.Profiles.Create("Chief", copyFrom: "Admin");
        Update("heavy", new UserData { Profile = "Chief", Department = "Sales" });
        _test.Store.Profiles.Grant("Admin", ["asset-bank.asset.xml-import"]);
        _test.Store.Rights.SetTier(Brands, Tier.Heavy);
        _test.Store.Profiles.Remove("Chief", "Admin");
        _test.Store.Seats.SetContract(new SeatContract { Heavy = 1 });
        Update("two", new UserData { IsActive = false });
        _test.Store.Profiles.Revoke("Admin", ["asset-bank.asset.xml-import", Brands]);
        Assert.Equal(0, _test.Store.Seats.GetUsage()[0].Active);
        Assert.Equal("SeatLimitExceeded", Assert.Throws<SeatLimitException>(() =>
        {
            Update("two", new UserData { IsActive = true });
            _test.Store.Profiles.Grant("Admin", [Brands]);
        }).ErrorId);
    }

    [Fact]
    public void A_freed_seat_can_be_taken_at_once()
    {
        Prepare();
        SetHeavy(1);
        Assert.Throws<SeatLimitException>(() => _test.AddUser("next", "Admin"));
        Update("heavy", new UserData { IsActive = false });
        _test.AddUser("next", "Admin");
        Assert.Throws<SeatLimitException>(() => Update("heavy", new UserData { IsActive = true }));
        _test.Store.Users.Remove([UserReference.ByName("next")]);
        Update("heavy", new UserData { IsActive = true });
    }

    [Fact]
    public void A_limit_of_none_is_unlimited_and_a_limit_of_zero_is_none_at_all()
    {
        SetHeavy(0);
        Assert.Throws<SeatLimitException>(() => _test.AddUser("ann", "Admin"));
        Assert.Equal(SeatStatus.Ok, _test.Store.Seats.GetUsage()[0].Status);
        _test.Store.Seats.ChangeContract(contract => contract with { Heavy = null });
        _test.AddUser("ann", "Admin");
        Assert.Null(_test.Store.Seats.GetUsage()[0].Available);
    }

    [Theory]
    [InlineData(-1, 90, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(1, 101, 0)]
    [InlineData(1, 90, -1)]
    public void A_contract_without_sense_is_refused(int heavy, int warning, int delay) =>
        Assert.Equal("InvalidValue", Assert.Throws<PermInvalidInputException>(() =>
            _test.Store.Seats.SetContract(new SeatContract { Heavy = heavy, WarningPercent = warning, ReactivationDelayDays = delay })).ErrorId);

    [Theory]
    [InlineData(8, SeatStatus.Ok)]
    [InlineData(9, SeatStatus.Warning)]
    [InlineData(10, SeatStatus.Full)]
    public void A_tier_warns_from_its_percentage_on(int users, SeatStatus status)
    {
        _test.Store.Seats.SetContract(new SeatContract { Light = 10, WarningPercent = 90 });
        for (int i = 0; i < users; i++)
        {
            _test.Store.TakeWarnings();
            _test.AddUser($"user{i}");
        }

        Assert.Equal(status, _test.Store.Seats.GetUsage()[2].Status);
        Assert.Equal(status == SeatStatus.Warning ? 1 : 0, _test.Store.TakeWarnings().Count);
    }

    [Fact]
    public void A_tier_that_is_full_is_not_called_nearly_used_up()
    {
        _test.Store.Seats.SetContract(new SeatContract { Light = 2, WarningPercent = 100 });
        _test.AddUser("first");
        Assert.Empty(_test.Store.TakeWarnings());
        _test.AddUser("second");
        Assert.Equal(["All Light seats are in use: 2 of 2."], _test.Store.TakeWarnings().Select(warning => warning.Message));
    }

    [Fact]
    public void A_measure_says_what_would_happen_and_changes_nothing()
    {
        Prepare();
        SetHeavy(2);
        (string users, string profiles) = State();
        SeatService seats = _test.Store.Seats;
        SeatImpact impact = seats.MeasureRights("Viewer", [Brands], []);
        Assert.Equal((Tier.Light, Tier.Heavy, 2L, 1L, 3L, false), (impact.TierBefore, impact.TierAfter, impact.UsersMoved, impact.HeavyBefore, impact.HeavyAfter, impact.Fits));
        Assert.True(seats.MeasureMove(UserReference.ByName("light0"), "Admin").Fits);
        Assert.False(seats.MeasureTier(Collections, Tier.Heavy).Fits);
        Assert.Equal((users, profiles), State());
        SetHeavy(3);
        Assert.True(seats.MeasureTier(Collections, Tier.Heavy).Fits);
        _test.Store.Rights.SetTier(Collections, Tier.Heavy);
        Assert.Equal(impact.HeavyAfter, seats.GetUsage()[0].Active);
    }

    /// <summary>One Heavy user and two Light ones who are active, and an inactive one of each.</summary>
    private void Prepare()
    {
        _test.AddUser("heavy", "Admin");
        _test.AddUser("light0");
        _test.AddUser("light1");
        _test.AddUser("idle", "Admin");
        Update("idle", new UserData { IsActive = false });
        _test.AddUser("asleep");
        Update("asleep", new UserData { IsActive = false });
    }

    private void Run(string operation)
    {
        switch (operation)
        {
            case "create":
                _test.AddUser("new", "Admin");
                break;
            case "activate" or "activate by change":
                Update("idle", new UserData { IsActive = true, Department = operation == "activate" ? null : "Sales" });
                break;
            case "move":
                Update("light0", new UserData { Profile = "Admin" });
                break;
            case "move and activate":
                Update("asleep", new UserData { Profile = "Admin", IsActive = true });
                break;
            case "grant":
                _test.Store.Profiles.Grant("Viewer", [Brands]);
                break;
            case "grant by wildcard":
                _test.Store.Profiles.Grant("Viewer", ["asset-bank.asset.*"]);
                break;
            case "retier":
                _test.Store.Rights.SetTier(Collections, Tier.Heavy);
                break;
            case "remove profile":
                _test.Store.Profiles.Remove("Viewer", "Admin");
                break;
            default:
                string path = _test.File("document.json");
                File.WriteAllText(path, $$"""{ "schemaVersion": 1, "profiles": [ { "name": "Viewer", "isDefault": true, "rights": ["{{Brands}}"] } ] }""");
                _test.Store.Transfer.ImportProfiles(path);
                break;
        }
    }

    private void Update(string user, UserData change) => _test.Store.Users.Update(UserReference.ByName(user), change);

    private void SetHeavy(int limit) => _test.Store.Seats.ChangeContract(contract => contract with { Heavy = limit });

    private (string Users, string Profiles) State() => (
        string.Join(";", _test.Store.Users.Find().Select(user => $"{user.UserName} {user.ProfileName} {user.IsActive}")),
        string.Join(";", _test.Store.Profiles.Find().Select(profile => $"{profile.Name} {profile.Tier} {profile.ActiveUsers} {profile.InactiveUsers} {string.Join(",", profile.Rights)}")));
}
