namespace PermModule.Unit.Seats;

public class SeatSelectionTests : IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();

    private PermStore Store => _test.Store;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void The_longest_unseen_come_first_and_whoever_has_a_role_is_spared()
    {
        Person("seen", lastLoginDays: 5);
        Person("late", lastLoginDays: 100);
        Person("early", lastLoginDays: 300);
        Person("never", lastLoginDays: null, days: 200);
        Person("champion", lastLoginDays: 390);
        Store.Roles.AddMembers([new RoleAssignment(PermRole.Champion, UserReference.ByName("champion"))]);
        Store.Seats.SetContract(new SeatContract { Heavy = 20 });
        Assert.Equal(["early", "never"], Names(Store.Seats.RecommendSeats(2, [Tier.Heavy])));
        Assert.Empty(Warnings());
        Assert.Equal(["early", "never", "late"], Names(Store.Seats.RecommendSeats(10, [Tier.Heavy])));
        Assert.Equal(WarningId.FewerSeatsFound, Assert.Single(Warnings()).Id);
        SeatRecommendation first = Store.Seats.RecommendSeats(1)[0];
        Assert.Equal((_test.Clock.GetUtcNow().AddDays(-300), 1L), (first.LastLoginAt!.Value, first.Saving));
    }

    [Fact]
    public void Why_there_are_fewer_seats_depends_on_what_was_asked_for()
    {
        Person("new", lastLoginDays: null, days: 1);
        Store.Seats.SetContract(new SeatContract { Heavy = 20, Regular = 0, Light = 0 });
        Assert.Empty(Store.Seats.RecommendSeats(1));
        Assert.Contains("was made within 90 days, has a role, or owns Content Workflow.", Assert.Single(Warnings()).Message, StringComparison.Ordinal);
        Assert.Empty(Store.Seats.RecommendSeats(1, kinds: [SeatRecommendationKind.UnusedSeat]));
        Assert.Contains("not of the kinds", Assert.Single(Warnings()).Message, StringComparison.Ordinal);
        Assert.Empty(Store.Seats.RecommendSeats(1, kinds: [SeatRecommendationKind.NearlyLowerTier]));
        Assert.Contains("no other profile", Assert.Single(Warnings()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_tiers_with_a_limit_are_worth_freeing()
    {
        Person("heavy", lastLoginDays: 100);
        Person("light", lastLoginDays: 300, profile: "Viewer");
        Store.Seats.SetContract(new SeatContract { Heavy = 20 });
        Assert.Equal(["heavy"], Names(Store.Seats.RecommendSeats(1)));
        Assert.Empty(Store.Seats.RecommendSeats(1, [Tier.Light]));
        Assert.Equal(WarningId.SeatsUnlimited, Assert.Single(Warnings()).Id);
        Assert.Equal([1L, 0L], Store.Seats.Recommend().Where(item => item.UserName is not null).OrderBy(item => item.UserName).Select(item => item.Saving));
    }

    [Fact]
    public void Carrying_it_out_frees_as_many_seats_as_were_asked_for()
    {
        for (int i = 0; i < 12; i++)
        {
            Person($"user-{i}", lastLoginDays: 100 + i);
        }

        Store.Seats.SetContract(new SeatContract { Heavy = 20 });
        Store.Users.Update([.. Store.Seats.RecommendSeats(10, [Tier.Heavy]).Select(item => new UserChange(PermStore.ReferenceTo(item), new UserData { IsActive = false }))]);
        Assert.Equal(2, Store.Seats.GetUsage()[0].Active);
    }

    [Fact]
    public void A_right_that_a_role_or_the_waiting_room_needs_is_not_recommended_away()
    {
        const string auditDownload = "asset-bank.waiting-room.audit-download-requests";
        Store.Profiles.Create("Auditors", rights: [auditDownload]);
        Store.Profiles.Create("Owners", rights: ["asset-bank.asset.manage-brands"]);
        Person("auditor", lastLoginDays: 0, profile: "Auditors");
        Person("owner", lastLoginDays: 0, profile: "Owners");
        Person("admin", lastLoginDays: 0, profile: "Admin");
        Store.Roles.AddMembers([new RoleAssignment(PermRole.PortalOwner, UserReference.ByName("owner"))]);
        SeatRecommendation found = Assert.Single(Store.Seats.Recommend(90, [SeatRecommendationKind.NearlyLowerTier]));
        Assert.Equal("Admin", found.ProfileName);
        Assert.Equal(["admin"], found.AffectedUsers);
        Assert.EndsWith("It would take that right from 'admin'.", found.Reason, StringComparison.Ordinal);

        // A second auditor elsewhere: nobody is left waiting, and nobody of the profile has decided yet.
        Store.Profiles.Create("More auditors", rights: [auditDownload, "asset-bank.asset.manage-brands", "asset-bank.system-admin.manage-portal-settings", "asset-bank.system-admin.create-api-tokens"]);
        Person("other", lastLoginDays: 0, profile: "More auditors");
        Assert.Contains("Auditors", Store.Seats.Recommend(90, [SeatRecommendationKind.NearlyLowerTier]).Select(item => item.ProfileName));
        WaitingRoomItem request = Store.WaitingRoom.Submit(new WaitingRoomRequest { Kind = WaitingRoomKind.Download, Requester = UserReference.ByName("admin"), Assets = ["logo.png"], Reason = "Print", ForApproval = true });
        Store.WaitingRoom.Decide(new WaitingRoomDecision { Item = WaitingRoomReference.ById(request.Id), Auditor = UserReference.ByName("auditor"), IsApproved = true });
        Assert.DoesNotContain("Auditors", Store.Seats.Recommend(90, [SeatRecommendationKind.NearlyLowerTier]).Select(item => item.ProfileName));
    }

    [Fact]
    public void Whoever_decided_needs_the_right_under_another_name_too_and_where_somebody_else_decided_last()
    {
        const string auditDownload = "asset-bank.waiting-room.audit-download-requests";
        Store.Profiles.Create("Auditors", rights: [auditDownload]);
        Store.Profiles.Create("More auditors", rights: [auditDownload]);
        Person("auditor", lastLoginDays: 0, profile: "Auditors");
        Person("other", lastLoginDays: 0, profile: "More auditors");
        Person("asker", lastLoginDays: 0, profile: "Viewer");
        Assert.Equal(["Auditors", "More auditors"], Profiles());
        WaitingRoomItem request = Store.WaitingRoom.Submit(new WaitingRoomRequest { Kind = WaitingRoomKind.Download, Requester = UserReference.ByName("asker"), Assets = ["a.png", "b.png"], Reason = "Print" });
        Decide("auditor", "a.png");
        Assert.Equal(["More auditors"], Profiles());
        Store.Users.Update(UserReference.ByName("auditor"), new UserData { UserName = "Renamed" });
        Assert.Equal(["More auditors"], Profiles());
        Decide("other", "b.png");
        Assert.Empty(Profiles());

        IEnumerable<string?> Profiles() => Store.Seats.Recommend(90, [SeatRecommendationKind.NearlyLowerTier]).Select(item => item.ProfileName).Order();
        void Decide(string auditor, string asset) => Store.WaitingRoom.Decide(new WaitingRoomDecision { Item = WaitingRoomReference.ById(request.Id), Auditor = UserReference.ByName(auditor), IsApproved = true, Assets = [asset] });
    }

    [Fact]
    public void A_right_that_nobody_else_has_to_administer_with_is_not_recommended_away()
    {
        const string users = "asset-bank.users-and-permissions.manage-users";
        Store.Profiles.Create("Staff", rights: [users]);
        Person("ann", lastLoginDays: 0, profile: "Staff");
        Assert.Empty(Store.Seats.Recommend(90, [SeatRecommendationKind.NearlyLowerTier]));
        Store.Profiles.Create("Owners", rights: [users, "asset-bank.asset.manage-brands", "asset-bank.system-admin.manage-portal-settings"]);
        Assert.Empty(Store.Seats.Recommend(90, [SeatRecommendationKind.NearlyLowerTier]));
        Person("bob", lastLoginDays: 0, profile: "Owners");
        Assert.Equal("Staff", Assert.Single(Store.Seats.Recommend(90, [SeatRecommendationKind.NearlyLowerTier])).ProfileName);
    }

    [Fact]
    public void A_restriction_is_no_right_to_save_a_seat_by()
    {
        Store.Profiles.Create("Bound", rights: ["workflow.brand-templates.disable-template-previews"]);
        Person("ann", lastLoginDays: 0, profile: "Bound");
        Assert.Empty(Store.Seats.Recommend(90, [SeatRecommendationKind.NearlyLowerTier]));
    }

    [Fact]
    public void Seats_of_users_that_are_recommended_are_not_counted_again_with_their_profile()
    {
        Store.Profiles.Create("Small", rights: ["asset-bank.asset.manage-brands"]);
        Store.Profiles.Create("Large", rights: ["asset-bank.asset.manage-brands"]);
        Person("away", lastLoginDays: 300, profile: "Small");
        foreach (int number in Enumerable.Range(1, 3))
        {
            Person($"large{number}", lastLoginDays: 0, profile: "Large");
        }

        Store.Seats.SetContract(new SeatContract { Heavy = 10, Light = 10 });
        IReadOnlyList<SeatRecommendation> found = Store.Seats.RecommendSeats(3, [Tier.Heavy], 90, Enum.GetValues<SeatRecommendationKind>());
        Assert.Equal(["away", "Large"], found.Select(item => item.UserName ?? item.ProfileName));
        Assert.DoesNotContain(Store.TakeWarnings(), warning => warning.Id == WarningId.FewerSeatsFound);
    }

    [Fact]
    public void Several_moves_have_one_answer()
    {
        Person("ann", lastLoginDays: 0, profile: "Viewer");
        Person("bob", lastLoginDays: 0, profile: "Editor");
        Person("cid", lastLoginDays: 0);
        Store.Seats.SetContract(new SeatContract { Heavy = 2 });
        List<PermException> refused = [];
        SeatImpact impact = Store.Seats.MeasureMoves([.. new[] { "ann", "bob", "ANN", "cid", "nobody" }.Select(UserReference.ByName)], "Admin", refused.Add)!;
        Assert.Equal(("3 users", Tier.Heavy, 1L, 3L, 2L, false, 1L), (impact.Target, impact.TierBefore, impact.HeavyBefore, impact.HeavyAfter, impact.UsersMoved, impact.Fits, impact.SeatsMissing));
        Assert.Equal(ErrorId.UserNotFound, Assert.Single(refused).ErrorId);
        Assert.Null(Store.Seats.MeasureMoves([UserReference.ByName("nobody")], "Admin", refused.Add));
    }

    private static IEnumerable<string?> Names(IEnumerable<SeatRecommendation> items) => items.Select(item => item.UserName);

    private List<PermWarning> Warnings() => [.. Store.TakeWarnings()];

    private void Person(string name, int? lastLoginDays, string profile = "Admin", int days = 400)
    {
        DateTimeOffset now = _test.Clock.GetUtcNow();
        Store.Users.Create(new UserData { UserName = name, Profile = profile, CreatedAt = now.AddDays(-days), LastLoginAt = lastLoginDays is { } ago ? now.AddDays(-ago) : null });
    }
}
