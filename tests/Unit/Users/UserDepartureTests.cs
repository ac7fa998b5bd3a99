using PermModule.Unit.WaitingRoom;

namespace PermModule.Unit.Users;

/// <summary>What becomes of all that belongs to a user who is removed.</summary>
public class UserDepartureTests : IDisposable
{
    private readonly WaitingRoomStore _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Pending_requests_are_closed_in_the_same_step_with_an_event()
    {
        WaitingRoomItem pending = _test.Submit(WaitingRoomKind.Download, "asker", "a", "b");
        WaitingRoomItem half = _test.Submit(WaitingRoomKind.Download, "asker", "c", "d");
        _test.Approve(half.Id, "downloads", "c");
        WaitingRoomItem decided = _test.Submit(WaitingRoomKind.Download, "asker", "e");
        _test.Approve(decided.Id, "downloads");
        WaitingRoomItem other = _test.Submit(WaitingRoomKind.Download, "viewer", "a");

        BatchItem<PermUser> removed = _test.Store.Users.Remove([UserReference.ByName("asker")])[0];

        Assert.Equal(["2 pending requests are closed"], removed.Consequences);
        Assert.Equal([other.Id], _test.Room.Find(new WaitingRoomFilter { States = [WaitingRoomState.Pending] }).Select(item => item.Id));
        Assert.Equal(1, _test.Store.Summary.PendingRequests);
        Assert.Equal([WaitingRoomState.Denied, WaitingRoomState.Mixed, WaitingRoomState.Approved], new[] { pending, half, decided }.Select(item => _test.Room.Get(item.Id).State));
        Assert.Equal([WaitingRoomState.Approved, WaitingRoomState.Denied], _test.Room.Get(half.Id).AssetStates.Select(asset => asset.State));
        Assert.Contains("removed", _test.Room.Get(pending.Id).Comment, StringComparison.Ordinal);

        PermAuditEvent[] events = [.. _test.Store.Trail.FindEvents(new AuditEventFilter { Newest = 3 })];
        Assert.Equal(["RequestClosed", "RequestClosed", "UserRemoved"], events.Select(item => item.Action));
        Assert.Equal([pending.Id.ToString(), half.Id.ToString(), "asker"], events.Select(item => item.Target));
        Assert.Single(events.Select(item => item.CorrelationId).Distinct());
    }

    [Fact]
    public void Roles_and_memberships_end_and_the_counters_follow()
    {
        _test.Store.Groups.Create("G1");
        _test.Store.Groups.Create("G2");
        _test.Store.Users.Update(UserReference.ByName("uploader"), new UserData { Groups = ["G1", "G2"] });
        _test.Store.Roles.AddMembers([new RoleAssignment(PermRole.Champion, UserReference.ByName("uploader"))]);

        BatchItem<PermUser> removed = _test.Store.Users.Remove([UserReference.ByName("uploader")])[0];

        Assert.Equal(["the memberships in 2 groups end", "the role Champion ends"], removed.Consequences);
        Assert.Equal([0L, 0L], _test.Store.Groups.Find().Select(group => group.MemberCount));
        Assert.Empty(_test.Store.Roles.Members(PermRole.Champion));
        Assert.All(_test.Store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    [Fact]
    public void A_user_who_holds_nothing_leaves_without_consequences()
    {
        Assert.Empty(_test.Store.Users.Remove([UserReference.ByName("viewer")])[0].Consequences);
        Assert.Equal("UserRemoved", _test.Store.Trail.FindEvents(new AuditEventFilter { Newest = 1 }).Single().Action);
    }

    [Fact]
    public void A_removal_that_is_refused_closes_nothing()
    {
        _test.Submit(WaitingRoomKind.Download, "viewer", "a");
        _test.Store.ContentWorkflow.SetOwner(UserReference.ByName("viewer"));
        Assert.Equal("ContentWorkflowOwnerRequired", _test.Store.Users.Remove([UserReference.ByName("viewer")])[0].Error?.ErrorId);
        Assert.Equal(1, _test.Store.Summary.PendingRequests);
    }
}
