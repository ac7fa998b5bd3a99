namespace PermModule.Unit.Reliability;

/// <summary>Long work tells how far it is: forwards, within all of it, and on the way as well as at its ends.</summary>
public sealed class ProgressTests : IDisposable
{
    private const int Users = 5_000;

    private readonly TestStore _test = new TestStore().WithProfiles();
    private readonly List<WorkProgress> _told = [];

    public ProgressTests() => Store.Users.Create([.. Enumerable.Range(0, Users).Select(i => new UserData { UserName = $"user{i}", Profile = "Viewer" })]);

    private PermStore Store => _test.Store;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void A_check_tells_of_each_of_its_parts()
    {
        Store.Check(_told.Add);

        AssertOnTheWay("audit trail", "seats", "groups", "file");
    }

    [Fact]
    public void A_backup_and_its_restore_tell_of_the_copy_and_of_its_check()
    {
        string backup = Store.Backup(_test.File("b.db"), overwrite: false, _told.Add).FullName;
        AssertOnTheWay("copy", "audit trail");

        _told.Clear();
        StoreRestore.Prepare(backup, _test.File("c.db"), _test.Options, _told.Add).Dispose();
        AssertOnTheWay("copy", "audit trail");
    }

    [Fact]
    public void A_comparison_tells_of_the_users()
    {
        using TestStore other = new TestStore().WithProfiles();

        Assert.Equal(Users, Store.Comparison.Compare(other.Store.Comparison, [StoreDifferenceKind.User], includesEqual: false, _told.Add).Count());

        AssertOnTheWay("User");
    }

    [Fact]
    public void An_undo_tells_of_the_events()
    {
        Store.History.Undo(Store.Trail.FindEvents(new AuditEventFilter { Newest = 1 }).Single().CorrelationId, skipConflicts: false, _told.Add);

        AssertOnTheWay("events");
        Assert.Equal(Users, _told.Count);
    }

    [Fact]
    public void An_erasure_tells_of_the_events_while_it_looks_and_while_it_erases()
    {
        Store.Users.Remove([UserReference.ByName("user7")]);
        PersonalDataFilter filter = new() { UserName = "user7" };

        Store.Erasure.Preview(filter, _told.Add);
        AssertOnTheWay("events", "requests");

        _told.Clear();
        Store.Erasure.Erase(filter, _told.Add);
        AssertOnTheWay("events", "requests");
    }

    private void AssertOnTheWay(params string[] parts)
    {
        Assert.Equal(_told.Select(told => told.Share).Order(), _told.Select(told => told.Share));
        Assert.All(_told, told => Assert.InRange(told.Share, 0, 1));
        Assert.Contains(_told, told => told.Share is > 0 and < 1);
        Assert.Superset(parts.ToHashSet(), _told.Select(told => told.Doing).ToHashSet());
    }
}
