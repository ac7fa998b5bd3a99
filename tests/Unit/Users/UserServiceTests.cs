namespace PermModule.Unit.Users;

public class UserServiceTests : IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();

    private UserService Users => _test.Store.Users;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void A_batch_applies_the_good_users_and_reports_the_bad_ones_in_order()
    {
        IReadOnlyList<BatchItem<PermUser>> items = Users.Create(
        [
            new UserData { UserName = "zoe" },
            new UserData { UserName = "bad", Email = "no-address" },
            new UserData { UserName = "amy" },
            new UserData { UserName = "ZOE" },
        ]);
        Assert.Equal(["zoe", null, "amy", null], items.Select(item => item.Value?.UserName));
        Assert.Equal([null, "InvalidEmail", null, "UserAlreadyExists"], items.Select(item => item.Error?.ErrorId));
        Assert.Equal(["amy", "zoe"], Users.Find().Select(user => user.UserName).Order());
    }

    [Theory]
    [InlineData("\0")]
    [InlineData("<half>")]
    public void A_text_that_no_store_takes_refuses_its_user_alone(string shown)
    {
        string text = "ann" + shown.Replace("<half>", "\ud800", StringComparison.Ordinal);
        UserData[] bad = [new() { UserName = text }, new() { UserName = "eve", Email = text + "@example.com" }, new() { UserName = "kim", ExternalId = text }];
        IReadOnlyList<BatchItem<PermUser>> made = Users.Create([.. bad, new UserData { UserName = "bob" }]);
        Assert.All(made.Take(3), item => Assert.IsType<PermInvalidInputException>(item.Error));
        Assert.Equal("bob", made[3].Value?.UserName);
        _test.AddUser("zoe");
        IReadOnlyList<BatchItem<PermUser>> changed = Users.Update([.. bad.Select(data => new UserChange(UserReference.ByName("bob"), data)), new UserChange(UserReference.ByName("zoe"), new UserData { Department = "Art", Groups = [] })]);
        Assert.All(changed.Take(3), item => Assert.IsType<PermInvalidInputException>(item.Error));
        Assert.Equal("Art", changed[3].Value?.Department);
    }

    [Fact]
    public void Seats_go_to_the_first_in_the_list_even_when_a_name_turns_out_to_be_taken()
    {
        _test.AddUser("taken", "Admin");
        _test.Store.Seats.SetContract(new SeatContract { Heavy = 2 });
        IReadOnlyList<BatchItem<PermUser>> items = Users.Create(
        [
            new UserData { UserName = "taken", Profile = "Admin" },
            new UserData { UserName = "second", Profile = "Admin" },
            new UserData { UserName = "third", Profile = "Admin" },
        ]);
        Assert.Equal(["UserAlreadyExists", null, "SeatLimitExceeded"], items.Select(item => item.Error?.ErrorId));
        Assert.Equal(2, _test.Store.Seats.GetUsage()[0].Active);
    }

    [Fact]
    public void A_duplicate_of_a_row_that_the_store_refuses_gets_its_seat()
    {
        _test.AddUser("taken");
        _test.Store.Seats.SetContract(new SeatContract { Heavy = 1 });
        IReadOnlyList<BatchItem<PermUser>> items = Users.Create(
        [
            new UserData { UserName = "taken", Email = "one@example.com", Profile = "Admin" },
            new UserData { UserName = "free", Email = "one@example.com", Profile = "Admin" },
        ]);
        Assert.Equal(["UserAlreadyExists", null], items.Select(item => item.Error?.ErrorId));
        Assert.Equal("free", Assert.Single(Users.Find(new UserFilter { Profiles = ["Admin"] })).UserName);
    }

    [Fact]
    public void Nothing_after_the_first_refusal_is_applied_when_errors_stop()
    {
        _test.AddUser("taken");
        IReadOnlyList<BatchItem<PermUser>> items = Users.Create(
            [new UserData { UserName = "one" }, new UserData { UserName = "taken" }, new UserData { UserName = "three" }],
            new UserBatchOptions { StopOnError = true });
        Assert.Equal(["one", null, null], items.Select(item => item.Value?.UserName));
        Assert.Equal(["one", "taken"], Users.Find().Select(user => user.UserName).Order());
    }

    [Fact]
    public void A_reactivation_is_refused_until_the_delay_is_over_to_the_millisecond()
    {
        TimeSpan delay = TimeSpan.FromDays(30);
        _test.Store.Seats.SetContract(new SeatContract { ReactivationDelayDays = delay.Days });
        _test.AddUser("ann");
        Users.Update(UserReference.ByName("ann"), new UserData { IsActive = false });
        UserData active = new() { IsActive = true };
        _test.Clock.Advance(delay - TimeSpan.FromMilliseconds(1));
        Assert.Equal("ReactivationTooEarly", Assert.Throws<PermConflictException>(() => Users.Update(UserReference.ByName("ann"), active)).ErrorId);
        _test.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(Users.Update(UserReference.ByName("ann"), active).IsActive);
    }

    [Fact]
    public void A_change_of_a_field_that_somebody_else_changed_since_it_was_read_is_refused()
    {
        PermUser read = _test.AddUser("ann");
        Users.Update(UserReference.To(read), new UserData { Department = "Sales" });
        PermConflictException error = Assert.Throws<PermConflictException>(() => Users.Update(UserReference.To(read), new UserData { Department = "Legal" }));
        Assert.Equal("ConcurrentChange", error.ErrorId);
        Assert.Equal("Sales", Users.Get("ann").Department);
        Users.Update(UserReference.To(read), new UserData { Location = "Oslo" });
    }

    [Fact]
    public void Each_user_who_is_moved_because_a_profile_is_removed_has_an_event()
    {
        _test.AddUser("ann", "Editor");
        _test.AddUser("bob", "Editor");
        _test.AddUser("carl", "Viewer");
        long version = _test.Store.Session.Version();
        _test.Store.Profiles.Remove("Editor", moveUsersTo: "Viewer");
        IEnumerable<PermAuditEvent> events = _test.Store.Trail.FindEvents().Where(happened => happened.Id > version);
        Assert.Equal(
            [
                ("UserChanged", "ann", """{"ProfileName":"Editor"}""", """{"ProfileName":"Viewer"}"""),
                ("UserChanged", "bob", """{"ProfileName":"Editor"}""", """{"ProfileName":"Viewer"}"""),
            ],
            events.SkipLast(1).Select(happened => (happened.Action, happened.Target, happened.Before, happened.After)));
        Assert.Equal(("ProfileRemoved", "Editor"), (events.Last().Action, events.Last().Target));
    }

    [Fact]
    public void An_external_id_stands_for_one_person()
    {
        Users.Create(new UserData { UserName = "ann", ExternalId = "{0a1B-2c}" });
        IReadOnlyList<BatchItem<PermUser>> made = Users.Create(
        [
            new UserData { UserName = "bob", ExternalId = "0A1B-2C" },
            new UserData { UserName = "cid", ExternalId = "x1" },
            new UserData { UserName = "dan", ExternalId = "X1" },
            new UserData { UserName = "ANN", ExternalId = "0a1b-2c" },
            new UserData { UserName = "eve", ExternalId = "0a1b2c" },
        ]);
        Assert.Equal(["UserAlreadyExists", null, "UserAlreadyExists", "UserAlreadyExists", null], made.Select(item => item.Error?.ErrorId));
        Assert.Contains("'ann'", made[0].Error!.Message, StringComparison.Ordinal);
        BatchItem<PermUser> changed = Users.Update([new UserChange(UserReference.ByName("eve"), new UserData { ExternalId = "x1" })])[0];
        Assert.Equal("UserAlreadyExists", changed.Error?.ErrorId);
        Assert.Contains("'cid'", changed.Error!.Message, StringComparison.Ordinal);
        Assert.Equal("0a1b2c", Users.Get("eve").ExternalId);
        Users.Update(UserReference.ByName("ann"), new UserData { ExternalId = "0A1B-2C", Department = "Press" });
        Users.Update(UserReference.ByName("cid"), new UserData { ExternalId = "" });
        Assert.Equal("x1", Users.Update(UserReference.ByName("eve"), new UserData { ExternalId = "x1" }).ExternalId);
    }

    [Fact]
    public void Users_who_change_places_do_so_in_one_batch()
    {
        _test.AddUser("ann", "Admin");
        _test.AddUser("bob", "Editor");
        _test.AddUser("cid");
        Users.Update(UserReference.ByName("ann"), new UserData { ExternalId = "1" });
        Users.Update(UserReference.ByName("bob"), new UserData { ExternalId = "2" });
        _test.Store.Seats.SetContract(new SeatContract { Heavy = 1, Regular = 1, Light = 1 });
        UserChange[] round =
        [
            Change("ann", new UserData { Profile = "Editor", Email = "bob@example.com", ExternalId = "2", UserName = "bob" }),
            Change("bob", new UserData { Profile = "Viewer", Email = "cid@example.com", ExternalId = "3", UserName = "cid" }),
            Change("cid", new UserData { Profile = "Admin", Email = "ann@example.com", ExternalId = "1", UserName = "ann" }),
        ];
        Assert.All(Users.Update(round), item => Assert.Null(item.Error));
        Assert.Equal(
            ["ann Admin ann@example.com 1", "bob Editor bob@example.com 2", "cid Viewer cid@example.com 3"],
            Users.Find(new UserFilter { UserNames = ["*"] }).OrderBy(user => user.UserName).Select(user => $"{user.UserName} {user.ProfileName} {user.Email} {user.ExternalId}"));
        Assert.All(_test.Store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    [Fact]
    public void Who_is_refused_keeps_name_and_seat_and_so_does_whoever_wanted_them()
    {
        _test.AddUser("ann", "Admin");
        _test.AddUser("bob");
        _test.AddUser("cid");
        _test.Store.Seats.SetContract(new SeatContract { Heavy = 1 });
        IReadOnlyList<BatchItem<PermUser>> items = Users.Update(
        [
            Change("bob", new UserData { UserName = "ann", Profile = "Admin" }),
            Change("ann", new UserData { UserName = "cid", Profile = "Viewer" }),
        ]);
        Assert.Equal(["UserAlreadyExists", "UserAlreadyExists"], items.Select(item => item.Error?.ErrorId));
        Assert.Equal(["ann Admin", "bob Viewer", "cid Viewer"], Users.Find().Select(user => $"{user.UserName} {user.ProfileName}"));
    }

    [Fact]
    public void The_last_change_of_a_user_counts_though_an_earlier_one_could_be_made_by_then()
    {
        _test.AddUser("ann", "Admin");
        _test.AddUser("bob");
        _test.Store.Seats.SetContract(new SeatContract { Heavy = 1 });
        IReadOnlyList<BatchItem<PermUser>> items = Users.Update(
        [
            Change("bob", new UserData { Profile = "Admin" }),
            Change("bob", new UserData { Profile = "Editor" }),
            Change("ann", new UserData { Profile = "Viewer" }),
        ]);
        Assert.Equal(["SeatLimitExceeded", null, null], items.Select(item => item.Error?.ErrorId));
        Assert.Equal("Editor", Users.Get("bob").ProfileName);
    }

    private static UserChange Change(string user, UserData data) => new(UserReference.ByName(user), data);

    [Fact]
    public void Names_are_compared_without_case_in_every_script()
    {
        _test.AddUser("straße-ÄÖ");
        Assert.Equal("straße-ÄÖ", Users.Get("STRAßE-äö").UserName);
        Assert.Equal("straße-ÄÖ", Assert.Single(Users.Find(new UserFilter { UserNames = ["STRA*"] })).UserName);
    }

    [Fact]
    public void Every_check_of_the_store_passes_after_changes()
    {
        _test.AddUser("ann", "Admin");
        _test.AddUser("bob");
        Users.Update(UserReference.ByName("bob"), new UserData { Profile = "Editor", IsActive = false });
        Users.Remove([UserReference.ByName("ann")]);
        _test.Store.Profiles.Remove("Editor", moveUsersTo: "Viewer");
        Assert.All(_test.Store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    [Theory]
    [InlineData("everybody")]
    [InlineData("names")]
    [InlineData("profile")]
    [InlineData("group")]
    [InlineData("role")]
    public void Who_is_made_while_users_are_read_is_left_out(string way)
    {
        const int count = Batching.Page + 100;
        using TestStore test = new TestStore().WithProfiles();
        PermStore store = test.Store;
        store.Groups.Create("Team");
        UserData Person(string name) => new() { UserName = name, Profile = "Viewer", Groups = ["Team"] };
        store.Users.Create([.. Enumerable.Range(0, count).Select(i => Person($"a{i}"))]);
        IEnumerable<object> read = way switch
        {
            "everybody" => store.Users.Find(),
            "names" => store.Users.Find(new UserFilter { UserNames = ["a*", "b*"] }),
            "profile" => store.Users.Find(new UserFilter { Profiles = ["Viewer"] }),
            "group" => store.Groups.Members("Team"),
            _ => store.Roles.Members(PermRole.EndUser),
        };
        int met = 0;
        foreach (object _ in read.Take(2 * count))
        {
            store.Users.Create(Person($"b{met++}"));
        }

        Assert.Equal(count, met);
    }

    [Fact]
    public void A_refused_user_claims_no_name_address_or_id_of_later_ones()
    {
        _test.Store.Seats.SetContract(new SeatContract { Heavy = 0 });
        IReadOnlyList<BatchItem<PermUser>> items = Users.Create(
        [
            new UserData { UserName = "first", Email = "first@example.com", ExternalId = "1" },
            new UserData { UserName = "n1", Email = "n1@example.com", ExternalId = "2", Profile = "Admin" },
            new UserData { UserName = "n1", Email = "n1@example.com", ExternalId = "2" },
            new UserData { UserName = "n2", Email = "first@example.com" },
            new UserData { UserName = "n2", Email = "n3@example.com", ExternalId = "1" },
            new UserData { UserName = "n2", Email = "n3@example.com" },
        ]);
        Assert.Equal([null, "SeatLimitExceeded", null, "UserAlreadyExists", "UserAlreadyExists", null], items.Select(item => item.Error?.ErrorId));
        Assert.Equal(["first", "n1", "n2"], Users.Find().Select(user => user.UserName).Order());
    }
}
