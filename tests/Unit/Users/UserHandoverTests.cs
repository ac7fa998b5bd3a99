namespace PermModule.Unit.Users;

public sealed class UserHandoverTests : IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();

    public UserHandoverTests()
    {
        foreach (string name in (string[])["ann", "bob", "cid"])
        {
            Store.Users.Create(new UserData { UserName = name, Profile = "Admin", Department = "Press" });
        }
    }

    private PermStore Store => _test.Store;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Roles_requests_and_ownership_pass_in_one_transaction()
    {
        Store.Roles.AddMembers([new RoleAssignment(PermRole.Champion, Named("ann"), "Sales"), new RoleAssignment(PermRole.PortalOwner, Named("ann")), new RoleAssignment(PermRole.PortalOwner, Named("bob"))]);
        Store.ContentWorkflow.SetOwner(Named("ann"));
        WaitingRoomItem request = Submit("ann", "logo.png");
        BatchItem<PermUser> removed = Assert.Single(Remove("ann", "bob"));
        Assert.Equal(
            ["the role PortalOwner ends: 'bob' has it already", "the role Champion goes to 'bob'", "1 pending request goes to 'bob'", "Content Workflow goes to 'bob'"],
            removed.Consequences);
        Assert.Equal("bob", Store.ContentWorkflow.GetOwner()!.UserName);
        Assert.Equal(["Champion Sales", "PortalOwner Press"], Store.Roles.RolesOf(Named("bob")).Select(role => $"{role.Role} {role.Department}").Order());
        WaitingRoomItem passed = Store.WaitingRoom.Get(request.Id);
        Assert.Equal(("bob", WaitingRoomState.Pending), (passed.Requester, passed.State));
        Assert.Single(Store.Trail.FindEvents(new AuditEventFilter { Actions = [AuditAction.RequestTransferred] }));
        Assert.All(Store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    [Fact]
    public void What_was_denied_to_the_other_is_closed_and_not_passed()
    {
        Store.Profiles.Create("Auditors", rights: ["asset-bank.waiting-room.audit-download-requests"]);
        Store.Users.Update(Named("cid"), new UserData { Profile = "Auditors" });
        WaitingRoomItem denied = Submit("bob", "secret.png");
        Store.WaitingRoom.Decide(new WaitingRoomDecision { Item = WaitingRoomReference.ById(denied.Id), Auditor = Named("cid"), IsApproved = false });
        WaitingRoomItem request = Submit("ann", "secret.png");
        Remove("ann", "bob");
        Assert.Equal(WaitingRoomState.Denied, Store.WaitingRoom.Get(request.Id).State);
    }

    [Fact]
    public void A_handover_that_is_refused_leaves_everything_as_it_was()
    {
        Store.Users.Create(new UserData { UserName = "light", Profile = "Viewer" });
        Store.Roles.AddMembers([new RoleAssignment(PermRole.PortalOwner, Named("ann")), new RoleAssignment(PermRole.Champion, Named("ann"))]);
        PermAuditDigest before = Store.Trail.GetDigest();
        Assert.Equal(ErrorId.ChampionTierTooLow, Remove("ann", "light")[0].Error!.ErrorId);
        Assert.Equal(ErrorId.TransferToSelf, Remove("ann", "ANN")[0].Error!.ErrorId);
        Assert.Equal(ErrorId.UserNotFound, Remove("ann", "nobody")[0].Error!.ErrorId);
        Assert.Equal(before.Hash, Store.Trail.GetDigest().Hash);
        Store.Users.Update(Named("bob"), new UserData { IsActive = false });
        Assert.Equal(ErrorId.UserInactive, Remove("ann", "bob")[0].Error!.ErrorId);
        Assert.Equal(2, Store.Roles.RolesOf(Named("ann")).Count);
        Assert.Equal([null, ErrorId.TransferToSelf], Store.Users.Remove([Named("ann"), Named("cid")], new UserBatchOptions { TransferTo = Named("cid") }).Select(item => item.Error?.ErrorId));
        Assert.All(Store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    private static UserReference Named(string name) => UserReference.ByName(name);

    private IReadOnlyList<BatchItem<PermUser>> Remove(string name, string taker) => Store.Users.Remove([Named(name)], new UserBatchOptions { TransferTo = Named(taker) });

    private WaitingRoomItem Submit(string requester, string asset) =>
        Store.WaitingRoom.Submit(new WaitingRoomRequest { Kind = WaitingRoomKind.Download, Requester = Named(requester), Assets = [asset], Reason = "Print", ForApproval = true });
}
