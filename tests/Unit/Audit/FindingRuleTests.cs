using System.Globalization;

namespace PermModule.Unit.Audit;

/// <summary>Each rule on a store that breaks it and on one that just does not.</summary>
public class FindingRuleTests : IDisposable
{
    private const string Brands = "asset-bank.asset.manage-brands";
    private const string Mfa = "asset-bank.users-and-permissions.require-mfa-on-login";
    private const string Upload = "asset-bank.asset-management.upload-assets";
    private const string UploadApproved = "asset-bank.asset-management.upload-assets-with-mandatory-approval";

    private readonly TestStore _test = new TestStore().WithProfiles();

    private PermStore Store => _test.Store;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Every_rule_has_a_name_of_its_own_a_reason_and_a_recommendation()
    {
        IReadOnlyList<PermAuditRule> rules = AuditService.GetRules();
        Assert.Equal(rules.Count, rules.Select(rule => rule.Name).Distinct().Count());
        Assert.All(rules, rule => Assert.True(rule.Reason.Length > 30 && rule.Recommendation.Length > 20));
    }

    [Fact]
    public void Every_kind_of_step_is_a_sentence_of_its_own()
    {
        string[] sentences = [.. Enum.GetValues<RecommendedStepKind>().Select(kind => new RecommendedStep { Kind = kind, Profile = "p", Role = PermRole.Champion, Rights = ["r"] }.ToString())];
        Assert.All(sentences, sentence => Assert.Matches(@"^[A-Z].*\.$", sentence));
        Assert.Equal(sentences.Length, sentences.Distinct().Count());
    }

