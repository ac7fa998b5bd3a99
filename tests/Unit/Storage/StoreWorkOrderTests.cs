using FsCheck;
using FsCheck.Fluent;
using PermModule.Unit.History;

namespace PermModule.Unit.Storage;

/// <summary>Differences come in an order in which each can be worked off, whatever holds the names, addresses and seats that it needs.</summary>
public class StoreWorkOrderTests
{
    private static readonly StoreDifferenceKind[] Kinds = [.. Enum.GetValues<StoreDifferenceKind>().Where(kind => kind != StoreDifferenceKind.Request)];

    private static readonly string[] Names = ["ann", "bob", "cyd", "dan", "eve", "fay"];
    private static readonly string[] Profiles = ["Admin", "Editor", "Viewer", "Press"];

    [Fact]
    public void Working_off_the_differences_to_an_earlier_moment_leaves_none()
    {
        int all = 0;
        Gen<int[][]> steps = Gen.Choose(0, 1_000_000).ArrayOf(4).ArrayOf(40);
        Prop.ForAll(Arb.From(steps), Arb.From(steps), (before, after) =>
        {
            using TestStore test = Start();
            Play(test, before);
            DateTimeOffset then = test.Clock.GetUtcNow();
            test.Clock.Advance(TimeSpan.FromHours(1));
            Play(test, after);
            using PermStore past = test.Store.AsOf(then);
            all += WorkOff(test, past);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(OnPostgresAttribute.IsOn ? 15 : 60));
        Assert.True(all > (OnPostgresAttribute.IsOn ? 100 : 500), $"{all} differences were worked off");
    }

    [Fact]
    public void Working_off_the_differences_to_a_copy_that_went_its_own_way_leaves_none()
    {
        Assert.SkipWhen(OnPostgresAttribute.IsOn, "About copies of a file.");
        Gen<int[][]> steps = Gen.Choose(0, 1_000_000).ArrayOf(4).ArrayOf(25);
        Prop.ForAll(Arb.From(steps), Arb.From(steps), Arb.From(steps), (common, one, other) =>
        {
            using TestStore test = Start();
            Play(test, common);
            string path = test.File("copy.db");
            test.Store.Backup(path);
            Play(test, one);
            using PermStore copy = PermStore.Open(path, test.Options);
            Play(test, other, copy);
            WorkOff(test, copy);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(OnPostgresAttribute.IsOn ? 8 : 25));
    }

    [Fact]
    public void Working_off_the_differences_to_another_store_leaves_none()
    {
        Gen<int[][]> steps = Gen.Choose(0, 1_000_000).ArrayOf(4).ArrayOf(40);
        Prop.ForAll(Arb.From(steps), Arb.From(steps), (one, other) =>
        {
            using TestStore left = Start();
            using TestStore right = Start();
            Play(left, one);
            Play(right, other);
            WorkOff(right, left.Store);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(OnPostgresAttribute.IsOn ? 8 : 25));
    }

    [Fact]
    public void A_renamed_user_group_or_profile_of_one_store_is_one_difference()
    {
        using TestStore test = new TestStore().WithProfiles();
        test.Store.Users.Create(new UserData { UserName = "ann", Email = "ann@example.com", ExternalId = "x1", Groups = ["Press"] }, new UserBatchOptions { CreateGroups = true });
        test.Store.Roles.AddMembers([new RoleAssignment(PermRole.PortalOwner, UserReference.ByName("ann"))]);
        test.Store.ContentWorkflow.SetOwner(UserReference.ByName("ann"));
        test.Store.WaitingRoom.Submit(new WaitingRoomRequest { Kind = WaitingRoomKind.Download, Requester = UserReference.ByName("ann"), Assets = ["a"], Reason = "r" });
        DateTimeOffset then = test.Clock.GetUtcNow();
        test.Clock.Advance(TimeSpan.FromHours(1));
        long id = test.Store.Users.Get("ann").Id;
        test.Store.Users.Update(UserReference.ByName("ann"), new UserData { UserName = "zoe" });
        test.Store.Groups.Update("Press", "Abc");
        test.Store.Profiles.Update("Viewer", "Aaa");
        using PermStore past = test.Store.AsOf(then);
        StoreDifference[] found = [.. test.Store.Comparison.Compare(past.Comparison)];
        Assert.Equal(
            [("Profile", "Aaa", "Name", "Viewer"), ("Group", "Abc", "Name", "Press"), ("User", "zoe", "UserName", "ann")],
            found.Select(item => ($"{item.Kind}", item.Name, item.Property!, $"{item.Reference}")));
        Assert.DoesNotContain(test.Store.Comparison.Compare(past.Comparison, [StoreDifferenceKind.User], includesEqual: true), item => item.SideIndicator == "==");
        Assert.Equal(["<=", "=>"], test.Store.Comparison.Compare(past.Comparison, [StoreDifferenceKind.Membership]).Select(item => item.SideIndicator).Order());
        Array.ForEach(found, item => DifferenceRunner.Run(test.Store, item));
        Assert.Equal(id, test.Store.Users.Get("ann").Id);
        Assert.Empty(test.Store.Comparison.Compare(past.Comparison));
    }

    [Fact]
    public void Who_took_the_name_of_a_renamed_user_leaves_before_the_name_goes_back()
    {
        using TestStore test = new TestStore().WithProfiles();
        long id = test.AddUser("ann").Id;
        DateTimeOffset then = test.Clock.GetUtcNow();
        test.Clock.Advance(TimeSpan.FromHours(1));
        test.Store.Users.Update(UserReference.ByName("ann"), new UserData { UserName = "anna", Email = "anna@example.com", Department = "Press" });
        test.AddUser("ann", "Admin");
        using PermStore past = test.Store.AsOf(then);
        StoreDifference[] found = [.. test.Store.Comparison.Compare(past.Comparison)];
        Assert.Equal(["User ann =>", "User anna UserName <>", "User ann Email <>", "User ann Department <>"], found.Select(item => $"{item}"));
        Array.ForEach(found, item => DifferenceRunner.Run(test.Store, item));
        Assert.Equal(id, test.Store.Users.Get("ann").Id);
    }

    [Fact]
    public void Addresses_and_external_ids_that_change_hands_are_given_up_first()
    {
        using TestStore test = new TestStore().WithProfiles();
        DateTimeOffset then = Three("1", "2", "3");
        Three("2", "3", "1");
        using PermStore past = test.Store.AsOf(then);
        Assert.Equal(6, WorkOff(test, past));

        DateTimeOffset Three(params string[] values)
        {
            string[] names = ["ann", "bob", "cyd"];
            UserData[] users = [.. names.Zip(values, (name, value) => new UserData { UserName = name, Email = value + "@example.com", ExternalId = "x" + value })];
            if (!test.Store.Users.Find().Any())
            {
                Array.ForEach(users, user => test.Store.Users.Create(user));
            }
            else
            {
                Array.ForEach(users, user => test.Store.Users.Update(UserReference.ByName(user.UserName!), new UserData { Email = "", ExternalId = "" }));
                Array.ForEach(users, user => test.Store.Users.Update(UserReference.ByName(user.UserName!), user));
            }

            DateTimeOffset now = test.Clock.GetUtcNow();
            test.Clock.Advance(TimeSpan.FromHours(1));
            return now;
        }
    }

    [Fact]
    public void Users_who_change_seats_under_a_full_contract_do_so_at_once()
    {
        using TestStore test = new TestStore().WithProfiles();
        test.AddUser("ann", "Admin");
        test.AddUser("bob", "Viewer");
        test.Store.Seats.SetContract(new SeatContract { Heavy = 1, Light = 1, Regular = 0 });
        DateTimeOffset then = test.Clock.GetUtcNow();
        test.Clock.Advance(TimeSpan.FromHours(1));
        test.Store.Users.Update(UserReference.ByName("ann"), new UserData { IsActive = false, Profile = "Viewer" });
        test.Store.Users.Update(UserReference.ByName("bob"), new UserData { Profile = "Admin" });
        test.Store.Users.Update(UserReference.ByName("ann"), new UserData { IsActive = true });
        using PermStore past = test.Store.AsOf(then);
        Assert.Single(test.Store.Comparison.Compare(past.Comparison), item => item.Details.ContainsKey("SeatExchange"));
        WorkOff(test, past);
    }

    [Fact]
    public void An_owner_who_becomes_inactive_needs_no_seat_of_the_next_profile()
    {
        using TestStore test = new TestStore().WithProfiles();
        test.AddUser("ann", "Admin");
        test.AddUser("bob", "Admin");
        test.AddUser("cyd", "Editor");
        test.Store.ContentWorkflow.SetOwner(UserReference.ByName("bob"));
        test.Store.Users.Update(UserReference.ByName("ann"), new UserData { Profile = "Editor", IsActive = false });
        test.Store.Seats.SetContract(new SeatContract { Regular = 1 });
        DateTimeOffset then = test.Clock.GetUtcNow();
        test.Clock.Advance(TimeSpan.FromHours(1));
        test.Store.Users.Update(UserReference.ByName("ann"), new UserData { Profile = "Admin", IsActive = true });
        test.Store.ContentWorkflow.SetOwner(UserReference.ByName("ann"));
        using PermStore past = test.Store.AsOf(then);
        WorkOff(test, past);
    }

    [Fact]
    public void A_name_that_the_owner_of_now_holds_goes_back_where_the_next_owner_is_there_already()
    {
        using TestStore test = Start();
        long id = test.AddUser("fay", "Admin").Id;
        DateTimeOffset then = test.Clock.GetUtcNow();
        test.Clock.Advance(TimeSpan.FromHours(1));
        test.Store.Users.Update(UserReference.ByName("fay"), new UserData { UserName = "eve", Email = "eve@example.com" });
        test.AddUser("fay", "Admin");
        test.Store.ContentWorkflow.SetOwner(UserReference.ByName("fay"));
        using PermStore past = test.Store.AsOf(then);
        WorkOff(test, past);
        Assert.Equal(id, test.Store.Users.Get("fay").Id);
    }

    [Fact]
    public void A_name_that_the_owner_of_now_holds_goes_back_where_the_next_owner_has_another_name()
    {
        using TestStore test = Start();
        long cyd = test.AddUser("cyd", "Admin").Id;
        long ann = test.AddUser("ann", "Admin").Id;
        test.Store.ContentWorkflow.SetOwner(UserReference.ByName("ann"));
        DateTimeOffset then = test.Clock.GetUtcNow();
        test.Clock.Advance(TimeSpan.FromHours(1));
        test.Store.Users.Update(UserReference.ByName("cyd"), new UserData { UserName = "fay", Email = "fay@example.com" });
        test.Store.Users.Update(UserReference.ByName("ann"), new UserData { UserName = "bob", Email = "bob@example.com" });
        test.AddUser("ann", "Admin");
        test.AddUser("cyd", "Admin");
        test.Store.ContentWorkflow.SetOwner(UserReference.ByName("cyd"));
        using PermStore past = test.Store.AsOf(then);
        StoreDifference handover = test.Store.Comparison.Compare(past.Comparison, Kinds).First();
        Assert.Equal(("bob", "ann", "cyd"), (handover.Name, handover.Reference, handover.Difference));
        WorkOff(test, past);
        Assert.Equal((cyd, ann), (test.Store.Users.Get("cyd").Id, test.Store.Users.Get("ann").Id));
        Assert.Equal(ann, test.Store.ContentWorkflow.GetOwner()!.Id);
    }

    [Fact]
    public void The_ownership_goes_back_to_who_had_it_where_somebody_else_of_that_name_has_it_now()
    {
        using TestStore test = Start();
        long ann = test.AddUser("ann", "Admin").Id;
        test.Store.ContentWorkflow.SetOwner(UserReference.ByName("ann"));
        DateTimeOffset then = test.Clock.GetUtcNow();
        test.Clock.Advance(TimeSpan.FromHours(1));
        test.Store.Users.Update(UserReference.ByName("ann"), new UserData { UserName = "bob", Email = "bob@example.com" });
        test.AddUser("ann", "Admin");
        test.Store.ContentWorkflow.SetOwner(UserReference.ByName("ann"));
        using PermStore past = test.Store.AsOf(then);
        WorkOff(test, past);
        Assert.Equal(ann, test.Store.ContentWorkflow.GetOwner()!.Id);
    }

    [Fact]
    public void Somebody_owns_the_account_meanwhile_where_the_next_owner_is_yet_to_come()
    {
        using TestStore test = Start();
        long dan = test.AddUser("dan", "Admin").Id;
        test.AddUser("eve", "Admin");
        test.Store.ContentWorkflow.SetOwner(UserReference.ByName("eve"));
        DateTimeOffset then = test.Clock.GetUtcNow();
        test.Clock.Advance(TimeSpan.FromHours(1));
        test.Store.Users.Update(UserReference.ByName("dan"), new UserData { UserName = "fay", Email = "fay@example.com" });
        test.AddUser("dan", "Admin");
        test.Store.ContentWorkflow.SetOwner(UserReference.ByName("dan"));
        test.Store.Users.Remove([UserReference.ByName("eve")]);
        using PermStore past = test.Store.AsOf(then);
        Assert.Contains(test.Store.Comparison.Compare(past.Comparison, Kinds), item => item.Details.ContainsKey("InterimOwner"));
        WorkOff(test, past);
        Assert.Equal(dan, test.Store.Users.Get("dan").Id);
        Assert.Equal("eve", test.Store.ContentWorkflow.GetOwner()!.UserName);
    }

    [Fact]
    public void No_command_passes_a_limit_that_the_reference_does_not_keep()
    {
        using TestStore left = new TestStore().WithProfiles();
        using TestStore right = new TestStore().WithProfiles();
        left.AddUser("ann", "Admin");
        right.Store.Seats.SetContract(new SeatContract { Heavy = 0 });
        StoreDifference found = Assert.Single(right.Store.Comparison.Compare(left.Store.Comparison, [StoreDifferenceKind.User]));
        Assert.DoesNotContain("SeatExchange", found.Details.Keys);
        Assert.Throws<SeatLimitException>(() => DifferenceRunner.Run(right.Store, found));
    }

    private static TestStore Start()
    {
        TestStore test = new TestStore().WithProfiles();

        // There is no way back to no owner at all.
        test.AddUser("gil", "Admin");
        test.Store.ContentWorkflow.SetOwner(UserReference.ByName("gil"));
        return test;
    }

    private static int WorkOff(TestStore test, PermStore reference)
    {
        // A delay after a deactivation is over by then.
        test.Clock.Advance(TimeSpan.FromDays(3));
        StoreDifference[] found = [.. test.Store.Comparison.Compare(reference.Comparison, Kinds)];
        string order = string.Join("\n", found.Select(item => $"{item}: {item.Reference} {string.Join(", ", item.Details.Keys.Where(key => key.EndsWith("Holder", StringComparison.Ordinal) || key == "SeatExchange").Select(key => $"{key} {item.Details[key]}"))}"));
        foreach (StoreDifference item in found)
        {
            try
            {
                DifferenceRunner.Run(test.Store, item);
            }
            catch (PermException error) when (error.ErrorId == ErrorId.ChampionTierTooLow)
            {
                // A champion whose profile lost its tier later cannot be made one again.
            }
            catch (PermException error)
            {
                Assert.Fail($"{item} failed: {error.Message}\nAll:\n{order}");
            }
        }

        string left = string.Join("\n", test.Store.Comparison.Compare(reference.Comparison, Kinds).Where(item => item.Kind != StoreDifferenceKind.Role).Select(item => $"{item}"));
        Assert.True(left.Length == 0, $"Left: {left}\nAll:\n{order}");
        return found.Length;
    }

    private static void Play(TestStore test, int[][] steps, PermStore? other = null)
    {
        foreach (int[] step in steps)
        {
            test.Clock.Advance(TimeSpan.FromHours(2));
            PermStore store = other ?? test.Store;
            if (step[0] % 2 == 0)
            {
                RandomChanges.Apply(store, step);
                continue;
            }

            try
            {
                One(store, step);
            }
            catch (PermException)
            {
                // What does not apply leaves the store as it is.
            }
        }
    }

    private static void One(PermStore store, int[] step)
    {
        string name = Names[step[1] % Names.Length];
        string other = Names[step[2] % Names.Length];
        switch (step[3] % 9)
        {
            case 0:
                store.Users.Update(UserReference.ByName(name), new UserData { UserName = other });
                break;
            case 1:
                store.Users.Update(UserReference.ByName(name), new UserData { Email = $"{step[2] % 4}@example.com", ExternalId = $"x{step[2] % 4}" });
                break;
            case 2:
                store.Users.Update(UserReference.ByName(name), new UserData { Email = "", ExternalId = "" });
                break;
            case 3 or 4:
                store.Users.Create(new UserData { UserName = name, Email = $"{step[2] % 4}@example.com", ExternalId = $"x{step[0] % 4}", Profile = Profiles[step[2] % 4] });
                break;
            case 5:
                store.ContentWorkflow.SetOwner(UserReference.ByName(name));
                break;
            case 6:
                store.Users.Update(UserReference.ByName(name), new UserData { Profile = Profiles[step[2] % 4], IsActive = true });
                break;
            case 7:
                store.Seats.ChangeContract(contract => contract with
                {
                    Heavy = step[0] % 3,
                    Regular = step[1] % 3,
                    Light = step[2] % 3,
                });
                break;
            default:
                store.Users.Remove([UserReference.ByName(name)]);
                break;
        }
    }
}
