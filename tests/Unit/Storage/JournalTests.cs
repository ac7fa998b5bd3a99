using PermModule.Storage.Sqlite;

namespace PermModule.Unit.Storage;

/// <summary>How much of the journal a change writes, and what it costs to write there.</summary>
public sealed class JournalTests : IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void A_change_writes_no_page_of_an_index_that_it_does_not_touch()
    {
        _test.Store.Users.Create([new UserData { UserName = "ann", Profile = "Viewer", ExternalId = "e-1" }, new UserData { UserName = "bob", Profile = "Viewer" }]);
        Assert.Equal(Written("bob"), Written("ann"));

        long Written(string user)
        {
            long before = new FileInfo(_test.Path + "-wal").Length;
            _test.Store.Users.Update(UserReference.ByName(user), new UserData { Department = "Sales" });
            return new FileInfo(_test.Path + "-wal").Length - before;
        }
    }

    [Fact]
    public void A_journal_that_is_emptied_in_time_is_not_cut()
    {
        SqliteLink link = StoreFile.LinkOf(_test.Store.Session);
        long frame = link.ReadNumber("PRAGMA page_size") + 24;
        Assert.InRange(link.ReadNumber("PRAGMA wal_autocheckpoint") * frame, 1, link.ReadNumber("PRAGMA journal_size_limit"));
    }
}
