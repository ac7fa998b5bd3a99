using PermModule.Unit.WaitingRoom;

namespace PermModule.Unit.Suggestions;

public class SuggestionTests : IDisposable
{
    private const int Many = 6_000;

    private readonly TestStore _test = new TestStore().WithProfiles();

    private readonly List<PermStore> _opened = [];

    public void Dispose()
    {
        _opened.ForEach(store => store.Dispose());
        _test.Dispose();
    }

    [Fact]
    public void Every_department_and_location_is_met_where_there_is_time()
    {
        AddMany(3_500);
        SuggestionService suggestions = _test.Store.Suggestions;
        Assert.Equal(["Brand", "Early", "Late"], suggestions.Departments("", TimeSpan.FromMinutes(1)));
        Assert.Equal(["Late"], suggestions.Departments("lA", TimeSpan.FromMinutes(1)));
        Assert.Equal(["Oslo"], suggestions.Locations("", TimeSpan.FromMinutes(1)));
        Assert.Empty(suggestions.Locations("x", TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void A_store_without_users_has_no_departments() => Assert.Empty(_test.Store.Suggestions.Departments("", TimeSpan.FromMinutes(1)));

    [Fact]
    public void Time_for_half_of_the_users_is_enough_for_the_departments_of_the_first_and_of_the_last()
    {
        AddMany(Many);
        Assert.Equal(["Brand", "Early", "Late"], Open(_test).Suggestions.Departments("", TimeSpan.FromMilliseconds(Many / 2)));
    }

    [Fact]
    public void The_clock_is_looked_at_for_every_user()
    {
        AddMany(Many);
        Assert.Equal(["Early"], Open(_test).Suggestions.Departments("", TimeSpan.FromMilliseconds(5)));
    }

    [Fact]
    public void An_asset_that_waits_is_offered_once_the_newest_first_to_be_met()
    {
        using WaitingRoomStore room = new();
        room.Approve(room.Submit(WaitingRoomKind.Download, "viewer", "decided.svg").Id, "downloads");
        room.Submit(WaitingRoomKind.Download, "viewer", "Old.svg", "new.svg");
        room.Test.Clock.Advance(TimeSpan.FromHours(1));
        long part = room.Submit(WaitingRoomKind.Download, "viewer", "denied.svg", "old.svg").Id;
        room.Deny(part, "downloads", "denied.svg");

        SuggestionService suggestions = Open(room.Test).Suggestions;
        Assert.Equal(["new.svg", "old.svg"], suggestions.WaitingAssets("", TimeSpan.FromMinutes(1)));
        Assert.Equal(["old.svg"], suggestions.WaitingAssets("OL", TimeSpan.FromMinutes(1)));
        Assert.Equal(["old.svg"], suggestions.WaitingAssets("", TimeSpan.FromMilliseconds(2)));
        Assert.Empty(suggestions.WaitingAssets("d", TimeSpan.FromMinutes(1)));
    }

    private PermStore Open(TestStore test)
    {
        PermStore store = PermStore.Open(test.Path, test.Options with { Time = new TickingClock() });
        _opened.Add(store);
        return store;
    }

    /// <summary>Five hundred users of a department, many of another, and five hundred of a third.</summary>
    private void AddMany(int count)
    {
        const int few = 500;
        _test.Store.Users.Create([.. Enumerable.Range(0, count).Select(i => new UserData
        {
            UserName = $"user{i:d5}",
            Department = i < few ? "Early" : i < count - few ? "Brand" : "Late",
            Location = "Oslo",
        })]);
    }

    /// <summary>A clock of which a millisecond passes whenever it is read.</summary>
    private sealed class TickingClock : TimeProvider
    {
        private long _reads;

        public override long TimestampFrequency => 1_000;

        public override long GetTimestamp() => _reads++;
    }
}
