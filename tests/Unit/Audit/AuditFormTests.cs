using System.Globalization;

namespace PermModule.Unit.Audit;

/// <summary>Events of the first form, which stores of 0.1.0 wrote, beside those of the second.</summary>
public sealed class AuditFormTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perm-").FullName;
    private readonly PermStore _store;

    public AuditFormTests()
    {
        File.Copy(System.IO.Path.Combine(AppContext.BaseDirectory, "Data", "store-0.1.0.db"), Path);
        _store = PermStore.Open(Path);
        _store.Users.Create(new UserData { UserName = "after-migration", IsActive = false, Profile = _store.Profiles.Find()[0].Name });
    }

    private string Path => System.IO.Path.Combine(_folder, "perm.db");

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Events_from_before_the_migration_keep_the_first_form_and_verify_with_those_of_the_second()
    {
        PermAuditEvent[] events = [.. _store.Trail.FindEvents()];
        int migrated = Array.FindIndex(events, item => item.Action == AuditAction.StoreMigrated);
        Assert.All(events[..migrated], item => Assert.Equal((1, null, null, false), (item.SchemaVersion, item.ActorId, item.TargetId, item.IsErased)));
        Assert.All(events[migrated..], item => Assert.Equal(2, item.SchemaVersion));
        Assert.NotEmpty(events[..migrated]);
        Assert.Equal(events.Length, _store.Trail.Verify().Count);
        Assert.True(_store.Trail.Verify().IsIntact);
    }

    [Theory]
    [InlineData("target = 'other', target_key = 'OTHER'")]
    [InlineData("after = '{}'")]
    [InlineData("schema_version = 2")]
    [InlineData("actor_id = 1")]
    [InlineData("target_id = 1")]
    [InlineData("actor_seal = zeroblob(16)")]
    [InlineData("after_seal = zeroblob(32)")]
    [InlineData("target_seal = hash")]
    public void A_change_of_an_event_of_the_first_form_is_found(string change)
    {
        _store.Session.Execute($"UPDATE audit_events SET {change} WHERE id = 2");
        AuditVerification found = _store.Trail.Verify();
        Assert.Equal((false, 2L), (found.IsIntact, found.FirstBrokenId));
    }

    [Fact]
    public void An_event_names_its_target_and_the_acting_user_by_id_whatever_they_are_called()
    {
        PermUser ann = _store.Users.Create(new UserData { UserName = "annika", IsActive = false, Profile = _store.Profiles.Find()[0].Name });
        _store.Users.Update(UserReference.ByName("annika"), new UserData { UserName = "anna" });
        _store.Users.Update(UserReference.ByName("anna"), new UserData { Department = "Sales" });
        PermAuditEvent[] events = [.. _store.Trail.FindEvents(new AuditEventFilter { TargetId = ann.Id })];
        Assert.Equal(["annika", "annika", "anna"], events.Select(item => item.Target));
        Assert.All(events, item => Assert.Equal(ann.Id, item.TargetId));
    }

    [Fact]
    public void Equal_parts_have_different_seals()
    {
        string group = _store.Groups.Create("Some").Name;
        for (int i = 0; i < 100; i++)
        {
            _store.Groups.Update(group, description: i.ToString(CultureInfo.InvariantCulture));
        }

        Assert.Equal(100, _store.Session.Scalar("SELECT COUNT(DISTINCT target_seal) FROM audit_events WHERE action = 'GroupChanged'"));
    }
}
