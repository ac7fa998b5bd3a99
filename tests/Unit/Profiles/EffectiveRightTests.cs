using FsCheck;
using FsCheck.Fluent;

namespace PermModule.Unit.Profiles;

public class EffectiveRightTests : IDisposable
{
    private const string Collections = "asset-bank.collections.create-collections";
    private const string Transformations = "dynamic-asset-transformations.create-transformations";
    private const string DatUrl = "dynamic-asset-transformations.show-dat-url";

    private readonly TestStore _test = new TestStore().WithProfiles();

    private EffectiveRightService Rights => _test.Store.EffectiveRights;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void A_member_or_holder_that_was_read_is_asked_about_and_not_who_has_the_name_now()
    {
        PermRight right = Right("asset-bank.asset-management.upload-assets");
        _test.AddUser("ann", "Editor");
        _test.Store.Groups.Create("Sales");
        _test.Store.Groups.AddMembers([new("Sales", UserReference.ByName("ann"))]);
        INamedUser[] read = [_test.Store.Groups.Members().Single(), _test.Store.History.FindRightHolders([right.Key]).Single()];
        _test.Store.Users.Update(UserReference.ByName("ann"), new UserData { UserName = "anna", Email = "anna@example.com" });
        _test.AddUser("ann", "Viewer");
        Assert.All(read, item => Assert.True(Rights.Holds(PermStore.ReferenceTo(item), right)));

        _test.Store.Users.Update(UserReference.ByName("ann"), new UserData { Profile = "Editor" });
        _test.Store.Users.Remove([UserReference.ByName("anna")]);
        Assert.All(read, item => Assert.Equal("UserNotFound", Assert.Throws<PermNotFoundException>(() => Rights.Holds(PermStore.ReferenceTo(item), right)).ErrorId));
    }

    [Fact]
    public void A_direct_right_names_itself_and_an_implied_one_the_right_that_includes_it()
    {
        _test.Store.Profiles.Grant("Viewer", [Transformations]);
        _test.AddUser("ann");
        Dictionary<string, string?> sources = Rights.List(UserReference.ByName("ann")).ToDictionary(right => right.Right, right => right.Source);
        Assert.Equal("Direct", sources[Collections]);
        Assert.Equal("Implied by " + Transformations, sources[DatUrl]);
        Assert.Equal(sources, Rights.ListProfile("Viewer").ToDictionary(right => right.Right, right => right.Source));
    }

    [Fact]
    public void An_inactive_user_holds_nothing_and_the_list_says_why()
    {
        PermUser ann = _test.AddUser("ann");
        _test.Store.Users.Update(UserReference.To(ann), new UserData { IsActive = false });
        EffectiveRight right = Assert.Single(Rights.List(UserReference.ByName("ann")));
        Assert.False(right.IsHeld);
        Assert.Null(right.Source);
        Assert.StartsWith("Inactive", right.Reason, StringComparison.Ordinal);
        Assert.False(Rights.Holds("ann", Right(Collections)));
        Assert.False(Rights.Holds(ann, Right(Collections)));
    }

