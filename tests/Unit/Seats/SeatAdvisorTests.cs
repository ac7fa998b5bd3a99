namespace PermModule.Unit.Seats;

public class SeatAdvisorTests : IDisposable
{
    private const string Brands = "asset-bank.asset.manage-brands";

    private readonly TestStore _test = new TestStore().WithProfiles();

    private PermStore Store => _test.Store;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Never_signed_in_is_told_apart_from_unused_and_both_want_an_old_account()
    {
        Person("unused", days: 200, lastLoginDays: 100);
        Person("never", days: 200, lastLoginDays: null);
        Person("young", days: 10, lastLoginDays: null);
        Person("seen", days: 200, lastLoginDays: 5);
        Assert.Equal(["UnusedSeat unused 1", "NeverSignedIn never 1"], Recommend().Select(item => $"{item.Kind} {item.UserName} {item.SeatsFreed}"));
        Assert.Equal(["never"], Recommend(SeatRecommendationKind.NeverSignedIn).Select(item => item.UserName));
    }

    [Fact]
    public void The_account_owner_of_content_workflow_is_left_out_and_does_not_end_the_list()
    {
        Person("owner", days: 200, lastLoginDays: 100);
        _test.Tamper("INSERT INTO content_workflow_owner (id, user_id) SELECT 1, id FROM users WHERE user_name = 'owner'");
        _test.Reopen();
        Person("other", days: 200, lastLoginDays: 100);
        Assert.Equal(["other"], Recommend(SeatRecommendationKind.UnusedSeat).Select(item => item.UserName));
    }

    [Fact]
    public void Deactivating_recommended_users_frees_what_was_promised()
    {
        foreach (string profile in (string[])["Admin", "Editor", "Viewer"])
        {
            Person("unused-" + profile, days: 200, lastLoginDays: 100, profile);
            Person("never-" + profile, days: 200, lastLoginDays: null, profile);
            Person("here-" + profile, days: 200, lastLoginDays: 1, profile);
        }

        IReadOnlyList<SeatUsage> before = Store.Seats.GetUsage();
        SeatRecommendation[] recommended = [.. Recommend().Where(item => item.UserName is not null)];
        Assert.Equal(6, recommended.Length);
        foreach (SeatRecommendation item in recommended)
        {
            Store.Users.Update(UserReference.ByName(item.UserName!), new UserData { IsActive = false });
        }

        foreach ((SeatUsage was, SeatUsage now) in before.Zip(Store.Seats.GetUsage()))
        {
            Assert.Equal(recommended.Where(item => item.Tier == was.Tier).Sum(item => item.SeatsFreed), was.Active - now.Active);
            Assert.Equal(1, now.Active);
        }

        Assert.All(Store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    [Fact]
    public void Taking_the_recommended_rights_lowers_the_tier_and_frees_what_was_promised()
    {
        Store.Profiles.Create("Two", rights: [Brands, "asset-bank.system-admin.manage-portal-settings", "asset-bank.asset-management.upload-assets"]);
        Store.Profiles.Create("Dependent", rights: ["asset-bank.system-admin.manage-portal-settings", "asset-bank.system-admin.create-api-tokens"]);
        Store.Profiles.Create("Implying", rights: ["dynamic-asset-transformations.create-transformations"]);
        Store.Profiles.Create("Three", rights: [Brands, "asset-bank.system-admin.manage-portal-settings", "asset-bank.system-admin.create-api-tokens"]);
        foreach (string profile in (string[])["Admin", "Two", "Dependent", "Implying", "Three", "Viewer"])
        {
            Person("a-" + profile, days: 1, lastLoginDays: 0, profile);
            Person("b-" + profile, days: 1, lastLoginDays: 0, profile);
        }

        SeatRecommendation[] recommended = [.. Recommend()];
        Assert.Equal(["Admin", "Dependent", "Implying", "Two"], recommended.Select(item => item.ProfileName).Order());
        foreach (SeatRecommendation item in recommended)
        {
            long before = Active(item.Tier);
            Store.Profiles.Revoke(item.ProfileName!, item.Rights);
            Assert.Equal(item.SeatsFreed, before - Active(item.Tier));
            Assert.InRange(item.Rights.Count, 1, 2);
        }
    }

    [Fact]
    public void A_profile_is_not_recommended_whose_users_would_find_no_seat_below()
    {
        Person("ann", days: 1, lastLoginDays: 0, "Admin");
        Person("bob", days: 1, lastLoginDays: 0, "Admin");
        Store.Seats.SetContract(new SeatContract { Light = 1 });
        Assert.Empty(Recommend());
        Store.Seats.SetContract(new SeatContract { Light = 2 });
        Assert.Equal("Admin", Assert.Single(Recommend()).ProfileName);
    }

    [Fact]
    public void All_profiles_that_are_recommended_fit_below_together()
    {
        Store.Profiles.Create("Second", rights: [Brands]);
        Person("ann", days: 1, lastLoginDays: 0, "Admin");
        Person("bob", days: 1, lastLoginDays: 0, "Second");
        Store.Seats.SetContract(new SeatContract { Light = 1 });
        Assert.Single(Recommend());
    }

    private SeatRecommendation[] Recommend(params SeatRecommendationKind[] kinds) => [.. Store.Seats.Recommend(90, kinds.Length == 0 ? null : kinds)];

    private long Active(Tier tier) => Store.Seats.GetUsage().Single(usage => usage.Tier == tier).Active;

    private void Person(string name, int days, int? lastLoginDays, string? profile = null)
    {
        DateTimeOffset now = _test.Clock.GetUtcNow();
        Store.Users.Create(new UserData
        {
            UserName = name,
            Profile = profile,
            CreatedAt = now.AddDays(-days),
            LastLoginAt = lastLoginDays is { } ago ? now.AddDays(-ago) : null,
        });
    }
}
