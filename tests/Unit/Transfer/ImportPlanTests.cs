using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace PermModule.Unit.Transfer;

/// <summary>A file is planned as a whole: what one of its rows gives up is there for the others, and a second run changes nothing.</summary>
public class ImportPlanTests : IDisposable
{
    private static readonly UserImportOptions Upsert = new() { Mode = ImportMode.Upsert };

    private readonly TestStore _test = new TestStore().WithProfiles();

    private PermStore Store => _test.Store;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Two_people_change_places_where_no_seat_is_free()
    {
        _test.AddUser("ann", "Admin");
        _test.AddUser("bob", "Viewer");
        Store.Seats.SetContract(new SeatContract { Heavy = 1, Light = 1 });
        Assert.Equal((2L, 0L), Changed(Import("UserName,Profile\nann,Viewer\nbob,Admin\n", Upsert)));
        Assert.Equal("Admin", Store.Users.Get("bob").ProfileName);
        Assert.All(Store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    [Fact]
    public void Three_people_change_places_around_a_circle_even_where_the_tiers_are_over_their_limits()
    {
        _test.AddUser("ann", "Admin");
        _test.AddUser("bob", "Editor");
        _test.AddUser("carl", "Viewer");
        SeatContract contract = new() { Heavy = 1, Regular = 1, Light = 1, Enforcement = SeatEnforcement.Warn };
        Store.Seats.SetContract(contract);
        _test.AddUser("dora");
        Store.Seats.SetContract(contract with { Enforcement = SeatEnforcement.Block });
        Assert.Equal((3L, 0L), Changed(Import("UserName,Profile\nann,Editor\nbob,Viewer\ncarl,Admin\n", Upsert)));
    }

    [Theory]
    [InlineData("new,Admin,\nann,Viewer,\n")]
    [InlineData("new,Admin,\nann,,No\n")]
    [InlineData("ann,Editor,\nnew,Admin,\n")]
    public void A_seat_that_is_freed_further_down_the_file_is_there(string rows)
    {
        _test.AddUser("ann", "Admin");
        Store.Seats.SetContract(new SeatContract { Heavy = 1 });
        PermImportResult result = Import("UserName,Profile,Active\n" + rows, Upsert);
        Assert.Equal((1L, 1L, 0L), (result.Created, result.Updated, result.Rejected));
    }

    [Fact]
    public void A_seat_that_is_freed_goes_to_the_first_who_waits_for_it_also_across_batches()
    {
        _test.AddUser("ann", "Admin");
        Store.Seats.SetContract(new SeatContract { Heavy = 1 });
        StringBuilder text = new("UserName,Profile\nfirst,Admin\n");
        for (int i = 0; i < 10_050; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"u{i},Viewer\n");
        }

        text.Append("ann,Viewer\n");
        text.Append("second,Admin\n");
        PermImportResult result = Import(text.ToString(), Upsert);
        PermImportReject reject = Assert.Single(result.Rejects);
        Assert.Equal(("SeatLimitExceeded", 10_054L), (reject.ErrorId, reject.Row));
        Assert.Equal("Admin", Store.Users.Get("first").ProfileName);
        long version = Store.Session.Version();
        Assert.Equal((0L, 1L), Changed(Import(text.ToString(), Upsert)));
        Assert.Equal(version, Store.Session.Version());
    }

    [Theory]
    [InlineData("a,b@example.com\nb,a@example.com\n", 2)]
    [InlineData("a,b@example.com\nb,c@example.com\n", 2)]
    [InlineData("a,b@example.com\nb,\n", 1)]
    [InlineData("new,a@example.com\na,z@example.com\n", 2)]
    [InlineData("a,b@example.com\nb,c@example.com\nc,a@example.com\n", 3)]
    public void An_address_can_be_handed_on_or_exchanged(string rows, int changed)
    {
        foreach (string name in (string[])["a", "b", "c"])
        {
            _test.AddUser(name);
        }

        if (!rows.Contains("\nc,", StringComparison.Ordinal))
        {
            Store.Users.Update(UserReference.ByName("c"), new UserData { Email = "" });
        }

        UserImportOptions options = rows.Contains("b,\n", StringComparison.Ordinal) ? new UserImportOptions { Mode = ImportMode.Sync } : Upsert;
        PermImportResult result = Import("UserName,Email\n" + rows, options);
        if (options == Upsert)
        {
            Assert.Equal((changed, 0), (result.Created + result.Updated, result.Rejected));
        }

        Assert.Equal(0, result.Rejected);
        long version = Store.Session.Version();
        Assert.Equal(0, Import("UserName,Email\n" + rows, options).Rejected);
        Assert.Equal(version, Store.Session.Version());
        Assert.All(Store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    [Fact]
    public void An_exchange_works_across_batches_too()
    {
        StringBuilder rows = new();
        for (int i = 0; i < 10_050; i++)
        {
            rows.Append(CultureInfo.InvariantCulture, $"u{i},\n");
        }

        _test.AddUser("a");
        _test.AddUser("b");
        Assert.Equal((2L, 0L), Changed(Import($"UserName,Email\na,b@example.com\n{rows}b,a@example.com\n", Upsert)));
        Assert.Equal("b@example.com", Store.Users.Get("a").Email);
    }

    [Fact]
    public void Who_cannot_have_an_address_that_stays_keeps_the_own_and_nobody_else_gets_that()
    {
        foreach (string name in (string[])["a", "b", "c", "x"])
        {
            _test.AddUser(name);
        }

        PermImportResult result = Import("UserName,Email,Department\na,b@example.com,\nb,c@example.com,\nc,x@example.com,\nx,,Sales\n", Upsert);
        Assert.Equal((1L, 3L), Changed(result));
        Assert.All(result.Rejects, reject => Assert.Equal(("UserAlreadyExists", "Email"), (reject.ErrorId, reject.Column)));
        Assert.All((string[])["a", "b", "c", "x"], name => Assert.Equal(name + "@example.com", Store.Users.Get(name).Email));
    }

    [Fact]
    public void People_who_exchange_names_are_known_by_their_external_ids()
    {
        Store.Users.Create(new UserData { UserName = "ann", ExternalId = "{A1}" });
        Store.Users.Create(new UserData { UserName = "bob", ExternalId = "b2" });
        long ann = Store.Users.Get("ann").Id;
        const string text = "UserName,ExternalId\nann,B2\nbob,a1\n";
        Assert.Equal((2L, 0L), Changed(Import(text, Upsert)));
        Assert.Equal(ann, Store.Users.Get("bob").Id);
        long version = Store.Session.Version();
        Assert.Equal((0L, 0L), Changed(Import(text, Upsert)));
        Assert.Equal(version, Store.Session.Version());
    }

    [Theory]
    [InlineData(ImportMode.Upsert)]
    [InlineData(ImportMode.Sync)]
    public void A_person_renamed_in_the_directory_stays_the_same(ImportMode mode)
    {
        Store.Users.Create(new UserData { UserName = "ann@old.example", Email = "ann@old.example", ExternalId = "111", Groups = ["Team"] }, new UserBatchOptions { CreateGroups = true });
        PermUser before = Store.Users.Get("ann@old.example");
        PermImportResult result = Import("UserName,Email,ExternalId\nann@new.example,ann@new.example,111\n", new UserImportOptions { Mode = mode });
        Assert.Equal((1L, 0L), Changed(result));
        PermUser after = Assert.Single(Store.Users.Find());
        Assert.Equal((before.Id, "ann@new.example", "ann@new.example", true), (after.Id, after.UserName, after.Email, after.IsActive));
        Assert.Equal(["Team"], after.Groups);
    }

    [Fact]
    public void A_name_that_somebody_new_has_is_not_taken_for_the_person_who_had_it()
    {
        Store.Users.Create(new UserData { UserName = "ann", ExternalId = "1", Profile = "Admin" });
        PermImportReject reject = Assert.Single(Import("UserName,ExternalId\nann,2\n", Upsert).Rejects);
        Assert.Equal(("UserAlreadyExists", "ExternalId", "2"), (reject.ErrorId, reject.Column, reject.Value));
        Assert.Equal("1", Store.Users.Get("ann").ExternalId);
        PermImportResult result = Import("UserName,ExternalId\nann,2\nann.old,1\n", Upsert);
        Assert.Equal((1L, 1L, 0L), (result.Created, result.Updated, result.Rejected));
        Assert.Equal(("Admin", "Viewer"), (Store.Users.Get("ann.old").ProfileName, Store.Users.Get("ann").ProfileName));
    }

    [Theory]
    [InlineData(ImportMode.Create)]
    [InlineData(ImportMode.Upsert)]
    [InlineData(ImportMode.Sync)]
    public void An_external_id_stands_for_one_person(ImportMode mode)
    {
        PermImportResult result = Import("UserName,ExternalId\nann,X1\nbob,x1\n", new UserImportOptions { Mode = mode });
        Assert.Equal(("DuplicateRow", "ExternalId"), (Assert.Single(result.Rejects).ErrorId, result.Rejects[0].Column));
        if (mode == ImportMode.Create)
        {
            Assert.Equal(("UserAlreadyExists", "ExternalId"), (Assert.Single(Import("UserName,ExternalId\ncarl,X1\n").Rejects).ErrorId, Assert.Single(Import("UserName,ExternalId\ncarl,X1\n").Rejects).Column));
        }

        // Stores of earlier releases can hold an id twice.
        _test.AddUser("twin");
        _test.Tamper("UPDATE users SET external_id = 'X1' WHERE user_name = 'twin'");
        Assert.Equal("ExternalIdAmbiguous", Assert.Single(Import("UserName,ExternalId\ndora,X1\n", Upsert).Rejects).ErrorId);
    }

    [Fact]
    public void An_external_id_of_a_row_that_the_store_refuses_is_free_for_the_next()
    {
        _test.AddUser("taken");
        Store.Seats.SetContract(new SeatContract { Heavy = 1 });
        PermImportResult result = Import("UserName,ExternalId,Profile\ntaken,X1,Admin\nfree,X1,Admin\n", new UserImportOptions { Mode = ImportMode.Create });
        Assert.Equal(("UserAlreadyExists", 2L), (Assert.Single(result.Rejects).ErrorId, result.Rejects[0].Row));
        Assert.Equal("free", Assert.Single(Store.Users.Find(new UserFilter { Profiles = ["Admin"] })).UserName);
    }

    [Fact]
    public void An_import_that_was_rolled_back_warns_of_no_seats()
    {
        Store.Seats.SetContract(new SeatContract { Heavy = 1 });
        const string text = "UserName,Profile\nann,Admin\nbob,Nowhere\n";
        Assert.False(Import(text, Upsert with { Atomic = true }).IsApplied);
        Assert.Empty(Store.TakeWarnings());
        Import(text, Upsert);
        Assert.Contains(Store.TakeWarnings(), warning => warning.Id == WarningId.SeatsNearlyUsed);
    }

    [Fact]
    public void Times_of_whole_seconds_leave_the_stored_ones_as_they_are()
    {
        _test.Clock.Advance(TimeSpan.FromMilliseconds(371));
        Store.Seats.SetContract(new SeatContract { ReactivationDelayDays = 180 });
        _test.AddUser("ann");
        Store.Users.Create(new UserData { UserName = "bob", IsActive = false, LastLoginAt = _test.Clock.GetUtcNow() });
        string second = UtcTime.ToText(UtcTime.ToStored(_test.Clock.GetUtcNow()))[..19];
        string text = $"UserName,Active,LastLoginAt,CreatedAt,DeactivatedAt\nann,Yes,,{second},\nbob,No,{second},{second},{second}\n";
        Assert.Equal(2, Import(text, Upsert).Unchanged);
        Assert.Empty(Store.TakeWarnings());
        Assert.Equal(1, Import(text.Replace($"bob,No,{second}", $"bob,No,{second[..^2]}59", StringComparison.Ordinal), Upsert).Updated);
    }

    [Fact]
    public void An_old_date_does_not_shorten_the_delay_before_a_reactivation()
    {
        Store.Seats.SetContract(new SeatContract { ReactivationDelayDays = 180 });
        _test.AddUser("ann");
        _test.AddUser("bob");
        Store.Users.Update(UserReference.ByName("bob"), new UserData { IsActive = false });
        const string text = "UserName,Active,DeactivatedAt\nann,No,2020-01-01\nbob,No,2020-01-01\nnew,No,2020-01-01\n";
        Import(text, Upsert);
        Assert.Contains(Store.TakeWarnings(), warning => warning.Message.StartsWith("The dates of 2 deactivations", StringComparison.Ordinal));
        foreach (string name in (string[])["ann", "bob"])
        {
            Assert.Equal(_test.Clock.GetUtcNow(), Store.Users.Get(name).DeactivatedAt);
            Assert.Equal("ReactivationTooEarly", Assert.Single(Import($"UserName,Active\n{name},Yes\n", Upsert).Rejects).ErrorId);
        }

        Assert.Equal(2020, Store.Users.Get("new").DeactivatedAt!.Value.Year);
        long version = Store.Session.Version();
        Assert.Equal((0L, 0L), Changed(Import(text, Upsert)));
        Assert.Equal(version, Store.Session.Version());
    }

    [Theory]
    [InlineData(ImportMode.Create)]
    [InlineData(ImportMode.Upsert)]
    [InlineData(ImportMode.Sync)]
    public void A_date_of_deactivation_without_a_state_is_rejected_and_never_makes_an_active_user(ImportMode mode)
    {
        _test.AddUser("ann");
        Store.Users.Create(new UserData { UserName = "off", IsActive = false });
        PermImportResult result = Import("UserName,Deactivation date\nann,2026-01-01\nnew,2026-01-01\nold,\noff,2026-01-02\n", new UserImportOptions { Mode = mode });
        PermImportReject reject = result.Rejects.Single(reject => reject.Row == 3);
        Assert.Equal(("InvalidValue", "Deactivation date", "'new' has a date of deactivation, and nothing says that the user is inactive."), (reject.ErrorId, reject.Column, reject.Reason));
        Assert.Equal(1, result.Created);
        if (mode != ImportMode.Create)
        {
            Assert.Equal([2L, 3L], result.Rejects.Select(rejected => rejected.Row));
            Assert.Equal(2, Store.Users.Get("off").DeactivatedAt!.Value.Day);
        }

        Assert.True(Store.Users.Get("ann").IsActive);
        Assert.DoesNotContain(Store.Users.Find(), user => user.UserName == "new");
    }

    [Theory]
    [InlineData(ImportMode.Create)]
    [InlineData(ImportMode.Upsert)]
    public void A_date_of_deactivation_of_who_is_said_to_be_active_is_counted_in_a_warning(ImportMode mode)
    {
        Import("UserName,Active,DeactivatedAt\nann,Yes,2026-01-01\nbob,Yes,2026-01-01\ncid,Yes,\ndan,No,2026-01-01\neve,Yes,many\n", new UserImportOptions { Mode = mode });
        PermWarning warning = Assert.Single(Store.TakeWarnings());
        Assert.Equal((WarningId.DeactivationDatesIgnored, true), (warning.Id, warning.Message.StartsWith("2 users are active and have a date of deactivation in '", StringComparison.Ordinal)));
        Assert.Null(Store.Users.Get("ann").DeactivatedAt);
        Store.Users.Create(new UserData { UserName = "fay", IsActive = true, DeactivatedAt = _test.Clock.GetUtcNow() });
        Assert.Equal("1 user is active and has a date of deactivation. It is not kept: only an inactive user has one.", Assert.Single(Store.TakeWarnings()).Message);
        Assert.Equal("InvalidValue", Assert.Throws<PermInvalidInputException>(() => Store.Users.Create(new UserData { UserName = "gil", DeactivatedAt = _test.Clock.GetUtcNow() })).ErrorId);
    }

    [Fact]
    public void Without_a_delay_the_date_of_the_file_is_kept()
    {
        _test.AddUser("ann");
        Import("UserName,Active,DeactivatedAt\nann,No,2020-01-01\n", Upsert);
        Assert.Equal(2020, Store.Users.Get("ann").DeactivatedAt!.Value.Year);
    }

    [Fact]
    public void Whatever_fits_when_all_is_applied_is_applied_and_a_second_run_changes_nothing()
    {
        // The model: everybody has an external id, so that any state of the store can become any other one.
        string[] profiles = ["Admin", "Editor", "Viewer"];
        Gen<(int Name, int Email, int Profile, bool IsActive)> state =
            from name in Gen.Choose(0, 8)
            from email in Gen.Choose(0, 8)
            from profile in Gen.Choose(0, 2)
            from active in Gen.Choose(0, 3)
            select (name, email, profile, active > 0);
        Gen<((int, int, int, bool)[] Before, (int, int, int, bool)[] After, int[] Order, int[] Spare)> cases =
            from before in state.ArrayOf(8)
            from after in state.ArrayOf(8)
            from order in Gen.Shuffle(Enumerable.Range(0, 8).ToArray())
            from spare in Gen.Choose(0, 1).ArrayOf(3)
            select (before, after, order.ToArray(), spare);
        Prop.ForAll(cases.ToArbitrary(), drawn =>
        {
            using TestStore test = new TestStore().WithProfiles();
            (int Name, int Email, int Profile, bool IsActive)[] before = Distinct(drawn.Before);
            (int Name, int Email, int Profile, bool IsActive)[] after = Distinct(drawn.After);
            test.Store.Users.Create([.. before.Take(6).Select((user, i) => new UserData { UserName = $"n{user.Name}", Email = $"e{user.Email}@example.com", Profile = profiles[user.Profile], IsActive = user.IsActive, ExternalId = $"x{i}" })]);
            long[] limits = [.. Enumerable.Range(0, 3).Select(profile => Math.Max(Used(before.Take(6), profile), Used(after, profile)) + drawn.Spare[profile])];
            test.Store.Seats.SetContract(new SeatContract { Heavy = limits[0], Regular = limits[1], Light = limits[2] });
            string text = "UserName,Email,Profile,Active,ExternalId\n" + string.Join('\n', drawn.Order.Select(i => $"n{after[i].Name},e{after[i].Email}@example.com,{profiles[after[i].Profile]},{after[i].IsActive},x{i}"));
            using MemoryStream stream = new(Encoding.UTF8.GetBytes(text));
            PermImportResult result = test.Store.Transfer.ImportUsers(stream, Upsert);
            Assert.Empty(result.Rejects);
            Assert.Equal(2, result.Created);
            Assert.Equal(
                after.Select((user, i) => ($"n{user.Name}", $"e{user.Email}@example.com", profiles[user.Profile], user.IsActive, $"x{i}")).Order(),
                test.Store.Users.Find().Select(user => (user.UserName, user.Email!, user.ProfileName, user.IsActive, user.ExternalId!)).Order());
            long version = test.Store.Session.Version();
            Assert.Equal(8, test.Store.Transfer.ImportUsers(stream, Upsert).Unchanged);
            Assert.Equal(version, test.Store.Session.Version());
            Assert.All(test.Store.Check(), check => Assert.True(check.IsPassed, check.Message));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

        static long Used(IEnumerable<(int Name, int Email, int Profile, bool IsActive)> users, int profile) => users.LongCount(user => user.IsActive && user.Profile == profile);

        // Names and addresses are drawn from few and made distinct, so that many are handed on.
        static (int, int, int, bool)[] Distinct((int Name, int Email, int Profile, bool IsActive)[] users)
        {
            HashSet<int> names = [];
            HashSet<int> emails = [];
            return [.. users.Select(user => (Free(user.Name, names), Free(user.Email, emails), user.Profile, user.IsActive))];
        }

        static int Free(int wanted, HashSet<int> taken)
        {
            while (!taken.Add(wanted))
            {
                wanted = (wanted + 1) % 9;
            }

            return wanted;
        }
    }

    private static (long Updated, long Rejected) Changed(PermImportResult result) => (result.Updated, result.Rejected);

    private PermImportResult Import(string text, UserImportOptions? options = null)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(text));
        return Store.Transfer.ImportUsers(stream, options);
    }
}