    [Fact]
    public void Rules_are_chosen_by_name_wildcard_category_and_severity()
    {
        Assert.Equal(["SeatLimitExceeded", "SeatLimitNear"], Names(new AuditOptions { Rules = ["seatlimit*"] }));
        Assert.Equal(["SeatLimitNear"], Names(new AuditOptions { Rules = ["SeatLimit*"], ExcludedRules = ["SeatLimitExceeded"] }));
        Assert.Equal(["AuditTrailBroken", "SeatCountDrift"], Names(new AuditOptions { Categories = [AuditCategory.Integrity] }));
        Assert.DoesNotContain("UnusedSeat", Names(new AuditOptions { Severities = [FindingSeverity.Error] }));
        Assert.Empty(Names(new AuditOptions { Rules = ["Nothing*"] }));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_rule_that_does_not_exist_is_refused_wherever_it_is_named(bool excluded)
    {
        AuditOptions options = excluded ? new AuditOptions { ExcludedRules = ["Typo"] } : new AuditOptions { Rules = ["Typo"] };
        Assert.Equal("RuleNotFound", Assert.Throws<PermNotFoundException>(() => Store.Audit.Run(options)).ErrorId);
    }

    [Theory]
    [InlineData(-1, 7)]
    [InlineData(90, 36_501)]
    public void Days_out_of_range_are_refused(int notSeen, int pending) =>
        Assert.Equal("InvalidValue", Assert.Throws<PermInvalidInputException>(() => Store.Audit.Run(new AuditOptions { NotSeenForDays = notSeen, PendingForDays = pending })).ErrorId);

    [Fact]
    public void SeatLimitExceeded()
    {
        Contract(new SeatContract { Heavy = 1, Enforcement = SeatEnforcement.Warn });
        _test.AddUser("ann", "Admin");
        Clean(nameof(SeatLimitExceeded));
        _test.AddUser("bob", "Admin");
        Assert.Equal("Deactivate 1 user who does not use their Heavy seat.", Breaks(nameof(SeatLimitExceeded), "Heavy").Recommendation);
        Contract(new SeatContract { Enforcement = SeatEnforcement.Warn });
        _test.AddUser("cid", "Admin");
        Contract(new SeatContract { Heavy = 1, Enforcement = SeatEnforcement.Warn });
        Assert.Equal("Deactivate 2 users who do not use their Heavy seats.", Breaks(nameof(SeatLimitExceeded), "Heavy").Recommendation);
    }

    [Fact]
    public void SeatLimitNear()
    {
        Contract(new SeatContract { Light = 4, WarningPercent = 75 });
        _test.AddUser("a");
        _test.AddUser("b");
        Clean(nameof(SeatLimitNear));
        _test.AddUser("c");
        Breaks(nameof(SeatLimitNear), "Light");
        _test.AddUser("d");
        PermFinding full = Breaks(nameof(SeatLimitNear), "Light");
        Assert.Equal((2L, 90), (full.Step.Seats!.Value, full.Step.Days!.Value));
        Store.Users.Update(UserReference.ByName("d"), new UserData { IsActive = false });
        Store.Users.Update(UserReference.ByName("c"), new UserData { IsActive = false });
        Clean(nameof(SeatLimitNear));
    }

    [Fact]
    public void UnusedSeat()
    {
        DateTimeOffset now = _test.Clock.GetUtcNow();
        Person("seen", lastLogin: now.AddDays(-90).AddSeconds(1), created: now.AddDays(-400));
        Person("young", lastLogin: now.AddDays(-95), created: now.AddDays(-89));
        Person("never", lastLogin: null, created: now.AddDays(-400));
        Person("gone", lastLogin: now.AddDays(-200), created: now.AddDays(-400), isActive: false);
        Clean(nameof(UnusedSeat));
        Person("old", lastLogin: now.AddDays(-90), created: now.AddDays(-90));
        PermFinding finding = Breaks(nameof(UnusedSeat), "old");
        Assert.Equal("Deactivate the user 'old'.", finding.Recommendation);
    }

    [Fact]
    public void NeverSignedIn()
    {
        DateTimeOffset now = _test.Clock.GetUtcNow();
        Person("seen", lastLogin: now.AddDays(-900), created: now.AddDays(-900));
        Person("young", lastLogin: null, created: now.AddDays(-90).AddSeconds(1));
        Person("gone", lastLogin: null, created: now.AddDays(-400), isActive: false);
        Clean(nameof(NeverSignedIn));
        Person("o'hara", lastLogin: null, created: now.AddDays(-90));
        Assert.Equal("Deactivate the user 'o'hara'.", Breaks(nameof(NeverSignedIn), "o'hara").Recommendation);
    }

    [Fact]
    public void NearlyLowerTier()
    {
        Store.Profiles.Create("Three", rights: [Brands, "asset-bank.system-admin.manage-portal-settings", "asset-bank.users-and-permissions.manage-permission-profiles"]);
        _test.AddUser("ann", "Three");
        _test.AddUser("eve");
        Clean(nameof(NearlyLowerTier));
        _test.AddUser("bob", "Admin");
        Assert.Equal($"Revoke '{Brands}' from the profile 'Admin'.", Breaks(nameof(NearlyLowerTier), "Admin").Recommendation);
    }

    [Fact]
    public void MaintenanceRightGranted()
    {
        Clean(nameof(MaintenanceRightGranted));
        Store.Profiles.Grant("Admin", ["asset-bank.content-customization.manage-content-customization"], allowMaintenance: true);
        Breaks(nameof(MaintenanceRightGranted), "Admin");
    }

    [Fact]
    public void DeprecatedRightGranted()
    {
        Clean(nameof(DeprecatedRightGranted));
        Store.Profiles.Grant("Admin", ["asset-bank.system-admin.manage-external-server-settings"]);
        Breaks(nameof(DeprecatedRightGranted), "Admin");
    }

    [Fact]
    public void RequiredRightMissing()
    {
        Store.Profiles.Grant("Admin", ["brand-store.manage-orders"], includeRequired: true);
        Clean(nameof(RequiredRightMissing));
        TakeRight("brand-store.view-orders");
        PermFinding finding = Breaks(nameof(RequiredRightMissing), "Admin");
        Assert.Equal("Grant 'brand-store.view-orders' and what it requires to the profile 'Admin'.", finding.Recommendation);
    }

    [Fact]
    public void ExclusiveRightsCombined()
    {
        Store.Profiles.Grant("Viewer", ["brand-guidelines.viewer"]);
        Clean(nameof(ExclusiveRightsCombined));
        Store.Profiles.Create("Guides", rights: ["brand-guidelines.creator"]);
        Clean(nameof(ExclusiveRightsCombined));
        GiveRight("Viewer", "brand-guidelines.manager");
        Assert.Equal("Revoke 'brand-guidelines.manager' from the profile 'Viewer'.", Breaks(nameof(ExclusiveRightsCombined), "Viewer").Recommendation);
    }

    [Fact]
    public void ConflictingUploadRights()
    {
        Store.Profiles.Create("Uploader", rights: [UploadApproved]);
        Clean(nameof(ConflictingUploadRights));
        Store.Profiles.Grant("Uploader", [Upload]);
        Breaks(nameof(ConflictingUploadRights), "Uploader");
    }

    [Fact]
    public void EmptyProfile()
    {
        Clean(nameof(EmptyProfile));
        Store.Profiles.Create("Nothing");
        Assert.Equal("Remove the profile 'Nothing'.", Breaks(nameof(EmptyProfile), "Nothing").Recommendation);
        _test.AddUser("ann", "Nothing");
        Assert.StartsWith("Grant the profile 'Nothing'", Breaks(nameof(EmptyProfile), "Nothing").Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public void UnusedProfile()
    {
        _test.AddUser("ann", "Admin");
        Person("bob", lastLogin: null, created: null, isActive: false, profile: "Editor");
        Clean(nameof(UnusedProfile));
        Store.Profiles.Create("Spare", rights: [Mfa]);
        Breaks(nameof(UnusedProfile), "Spare");
    }

    [Fact]
    public void HeavyWithoutMfa()
    {
        _test.AddUser("eve", "Editor");
        Person("gone", lastLogin: null, created: null, isActive: false, profile: "Admin");
        Clean(nameof(HeavyWithoutMfa));
        _test.AddUser("ann", "Admin");
        Breaks(nameof(HeavyWithoutMfa), "Admin");
        Store.Profiles.Grant("Admin", [Mfa]);
        Clean(nameof(HeavyWithoutMfa));
    }

    [Theory]
    [InlineData("asset-bank.users-and-permissions.manage-permission-profiles")]
    [InlineData("content-workflow.manage-roles-and-permissions")]
    public void SelfEscalation(string right)
    {
        Store.Profiles.Grant("Admin", ["asset-bank.users-and-permissions.manage-users"]);
        Clean(nameof(SelfEscalation));
        Store.Profiles.Grant("Admin", [right]);
        Breaks(nameof(SelfEscalation), "Admin");
    }

    [Fact]
    public void SelfEscalation_leaves_the_right_where_the_fewest_users_hold_it()
    {
        const string profiles = "asset-bank.users-and-permissions.manage-permission-profiles";
        Store.Profiles.Grant("Admin", [profiles]);
        Store.Profiles.Create("Many", rights: [profiles]);
        Store.Profiles.Create("Nobody", rights: [profiles]);
        _test.AddUser("ann", "Admin");
        _test.AddUser("bob", "Many");
        _test.AddUser("cid", "Many");
        Dictionary<string, string> found = Store.Audit.Run(new AuditOptions { Rules = [nameof(SelfEscalation)] }).ToDictionary(finding => finding.Target, finding => finding.Recommendation);
        Assert.Equal($"List who holds '{profiles}'.", found["Admin"]);
        Assert.Equal($"Revoke '{profiles}' from the profile 'Many'.", found["Many"]);
        Assert.Equal($"Revoke '{profiles}' from the profile 'Nobody'.", found["Nobody"]);
    }

    [Fact]
    public void PortalOwnerMissing_and_SinglePortalOwner()
    {
        PermUser ann = _test.AddUser("ann");
        Breaks("PortalOwnerMissing", "PortalOwner");
        Clean("SinglePortalOwner");
        Give(PermRole.PortalOwner, ann);
        Clean("PortalOwnerMissing");
        Breaks("SinglePortalOwner", "PortalOwner");
        Give(PermRole.PortalOwner, _test.AddUser("bob"));
        Clean("SinglePortalOwner");
        Store.Users.Update(UserReference.To(ann), new UserData { IsActive = false });
        Breaks("SinglePortalOwner", "PortalOwner");
    }

    [Fact]
    public void ChampionMissing()
    {
        PermUser own = Placed("own", "sales", null);
        Placed("other", "Sales", null);
        PermUser elsewhere = Placed("elsewhere", "Legal", null);
        Person("gone", lastLogin: null, created: null, isActive: false, department: "Closed");
        Assert.Equal(["Legal", "Sales"], Find(nameof(ChampionMissing)).Select(finding => finding.Target));
        Give(PermRole.Champion, own);
        Give(PermRole.Champion, elsewhere, "Elsewhere");
        Breaks(nameof(ChampionMissing), "Legal");
        Give(PermRole.Champion, _test.AddUser("named", "Editor"), "legal");
        Clean(nameof(ChampionMissing));
        Store.Users.Update(UserReference.ByName("named"), new UserData { IsActive = false });
        Assert.Equal("Department", Breaks(nameof(ChampionMissing), "Legal").TargetType);
    }

    [Fact]
    public void A_champion_of_the_location_covers_a_department_without_one_and_the_other_way_round()
    {
        Placed("both", "Sales", "Oslo");
        Placed("remote", "Sales", "Rome");
        Placed("nowhere", null, null);
        Give(PermRole.Champion, Placed("guide", "Support", "Oslo"));
        Assert.Equal(["Sales", "Rome"], Find(nameof(ChampionMissing)).Select(finding => finding.Target));
        Assert.StartsWith("1 of 2 active users of the department 'Sales'", Find(nameof(ChampionMissing))[0].Message, StringComparison.Ordinal);
        Store.Users.Update(UserReference.ByName("remote"), new UserData { IsActive = false });
        Clean(nameof(ChampionMissing));
        Store.Users.Update(UserReference.ByName("guide"), new UserData { IsActive = false });
        Assert.Equal(["Sales", "Oslo"], Find(nameof(ChampionMissing)).Select(finding => finding.Target));
    }

    [Fact]
    public void AssumedTierCounts()
    {
        const string news = "asset-bank.homepage.manage-news";
        Store.Profiles.Create("Own data", rights: ["asset-bank.users-and-permissions.manage-own-user-profile"]);
        Store.Profiles.Create("News and uploads", rights: [news, Upload]);
        Store.Profiles.Create("News and brands", rights: [news, Brands]);
        Clean(nameof(AssumedTierCounts));
        Store.Profiles.Create("News", rights: [news, "asset-bank.collections.create-collections"]);
        Assert.Equal("List the Regular rights of the profile 'News' whose tier is assumed.", Breaks(nameof(AssumedTierCounts), "News").Recommendation);
        Store.Rights.SetTier(news, Tier.Heavy);
        Assert.Empty(Find(nameof(AssumedTierCounts)));
    }

    [Fact]
    public void ChampionTierTooLow()
    {
        PermUser ann = _test.AddUser("ann", "Editor");
        Give(PermRole.Champion, ann);
        Clean(nameof(ChampionTierTooLow));
        Store.Users.Update(UserReference.To(ann), new UserData { Profile = "Viewer" });
        Assert.Equal("Give the user 'ann' the profile 'Editor'.", Breaks(nameof(ChampionTierTooLow), "ann").Recommendation);
        Store.Profiles.Create("All", rights: [Upload, UploadApproved, "asset-bank.collections.create-collections"]);
        Store.Profiles.Create("Both", rights: [Upload, "asset-bank.collections.create-collections"]);
        Assert.Equal("Both", Breaks(nameof(ChampionTierTooLow), "ann").Step.Profile);
    }

    [Fact]
    public void ChampionInactive()
    {
        PermUser ann = _test.AddUser("ann", "Editor");
        Give(PermRole.Champion, ann);
        Clean(nameof(ChampionInactive));
        Store.Users.Update(UserReference.To(ann), new UserData { IsActive = false });
        Breaks(nameof(ChampionInactive), "ann");
    }

    [Fact]
    public void EndUserAboveLight_offers_no_profile_without_rights()
    {
        _test.Store.Profiles.Create("A", isDefault: true);
        _test.AddUser("ann", "Editor");
        Assert.Equal("Viewer", Breaks(nameof(EndUserAboveLight), "ann").Step.Profile);
        _test.Store.Profiles.Remove("Viewer");
        Assert.Equal(RecommendedStepKind.AddRoleMember, Breaks(nameof(EndUserAboveLight), "ann").Step.Kind);
    }

    [Fact]
    public void EndUserAboveLight()
    {
        Give(PermRole.Champion, _test.AddUser("champion", "Editor"));
        Give(PermRole.PortalOwner, _test.AddUser("owner", "Admin"));
        _test.AddUser("light");
        Person("gone", lastLogin: null, created: null, isActive: false, profile: "Admin");
        Clean(nameof(EndUserAboveLight));
        _test.AddUser("regular", "Editor");
        Assert.Equal("Give the user 'regular' the profile 'Viewer'.", Breaks(nameof(EndUserAboveLight), "regular").Recommendation);
    }

    [Fact]
    public void StaleRequest()
    {
        Store.Profiles.Create("Auditor", rights: ["asset-bank.waiting-room.audit-download-requests"]);
        _test.AddUser("auditor", "Auditor");
        _test.AddUser("ann");
        WaitingRoomItem decided = Submit("ann");
        WaitingRoomItem waiting = Submit("ann");
        Store.WaitingRoom.Decide(new WaitingRoomDecision { Item = WaitingRoomReference.To(decided), Auditor = UserReference.ByName("auditor"), IsApproved = true });
        _test.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMilliseconds(1));
        Clean(nameof(StaleRequest));
        _test.Clock.Advance(TimeSpan.FromMilliseconds(1));
        PermFinding finding = Breaks(nameof(StaleRequest), waiting.Id.ToString(CultureInfo.InvariantCulture));
        Assert.Contains("Download", finding.Message, StringComparison.Ordinal);
        Assert.Contains("'ann' with 2 undecided assets has waited for 7 days", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void StaleRequest_goes_on_past_a_page_of_requests_of_one_moment()
    {
        _test.AddUser("ann");
        WaitingRoomRequest request = new() { Kind = WaitingRoomKind.Download, Requester = UserReference.ByName("ann"), Assets = ["a.png"], Reason = "Print" };
        Store.WaitingRoom.Submit([.. Enumerable.Repeat(request, 2_100)]);
        _test.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(2_100, Find(nameof(StaleRequest)).Select(finding => finding.Target).Distinct().Count());
    }

    [Fact]
    public void AuditorMissing()
    {
        Assert.Equal(["Download", "Upload", "Quarantine"], Find(nameof(AuditorMissing)).Select(finding => finding.Target));
        Store.Profiles.Create("Admins too", rights: ["asset-bank.waiting-room.audit-*", Brands]);
        Store.Profiles.Create("Auditor", rights: ["asset-bank.waiting-room.audit-*"]);
        Assert.Equal(["Auditor", "Auditor", "Auditor"], Find(nameof(AuditorMissing)).Select(finding => finding.Step.Profile));
        PermUser first = _test.AddUser("first", "Auditor");
        Clean(nameof(AuditorMissing));
        Submit("first");
        Assert.Contains("'first' alone", Breaks(nameof(AuditorMissing), "Download").Message, StringComparison.Ordinal);
        _test.AddUser("second", "Auditor");
        Clean(nameof(AuditorMissing));
        Store.Users.Update(UserReference.ByName("second"), new UserData { IsActive = false });
        Store.Users.Update(UserReference.To(first), new UserData { IsActive = false });
        Assert.Contains("1 request waits", Find(nameof(AuditorMissing))[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_over_users_go_on_past_the_first_page_and_past_users_who_change_meanwhile()
    {
        Store.Users.Create([.. Enumerable.Range(0, 2_500).Select(i => new UserData { UserName = $"u{i}", Profile = "Editor", CreatedAt = _test.Clock.GetUtcNow().AddDays(-100) })]);
        Assert.Equal(2_500, Find(nameof(EndUserAboveLight)).Count);
        int count = 0;
        foreach (PermFinding finding in Store.Audit.Run(new AuditOptions { Rules = [nameof(NeverSignedIn)] }))
        {
            count++;
            if (count % 100 == 0)
            {
                Store.Users.Update(UserReference.ByName(finding.Target), new UserData { IsActive = false });
            }
        }

        Assert.Equal(2_500, count);
        Assert.Equal(2_475, Find(nameof(NeverSignedIn)).Count);
    }

    [Fact]
    public void AuditTrailBroken()
    {
        _test.AddUser("ann");
        Clean(nameof(AuditTrailBroken));
        _test.Tamper("UPDATE audit_events SET actor = 'nobody' WHERE id = 2");
        Assert.Equal("Event 2 is not as it was written, or does not follow event 1. 1 event before it is as it was written.", Breaks(nameof(AuditTrailBroken), "2").Message);
    }

    [Fact]
    public void AuditTrailBroken_where_what_remains_of_an_erasure_was_changed()
    {
        _test.AddUser("ann");
        _test.Store.Users.Remove([UserReference.ByName("ann")]);
        _test.Store.Erasure.Erase(new PersonalDataFilter { UserName = "ann" });
        long witness = _test.Store.Trail.GetDigest().LastId;
        _test.AddUser("bob");
        Clean(nameof(AuditTrailBroken));
        _test.Tamper("UPDATE audit_events SET before = '{}' WHERE action = 'UserRemoved'");
        Assert.EndsWith($" is not what event {witness} vouches for.", Breaks(nameof(AuditTrailBroken), $"{witness}").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SeatCountDrift()
    {
        _test.AddUser("ann", "Admin");
        Clean(nameof(SeatCountDrift));
        _test.Tamper("UPDATE profiles SET active_users = active_users - 1 WHERE name = 'Admin'");
        Breaks(nameof(SeatCountDrift), "Admin");
    }

    [Fact]
    public void Progress_names_the_rules_and_never_goes_back()
    {
        List<(string Rule, int Percent)> seen = [];
        Assert.NotEmpty(Store.Audit.Run(new AuditOptions { Progress = (rule, percent) => seen.Add((rule, percent)) }).ToList());
        Assert.Equal(AuditService.GetRules().Select(rule => rule.Name), seen.Select(step => step.Rule).Distinct());
        Assert.Equal(seen.Select(step => step.Percent).Order(), seen.Select(step => step.Percent));
        Assert.All(seen, step => Assert.InRange(step.Percent, 0, 100));
    }

    private static IEnumerable<string> Names(AuditOptions options) => AuditService.GetRules(options).Select(rule => rule.Name);

    private List<PermFinding> Find(string rule) => [.. Store.Audit.Run(new AuditOptions { Rules = [rule] })];

    private void Clean(string rule) => Assert.Empty(Find(rule));

    private PermFinding Breaks(string rule, string target)
    {
        PermFinding finding = Assert.Single(Find(rule));
        Assert.Equal(target, finding.Target);
        PermAuditRule description = AuditService.GetRules(new AuditOptions { Rules = [rule] })[0];
        Assert.Equal((rule, description.Category, description.Severity), (finding.RuleName, finding.Category, finding.Severity));
        return finding;
    }

    private void Contract(SeatContract contract) => Store.Seats.SetContract(contract);

    private void Person(string name, DateTimeOffset? lastLogin, DateTimeOffset? created, bool isActive = true, string? profile = null, string? department = null) =>
        Store.Users.Create(new UserData { UserName = name, LastLoginAt = lastLogin, CreatedAt = created, IsActive = isActive, Profile = profile, Department = department });

    private PermUser Placed(string name, string? department, string? location) =>
        Store.Users.Create(new UserData { UserName = name, Profile = "Editor", Department = department, Location = location });

    private void Give(PermRole role, PermUser user, string? department = null) =>
        Assert.Null(Assert.Single(Store.Roles.AddMembers([new RoleAssignment(role, UserReference.To(user), department)])).Error);

    private WaitingRoomItem Submit(string requester, WaitingRoomKind kind = WaitingRoomKind.Download) =>
        Store.WaitingRoom.Submit(new WaitingRoomRequest { Kind = kind, Requester = UserReference.ByName(requester), Assets = ["a.png", "b.png"], Reason = "Print" });

    private void GiveRight(string profile, string right) => Behind(
        $"INSERT INTO profile_rights SELECT p.id, r.id FROM profiles p, rights r WHERE p.name = '{profile}' AND r.right_key = '{right}'");

    private void TakeRight(string right) => Behind($"DELETE FROM profile_rights WHERE right_id = (SELECT id FROM rights WHERE right_key = '{right}')");

    private void Behind(string sql)
    {
        _test.Tamper(sql);
        _test.Reopen();
    }
}
