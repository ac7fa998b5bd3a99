using Microsoft.Data.Sqlite;

namespace PermModule.Unit.Reliability;

/// <summary>
/// A store that version 0.1.0 made gets the tiers of the newer catalogue. Its contract is full: 2 Heavy, 2 Regular and 3 Light seats.
/// Its profiles hold rights of Custom Links (Heavy, Regular and Light then, of no tier now) and Creator of the guidelines (Regular then, Heavy now).
/// </summary>
public sealed class DefaultTierMigrationTests : IDisposable
{
    private const string GuideCreator = "brand-guidelines.creator";
    private const string LinkCreator = "custom-links.creator";
    private const string LinkManager = "custom-links.manager";
    private const string LinkViewer = "custom-links.viewer";

    private readonly string _folder = Directory.CreateTempSubdirectory("perm-").FullName;

    public DefaultTierMigrationTests() => File.Copy(System.IO.Path.Combine(AppContext.BaseDirectory, "Data", "store-0.1.0.db"), Path);

    private string Path => System.IO.Path.Combine(_folder, "perm.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_full_contract_keeps_the_earlier_tiers_that_it_has_no_seats_for()
    {
        using PermStore store = PermStore.Open(Path);

        Assert.Equal(Tier.None, store.Rights.Get(LinkViewer).Tier);
        Assert.Equal((Tier.Regular, Tier.None), Tiers(store, LinkCreator));
        Assert.Equal((Tier.Heavy, Tier.None), Tiers(store, LinkManager));
        Assert.Equal((Tier.Regular, Tier.Heavy), Tiers(store, GuideCreator));
        Assert.Equal([2, 2, 3], Used(store));
        Assert.Equal(
            [("Admins", Tier.Heavy), ("Editors", Tier.Regular), ("Guide makers", Tier.Regular), ("Link makers", Tier.Regular), ("Link owners", Tier.Heavy), ("Link readers", Tier.Light), ("Viewers", Tier.Light)],
            store.Profiles.Find().Select(profile => (profile.Name, profile.Tier)));
        Assert.All(store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    [Fact]
    public void Kept_tiers_are_told_at_every_opening_and_by_the_audit()
    {
        PermStore.Open(Path).Dispose();
        using PermStore store = PermStore.Open(Path);

        string warning = Assert.Single(store.TakeWarnings()).Message;
        Assert.Contains($"'{LinkCreator}' (Regular, new default None)", warning, StringComparison.Ordinal);
        Assert.DoesNotContain(LinkViewer, warning, StringComparison.Ordinal);
        PermFinding[] findings = [.. Kept(store)];
        Assert.Equal([GuideCreator, LinkCreator, LinkManager], findings.Select(finding => finding.Target));
        Assert.Equal($"Reset the tier of '{GuideCreator}'.", findings[0].Recommendation);
        using PermStore again = store.OpenAgain();
        Assert.Empty(again.TakeWarnings());
    }

    [Fact]
    public void The_trail_tells_which_rights_changed_their_tier_and_which_kept_it()
    {
        using PermStore store = PermStore.Open(Path);
        IReadOnlyList<PermAuditEvent> events = [.. Events(store)];
        Assert.Equal(
            [(LinkViewer, """{"Tier":"Light"}""", """{"Tier":"None"}""")],
            events.Where(row => row.Action == "RightTierChanged").Select(row => (row.Target, row.Before!, row.After!)).Skip(1));
        Assert.Equal(
            [
                (GuideCreator, """{"DefaultTier":"Regular"}""", """{"DefaultTier":"Heavy","Tier":"Regular"}"""),
                (LinkCreator, """{"DefaultTier":"Regular"}""", """{"DefaultTier":"None","Tier":"Regular"}"""),
                (LinkManager, """{"DefaultTier":"Heavy"}""", """{"DefaultTier":"None","Tier":"Heavy"}"""),
            ],
            events.Where(row => row.Action == "RightTierKept").Select(row => (row.Target, row.Before!, row.After!)));
        Assert.All(store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    [Fact]
    public void A_kept_tier_is_reset_once_there_are_seats_and_then_nothing_is_told_any_longer()
    {
        using (PermStore store = PermStore.Open(Path))
        {
            Assert.Equal("SeatLimitExceeded", Assert.Throws<SeatLimitException>(() => store.Rights.SetTier(LinkManager, null)).ErrorId);
            store.Users.Update(UserReference.ByName("val"), new UserData { IsActive = false });
            store.Rights.SetTier(LinkManager, null);
            store.Rights.SetTier(GuideCreator, null);
            Assert.Equal([2, 1, 3], Used(store));
            store.Rights.SetTier(LinkCreator, Tier.Regular);
            Assert.Empty(Kept(store));
            Assert.Equal("""{"Tier":"Regular","IsKept":true}""", Events(store).Last().Before);
        }

        using PermStore again = PermStore.Open(Path);
        Assert.Empty(again.TakeWarnings());
        Assert.Equal(Tier.Regular, again.Rights.Get(LinkCreator).Tier);
    }

    [Fact]
    public void The_undo_of_an_undo_takes_a_kept_tier_as_the_undo_left_it()
    {
        using PermStore store = PermStore.Open(Path);
        store.Seats.SetContract(new SeatContract());
        string[] kept = [.. Kept(store).Select(finding => finding.Target)];
        Guid change = Run(() => store.Rights.SetTier(LinkManager, Tier.Light));
        Guid undo = Run(() => store.History.Undo(change));
        Assert.Equal(kept, Kept(store).Select(finding => finding.Target));
        Assert.Equal("""{"Tier":"Heavy","IsKept":true}""", Events(store).Last(row => row.Action == AuditAction.RightTierChanged).After);
        Guid again = Run(() => store.History.Undo(undo));
        Assert.Equal(Tier.Light, store.Rights.Get(LinkManager).Tier);
        Assert.DoesNotContain(LinkManager, Kept(store).Select(finding => finding.Target));
        store.History.Undo(again);
        Assert.Equal(kept, Kept(store).Select(finding => finding.Target));
        store.Rights.SetTier(LinkManager, Tier.Heavy);
        Assert.Equal(ErrorId.UndoConflict, Assert.ThrowsAny<PermException>(() => store.History.Undo(again)).ErrorId);
        Assert.All(store.Check(), check => Assert.True(check.IsPassed, check.Message));

        Guid Run(Action act)
        {
            Guid id = Guid.NewGuid();
            using IDisposable correlation = store.Correlate(id);
            act();
            return id;
        }
    }

    [Fact]
    public void With_one_free_seat_as_many_new_defaults_as_fit_together_apply()
    {
        // Link owners move to Light and free the Heavy seat that Guide makers need.
        Tamper("UPDATE seat_contract SET light = 4");
        using PermStore store = PermStore.Open(Path);
        Assert.Equal(LinkCreator, Assert.Single(Kept(store)).Target);
        Assert.Equal([2, 1, 4], Used(store));
    }

    [Fact]
    public void Without_a_limit_every_new_default_applies_silently()
    {
        Tamper("UPDATE seat_contract SET light = NULL");
        using PermStore store = PermStore.Open(Path);
        Assert.Empty(store.TakeWarnings());
        Assert.Empty(Kept(store));
        Assert.Equal([2, 0, 5], Used(store));
        Assert.All(new[] { GuideCreator, LinkCreator, LinkManager, LinkViewer }, key => Assert.Equal(store.Rights.Get(key).DefaultTier, store.Rights.Get(key).Tier));
    }

    [Fact]
    public void A_contract_that_only_warns_takes_every_new_default_with_its_warning()
    {
        Tamper("UPDATE seat_contract SET enforcement = 1");
        using PermStore store = PermStore.Open(Path);
        Assert.Equal("Light seats are over the contract: 5 in use, limit 3.", Assert.Single(store.TakeWarnings()).Message);
        Assert.Empty(Kept(store));
        Assert.Equal([2, 0, 5], Used(store));
    }

    [Fact]
    public void Tiers_set_by_hand_stay_and_are_not_told()
    {
        Tamper($"UPDATE seat_contract SET light = NULL; UPDATE rights SET tier = 2 WHERE right_key = '{LinkManager}'; UPDATE rights SET tier = 0 WHERE right_key = '{LinkCreator}'");
        using PermStore store = PermStore.Open(Path);
        Assert.Equal(Tier.Regular, store.Rights.Get(LinkManager).Tier);
        Assert.Equal(Tier.None, store.Rights.Get(LinkCreator).Tier);
        Assert.Equal(Tier.Heavy, store.Rights.Get("asset-bank.homepage.manage-news").Tier);
        Assert.Empty(Kept(store));
        Assert.Equal(2, store.Session.Scalar("SELECT COUNT(*) FROM rights WHERE tier IS NOT NULL"));
    }

    [Fact]
    public void A_restored_backup_of_0_1_0_is_told_too()
    {
        string backup = System.IO.Path.Combine(_folder, "old.db");
        File.Copy(Path, backup);
        using StoreRestore restore = StoreRestore.Prepare(backup, System.IO.Path.Combine(_folder, "new.db"));
        using PermStore store = PermStore.Restore(restore);
        Assert.Contains(LinkCreator, Assert.Single(store.TakeWarnings()).Message, StringComparison.Ordinal);
    }

    private static (Tier Tier, Tier Default) Tiers(PermStore store, string key) => (store.Rights.Get(key).Tier, store.Rights.Get(key).DefaultTier);

    private static IEnumerable<long> Used(PermStore store) => store.Seats.GetUsage().Select(usage => usage.Active);

    private static IEnumerable<PermFinding> Kept(PermStore store) => store.Audit.Run(new AuditOptions { Rules = ["TierKeptFromEarlier"] });

    private static IEnumerable<PermAuditEvent> Events(PermStore store) => store.Trail.FindEvents();

    private void Tamper(string sql)
    {
        using SqliteConnection connection = new($"Data Source={Path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
