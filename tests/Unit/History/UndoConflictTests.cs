namespace PermModule.Unit.History;

/// <summary>What was changed on top of a change stays: an undo of the first is refused, says why, and changes nothing.</summary>
public class UndoConflictTests
{
    private const string Upload = "asset-bank.asset-management.upload-assets";

    private static readonly Dictionary<string, (Action<PermStore> Change, Action<PermStore> Since, string Reason)> Cases = new(StringComparer.Ordinal)
    {
        ["a group that has a member"] = (s => s.Groups.Create("New"), s => Join(s, "New"), "the group has 1 member"),
        ["a group that was described"] = (s => s.Groups.Create("New"), s => s.Groups.Update("New", description: "d"), "the group was changed since"),
        ["a group that was renamed twice"] = (s => s.Groups.Update("Press", "Media"), s => s.Groups.Update("Media", "Desk"), "the name or description was changed since"),
        ["a group whose name was passed on"] = (s => s.Groups.Update("Press", "Media"), s => s.Groups.Create("Press"), "a group of that name is there"),
        ["a group that was removed"] = (s => s.Groups.Update("Press", "Media"), s => s.Groups.Remove("Media"), "the group is no longer there"),
        ["a removed group that was made again"] = (s => s.Groups.Remove("Press"), s => s.Groups.Create("Press"), "a group of that name is there"),
        ["a membership that was ended"] = (s => Join(s, "Press"), s => Leave(s, "Press"), "the user is no longer in 'Press'"),
        ["a membership of a group that was removed"] = (s => Join(s, "Press"), s => s.Groups.Remove("Press"), "is no longer there"),
        ["a membership that began again"] = (s => Leave(s, "Sales"), s => Join(s, "Sales"), "the user is in 'Sales' again"),
        ["a profile with a user"] = (s => s.Profiles.Create("New"), s => s.Users.Update(Ann, new UserData { Profile = "New" }), "the profile has 1 user"),
        ["a profile that was renamed"] = (s => s.Profiles.Create("New"), s => s.Profiles.Update("New", newName: "Newer"), "the profile was changed since"),
        ["a profile that was renamed twice"] = (s => s.Profiles.Update("Spare", newName: "A"), s => s.Profiles.Update("A", newName: "B"), "the name or description was changed since"),
        ["a profile whose name was passed on"] = (s => s.Profiles.Update("Spare", newName: "A"), s => s.Profiles.Create("Spare"), "another profile is called 'Spare'"),
        ["a renamed profile that was removed"] = (s => s.Profiles.Update("Spare", newName: "A"), s => s.Profiles.Remove("A"), "the profile is no longer there"),
        ["a removed profile that was made again"] = (s => s.Profiles.Remove("Spare"), s => s.Profiles.Create("Spare"), "a profile of that name is there"),
        ["rights that were revoked"] = (s => s.Profiles.Grant("Spare", [Upload], includeRequired: true), s => s.Profiles.Revoke("Spare", [Upload]), "the rights were changed since"),
        ["rights that were granted again"] = (s => s.Profiles.Revoke("Editor", [Upload], includeDependents: true), s => s.Profiles.Grant("Editor", [Upload], includeRequired: true), "the rights were changed since"),
        ["a default that moved on"] = (s => s.Profiles.Update("Editor", isDefault: true), s => s.Profiles.Update("Admin", isDefault: true), "another profile became the default since"),
        ["a default whose profile was removed"] = (s => s.Profiles.Update("Editor", isDefault: true), s => s.Profiles.Remove("Spare"), "the profile 'Spare' is no longer there"),
        ["a tier that was set again"] = (s => s.Rights.SetTier(Upload, Tier.Heavy), s => s.Rights.SetTier(Upload, Tier.Light), "the tier was changed since"),
        ["a contract that was set again"] = (s => s.Seats.SetContract(new SeatContract { Heavy = 9 }), s => s.Seats.SetContract(new SeatContract { Heavy = 8 }), "the contract was changed since"),
        ["a user who got another profile"] = (s => s.Users.Update(Ann, new UserData { Profile = "Admin" }), s => s.Users.Update(Ann, new UserData { Profile = "Editor" }), "Profile changed since"),
        ["a user who was renamed twice"] = (s => Rename(s, "ann", "eve"), s => Rename(s, "eve", "eva"), "differs from what the event left: UserName, Email changed since"),
        ["a user who was activated again"] = (s => s.Users.Update(Ann, new UserData { IsActive = false }), s => s.Users.Update(Ann, new UserData { IsActive = true }), "IsActive, DeactivatedAt changed since"),
        ["a user whose profile of then was removed"] = (s => s.Users.Update(Bob, new UserData { Profile = "Admin" }), s => s.Profiles.Remove("Other"), "the profile of then is no longer there"),
        ["a user whose group of then was removed"] = (s => s.Users.Update(Ann, new UserData { Groups = [] }), s => s.Groups.Remove("Sales"), "is no longer there"),
        ["a role that was taken"] = (s => Champion(s, "Art"), s => s.Roles.RemoveMembers([new RoleAssignment(PermRole.Champion, Ann)])[0].ValueOrThrow(), "the role Champion was given, changed or taken since"),
        ["a role for another department"] = (s => Champion(s, "Art"), s => Champion(s, "Sales"), "the role Champion was given, changed or taken since"),
        ["an owner who passed it on"] = (s => s.ContentWorkflow.SetOwner(Ann), s => s.ContentWorkflow.SetOwner(Bob), "Content Workflow has got another account owner since"),
        ["a request that was decided"] = (s => Submit(s), Decide, "the request was decided or passed on since"),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static UserReference Ann => UserReference.ByName("ann");

    private static UserReference Bob => UserReference.ByName("bob");

    [Theory]
    [MemberData(nameof(Names))]
    public void What_was_changed_on_top_of_a_change_stays(string name)
    {
        (Action<PermStore> change, Action<PermStore> since, string reason) = Cases[name];
        using TestStore test = new TestStore().WithProfiles();
        PermStore store = test.Store;
        store.Profiles.Create("Spare", isDefault: true);
        store.Groups.Create("Press");
        store.Groups.Create("Sales");
        test.AddUser("ann", "Editor");
        store.Profiles.Create("Other");
        test.AddUser("bob", "Other");
        store.Profiles.Create("Auditors", rights: ["Audit download requests"], includeRequired: true);
        test.AddUser("auditor", "Auditors");
        Join(store, "Sales");
        Guid correlation = Guid.NewGuid();
        using (store.Correlate(correlation))
        {
            change(store);
        }

        since(store);
        string before = RandomChanges.Read(store, withTrail: true);
        PermConflictException refused = Assert.Throws<PermConflictException>(() => store.History.Undo(correlation));
        Assert.Equal(ErrorId.UndoConflict, refused.ErrorId);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, RandomChanges.Read(store, withTrail: true));
        PermUndoStep step = Assert.Single(store.History.Undo(correlation, skipConflicts: true), step => step.Result == UndoResult.Conflict);
        Assert.Contains(reason, step.Reason, StringComparison.Ordinal);
        Assert.Equal(before, RandomChanges.Read(store, withTrail: true));
    }

    private static void Rename(PermStore store, string name, string newName) => store.Users.Update(UserReference.ByName(name), new UserData { UserName = newName, Email = $"{newName}@example.com" });

    private static void Join(PermStore store, string group) => store.Groups.AddMembers([new Membership(group, Ann)])[0].ValueOrThrow();

    private static void Leave(PermStore store, string group) => store.Groups.RemoveMembers([new Membership(group, Ann)])[0].ValueOrThrow();

    private static void Champion(PermStore store, string department) => store.Roles.AddMembers([new RoleAssignment(PermRole.Champion, Ann, department)])[0].ValueOrThrow();

    private static void Submit(PermStore store) => store.WaitingRoom.Submit(new WaitingRoomRequest { Kind = WaitingRoomKind.Download, Requester = Bob, Assets = ["a"], Reason = "r" });

    private static void Decide(PermStore store) => store.WaitingRoom.Decide(new WaitingRoomDecision { Item = WaitingRoomReference.ById(store.WaitingRoom.Find().Single().Id), IsApproved = true, Auditor = UserReference.ByName("auditor") });
}