    [Fact]
    public void A_right_asked_about_that_is_not_held_is_listed_with_the_reason()
    {
        _test.AddUser("ann");
        EffectiveRight right = Assert.Single(Rights.List(UserReference.ByName("ann"), [DatUrl]));
        Assert.False(right.IsHeld);
        Assert.StartsWith("Not granted", right.Reason, StringComparison.Ordinal);
        Assert.Contains("Viewer", right.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_account_owner_holds_every_content_workflow_right_and_nothing_else_besides()
    {
        PermUser ann = _test.AddUser("ann");
        Own(ann);
        Assert.All(RightCatalogue.Default.Rights, right => Assert.Equal(right.Key == Collections || right.Solution == "Content Workflow", Rights.Holds(ann, right)));
        Assert.Equal(21, Rights.List(UserReference.ByName("ANN")).Count(right => right.Source == "Account owner"));
        Assert.All(RightCatalogue.Default.Rights, right => Assert.Equal(right.Key == Collections, Rights.ProfileHolds("Viewer", right)));
    }

    [Fact]
    public void Another_connection_s_change_is_seen_at_once()
    {
        PermUser ann = _test.AddUser("ann");
        PermRight right = Right(Collections);
        using PermStore other = _test.Store.OpenAgain();
        Assert.True(Rights.Holds(ann, right));
        other.Profiles.Revoke("Viewer", [Collections]);
        Assert.False(Rights.Holds(ann, right));
        Assert.False(Rights.Holds("ann", right));
        other.Profiles.Grant("Viewer", [Collections]);
        Assert.True(Rights.Holds("ann", right));
        other.Users.Update(UserReference.ByName("ann"), new UserData { Profile = "Editor" });
        Assert.False(Rights.Holds(ann, right));
        other.Users.Remove([UserReference.ByName("ann")]);
        Assert.Equal("UserNotFound", Assert.Throws<PermNotFoundException>(() => Rights.Holds(ann, right)).ErrorId);
    }

    [Fact]
    public void Another_connection_s_change_is_seen_also_where_the_store_has_no_write_ahead_log()
    {
        _test.NeedsFile();
        PermUser ann = _test.AddUser("ann");
        _test.Store.Dispose();
        _test.Tamper("PRAGMA journal_mode = DELETE");
        _test.Reopen();
        using PermStore other = _test.Store.OpenAgain();
        ann = _test.Store.Users.Get("ann");
        Assert.True(Rights.Holds(ann, Right(Collections)));
        Assert.True(Rights.Checker().Knows(ann));
        other.Profiles.Revoke("Viewer", [Collections]);
        Assert.False(Rights.Checker().Knows(ann));
        Assert.False(Rights.Holds(ann, Right(Collections)));
    }

    [Fact]
    public void A_change_that_was_undone_never_counts()
    {
        PermUser ann = _test.AddUser("ann");
        PermUser previewed = _test.Store.Preview(() => _test.Store.Users.Update(UserReference.To(ann), new UserData { Profile = "Admin" }));
        PermRight brands = Right("asset-bank.asset.manage-brands");

        // The event of the change that follows takes the number that the undone one had.
        _test.AddUser("bob");
        Assert.False(Rights.Holds(previewed, brands));
        _test.Store.Preview(() =>
        {
            _test.Store.Profiles.Grant("Viewer", [brands.Key]);
            Assert.True(Rights.Holds(ann, brands));
            return Rights.Checker();
        });
        _test.AddUser("eve");
        Assert.False(Rights.Holds(ann, brands));
        Assert.False(Rights.Holds(_test.Store.Users.Get("ann"), brands));
    }

    [Fact]
    public void A_checker_answers_for_users_of_its_own_state_only()
    {
        PermUser ann = _test.AddUser("ann");
        RightChecker checker = Rights.Checker();
        Assert.True(checker.Holds(ann, Right(Collections)));
        _test.AddUser("bob");
        Assert.True(checker.Holds(ann, Right(Collections)));
        PermConflictException error = Assert.Throws<PermConflictException>(() => Rights.Checker().Holds(ann, Right(Collections)));
        Assert.Equal("UserNotCurrent", error.ErrorId);
    }

    [Fact]
    public void A_right_made_by_hand_is_known_by_its_key()
    {
        _test.AddUser("ann", "Admin");
        PermRight made = new() { Key = Collections, Name = "", Solution = "", Category = "", Tier = Tier.Light, DefaultTier = Tier.Light, TierSource = TierSource.Assumed, Kind = RightKind.Grant, Description = "" };
        Assert.False(Rights.Holds("ann", made));
        Assert.True(Rights.Holds("ann", Right("asset-bank.asset.manage-brands")));
    }

    [Fact]
    public void Every_way_of_asking_gives_the_same_answer_whatever_was_changed_before()
    {
        string[] profiles = ["Admin", "Editor", "Viewer"];
        PermUser[] read = [_test.AddUser("ann", "Admin"), _test.AddUser("bob", "Editor"), _test.AddUser("eve", "Viewer")];
        IReadOnlyList<PermRight> rights = RightCatalogue.Default.Rights;
        Gen<(int Kind, int User, int Profile, int Right)> step =
            from kind in Gen.Choose(0, 5)
            from user in Gen.Choose(0, read.Length - 1)
            from profile in Gen.Choose(0, profiles.Length - 1)
            from right in Gen.Choose(0, rights.Count - 1)
            select (kind, user, profile, right);
        using PermStore other = _test.Store.OpenAgain();
        Prop.ForAll(Arb.From(step), change =>
        {
            PermStore store = change.Right % 2 == 0 ? other : _test.Store;
            UserReference user = UserReference.To(read[change.User]);
            switch (change.Kind)
            {
                case 0:
                    Grant(store, profiles[change.Profile], rights[change.Right].Key);
                    break;
                case 1:
                    store.Profiles.Revoke(profiles[change.Profile], [rights[change.Right].Key], includeDependents: true);
                    break;
                case 2:
                    store.Users.Update([new UserChange(user, new UserData { Profile = profiles[change.Profile] })]);
                    break;
                case 3:
                    store.Users.Update([new UserChange(user, new UserData { IsActive = change.Right % 3 > 0 })]);
                    break;
                case 4:
                    Own(read[change.User]);
                    break;
                default:
                    read[change.User] = _test.Store.Users.Get(read[change.User].UserName);
                    break;
            }

            foreach (PermUser person in read)
            {
                Dictionary<string, EffectiveRight> held = Rights.List(UserReference.ByName(person.UserName)).ToDictionary(right => right.Right);
                Assert.All(Rights.List(UserReference.To(person), ["*"]), answer =>
                {
                    PermRight right = RightCatalogue.Default.Resolve(answer.Right);
                    Assert.Equal(answer.IsHeld, Rights.Holds(person, right));
                    Assert.Equal(answer.IsHeld, Rights.Holds(person.UserName, right));
                    Assert.Equal(answer.IsHeld, held.TryGetValue(answer.Right, out EffectiveRight? listed) && listed.IsHeld);
                    Assert.Equal(answer.IsHeld, answer.Source is not null);
                    Assert.Equal(answer.IsHeld, answer.Reason is null);
                });
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));
    }

    private static void Grant(PermStore store, string profile, string right)
    {
        try
        {
            store.Profiles.Grant(profile, [right], includeRequired: true, allowMaintenance: true);
        }
        catch (PermConflictException error) when (error.ErrorId == "RightExclusive")
        {
            // Refused beside a right that was granted before, and then every answer is as it was.
        }
    }

    private static PermRight Right(string key) => RightCatalogue.Default.Resolve(key);

    private void Own(PermUser user) => _test.Store.Session.Write(scope =>
    {
        scope.Session.Execute("DELETE FROM content_workflow_owner");
        scope.Session.Execute("INSERT INTO content_workflow_owner (id, user_id) VALUES (1, $1)", user.Id);
        scope.Audit.Write("ContentWorkflowOwnerChanged", "User", user.UserName, user.Id, before: null, after: null);
        scope.Session.ConfigurationChanged();
        return true;
    });
}
