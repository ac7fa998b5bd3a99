using PermModule.Unit.WaitingRoom;

namespace PermModule.Unit.History;

/// <summary>What an undo refuses, and changes that are hard to undo.</summary>
public class UndoTests : IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void A_request_closed_with_its_requester_goes_by_the_same_name_after_the_undo_of_an_undo()
    {
        using WaitingRoomStore room = new();
        long id = room.Submit(WaitingRoomKind.Download, "viewer", "a").Id;
        room.Store.Users.Update(UserReference.ByName("viewer"), new UserData { UserName = "VIEWER" });
        Guid change = Guid.NewGuid();
        Guid undo = Guid.NewGuid();
        using (room.Store.Correlate(change))
        {
            room.Store.Users.Remove([UserReference.ByName("viewer")])[0].ValueOrThrow();
        }

        string before = room.Room.Get(id).Requester;
        using (room.Store.Correlate(undo))
        {
            room.Store.History.Undo(change);
        }

        Assert.Equal("VIEWER", room.Room.Get(id).Requester);
        room.Store.History.Undo(undo);
        Assert.Equal(before, room.Room.Get(id).Requester);
    }

    [Fact]
    public void A_user_who_was_made_and_removed_in_one_command_stays_gone_and_needs_no_seat()
    {
        Guid change = Run(store =>
        {
            store.Users.Create(new UserData { UserName = "ann" });
            store.Users.Remove([UserReference.ByName("ann")]);
        });
        _test.AddUser("bob");
        _test.Store.Seats.SetContract(new SeatContract { Light = 1 });
        Assert.All(_test.Store.History.Undo(change), step => Assert.Equal(UndoResult.Undone, step.Result));
        Assert.Equal(["bob"], _test.Store.Users.Find().Select(user => user.UserName));
    }

    [Fact]
    public void Exchanged_names_addresses_and_seats_are_exchanged_back_at_a_full_contract()
    {
        _test.AddUser("ann", "Admin");
        _test.AddUser("bob", "Viewer");
        _test.Store.Seats.SetContract(new SeatContract { Heavy = 1, Light = 1 });
        string before = RandomChanges.Read(_test.Store, withTrail: false);
        Guid change = Run(store => RandomChanges.Upsert(
            store,
            [
                new UserData { UserName = "ann", Email = "bob@example.com", Profile = "Viewer" },
                new UserData { UserName = "bob", Email = "ann@example.com", Profile = "Admin" },
            ]));
        Assert.NotEqual(before, RandomChanges.Read(_test.Store, withTrail: false));
        _test.Store.History.Undo(change);
        Assert.Equal(before, RandomChanges.Read(_test.Store, withTrail: false));
    }

    [Theory]
    [InlineData("u1=u2", "u2=u1")]
    [InlineData("u1=u2", "u2=u3", "u3=u1")]
    [InlineData("u1=u2", "u2=u4")]
    [InlineData("u1=U2", "u2=u4", "new=u1")]
    public void Names_that_were_passed_on_go_back_with_a_trail_that_is_whole(params string[] renames)
    {
        ArgumentNullException.ThrowIfNull(renames);
        foreach (string name in new[] { "u1", "u2", "u3" })
        {
            _test.AddUser(name);
        }

        string before = RandomChanges.Read(_test.Store, withTrail: false);
        string[][] pairs = Array.ConvertAll(renames, rename => rename.Split('='));
        Guid change = Run(store =>
        {
            Assert.All(store.Users.Update([.. pairs.Where(pair => pair[0] != "new").Select(pair => new UserChange(UserReference.ByName(pair[0]), new UserData { UserName = pair[1] }))]), item => Assert.Null(item.Error));
            Assert.All(store.Users.Create([.. pairs.Where(pair => pair[0] == "new").Select(pair => new UserData { UserName = pair[1] })]), item => Assert.Null(item.Error));
        });
        Guid undo = Run(store => store.History.Undo(change));
        Assert.Equal(before, RandomChanges.Read(_test.Store, withTrail: false));
        AuditVerification trail = _test.Store.VerifyEveryWay();
        Assert.True(trail.IsIntact, trail.Message);
        Assert.All(_test.Store.Trail.FindEvents(new AuditEventFilter { CorrelationId = undo }).Where(item => item.TargetType == UserEvents.TargetType), item => Assert.Contains(item.Target, new[] { "u1", "U2", "u2", "u3", "u4" }));
        _test.Store.History.Undo(undo);
        Assert.True(_test.Store.VerifyEveryWay().IsIntact);
    }

    [Fact]
    public void An_import_that_was_planned_twice_can_be_undone()
    {
        _test.AddUser("ann");
        _test.AddUser("bob");
        _test.Store.Seats.SetContract(new SeatContract { Light = 202 });
        _test.Clock.Step = TimeSpan.FromMilliseconds(1);
        string before = RandomChanges.Read(_test.Store, withTrail: false);
        string path = _test.File("people.csv");
        File.WriteAllLines(path, ["UserName,Email", "other,ann@example.com", .. Enumerable.Range(0, 200).Select(i => $"p{i},p{i}@example.com")]);
        Guid change = Run(store =>
        {
            PermImportResult result = store.Transfer.ImportUsers(path);
            Assert.Equal((200, 1), (result.Created, result.Rejected));
        });
        _test.Store.History.Undo(change);
        Assert.Equal(before, RandomChanges.Read(_test.Store, withTrail: false));
    }

    [Fact]
    public void Renames_since_are_no_conflict()
    {
        _test.AddUser("ann");
        Guid change = Run(store => store.Users.Update(UserReference.ByName("ann"), new UserData { Profile = "Editor" }));
        _test.Store.Profiles.Update("Editor", newName: "Makers");
        _test.Store.Profiles.Update("Viewer", newName: "Readers");
        _test.Store.Users.Update(UserReference.ByName("ann"), new UserData { UserName = "anna" });
        _test.Store.History.Undo(change);
        Assert.Equal("Readers", _test.Store.Users.Get("anna").ProfileName);
    }

    [Fact]
    public void Whoever_took_the_name_of_a_removed_user_is_a_conflict()
    {
        _test.AddUser("ann");
        Guid change = Run(store => store.Users.Remove([UserReference.ByName("ann")]));
        _test.AddUser("ANN");
        Assert.Equal(ErrorId.UndoConflict, Refusal(change));
        PermUndoStep step = Assert.Single(_test.Store.History.Undo(change, skipConflicts: true));
        Assert.Equal(UndoResult.Conflict, step.Result);
        Assert.Single(_test.Store.Users.Find());
    }

    [Fact]
    public void Whoever_took_the_external_id_of_a_user_is_a_conflict()
    {
        _test.Store.Users.Create(new UserData { UserName = "ann", ExternalId = "X1" });
        _test.AddUser("bob");
        Guid change = Run(store => store.Users.Update(UserReference.ByName("ann"), new UserData { ExternalId = "" }));
        _test.Store.Users.Update(UserReference.ByName("bob"), new UserData { ExternalId = "x1" });
        Assert.Equal(ErrorId.UndoConflict, Refusal(change));
        Assert.Null(_test.Store.Users.Get("ann").ExternalId);
    }

    [Fact]
    public void Exchanged_external_ids_are_exchanged_back()
    {
        _test.Store.Users.Create([new UserData { UserName = "ann", ExternalId = "1" }, new UserData { UserName = "bob", ExternalId = "2" }]);
        Guid change = Run(store => store.Users.Update(
        [
            new UserChange(UserReference.ByName("ann"), new UserData { ExternalId = "2" }),
            new UserChange(UserReference.ByName("bob"), new UserData { ExternalId = "1" }),
        ]));
        Assert.Equal(["2", "1"], _test.Store.Users.Find().Select(user => user.ExternalId));
        _test.Store.History.Undo(change);
        Assert.Equal(["1", "2"], _test.Store.Users.Find().Select(user => user.ExternalId));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whoever_took_the_external_id_of_a_user_is_a_conflict_also_where_the_change_was_about_them_too(bool isRemoved)
    {
        _test.Store.Users.Create(new UserData { UserName = "ann", ExternalId = "{X1}" });
        _test.AddUser("bob");
        Guid change = Run(store =>
        {
            if (isRemoved)
            {
                store.Users.Remove([UserReference.ByName("ann")])[0].ValueOrThrow();
            }
            else
            {
                store.Users.Update(UserReference.ByName("ann"), new UserData { ExternalId = "X9" });
            }

            store.Users.Update(UserReference.ByName("bob"), new UserData { Department = "Press" });
        });
        _test.Store.Users.Update(UserReference.ByName("bob"), new UserData { ExternalId = "x1" });
        PermException refused = Assert.ThrowsAny<PermException>(() => _test.Store.History.Undo(change));
        Assert.Equal((ErrorId.UndoConflict, "ann"), (refused.ErrorId, refused.Target));
        Assert.Equal("Press", _test.Store.Users.Get("bob").Department);
        IReadOnlyList<PermUndoStep> steps = _test.Store.History.Undo(change, skipConflicts: true);
        Assert.Equal([("bob", UndoResult.Undone), ("ann", UndoResult.Conflict)], steps.Select(step => (step.Target, step.Result)));
        Assert.Contains("that of 'bob'", steps[1].Reason, StringComparison.Ordinal);
        Assert.Null(_test.Store.Users.Get("bob").Department);
        Assert.Equal(isRemoved ? ["x1"] : ["X9", "x1"], _test.Store.Users.Find().Select(user => user.ExternalId));
    }

    [Fact]
    public void Whoever_took_a_name_or_an_address_is_a_conflict_also_where_the_change_was_about_them_too()
    {
        _test.Store.Users.Create([new UserData { UserName = "ann", Department = "Press" }, new UserData { UserName = "eve", Email = "eve@example.com" }]);
        _test.AddUser("dan");
        _test.Store.Groups.Create("Web");
        Applied(_test.Store.Groups.AddMembers([new Membership("Web", UserReference.ByName("ann"))]));
        Guid change = Run(store =>
        {
            store.Users.Update(UserReference.ByName("eve"), new UserData { Email = "other@example.com" });
            store.Users.Update(UserReference.ByName("dan"), new UserData { Department = "Legal" });
            store.Users.Remove([UserReference.ByName("ann")])[0].ValueOrThrow();
        });
        _test.Store.Users.Update(UserReference.ByName("dan"), new UserData { UserName = "ann", Email = "eve@example.com" });
        string before = RandomChanges.Read(_test.Store, withTrail: false);
        PermException refused = Assert.ThrowsAny<PermException>(() => _test.Store.History.Undo(change));
        Assert.Equal(ErrorId.UndoConflict, refused.ErrorId);
        Assert.Equal(before, RandomChanges.Read(_test.Store, withTrail: false));
        IReadOnlyList<PermUndoStep> steps = _test.Store.History.Undo(change, skipConflicts: true);
        Assert.Equal(["UserRemoved ann", "UserChanged eve"], steps.Where(step => step.Result == UndoResult.Conflict).Select(step => $"{step.Action} {step.Target}"));
        Assert.Contains("called 'ann' already exists", steps.Single(step => step.Action == AuditAction.UserRemoved).Reason, StringComparison.Ordinal);
        Assert.Contains("eve@example.com", steps.Single(step => step.Target == "eve").Reason, StringComparison.Ordinal);
        Assert.Equal(UndoResult.Undone, steps.Single(step => step.Target == "dan").Result);
        Assert.Equal([("other@example.com", null), ("eve@example.com", null)], _test.Store.Users.Find().Select(user => (user.Email, user.Department)));
        Assert.All(_test.Store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    [Fact]
    public void A_role_that_went_to_whoever_is_called_like_the_removed_user_since_is_taken_back()
    {
        foreach (string name in new[] { "ann", "dan" })
        {
            _test.AddUser(name);
        }

        Applied(_test.Store.Roles.AddMembers([new RoleAssignment(PermRole.PortalOwner, UserReference.ByName("ann"))]));
        Guid change = Run(store => store.Users.Remove([UserReference.ByName("ann")], new UserBatchOptions { TransferTo = UserReference.ByName("dan") })[0].ValueOrThrow());
        _test.Store.Users.Update(UserReference.ByName("dan"), new UserData { UserName = "ann" });
        Assert.Equal(ErrorId.UndoConflict, Refusal(change));
        Dictionary<string, UndoResult> results = _test.Store.History.Undo(change, skipConflicts: true).ToDictionary(step => step.Action, step => step.Result, StringComparer.Ordinal);
        Assert.Equal((UndoResult.Conflict, UndoResult.Undone), (results[AuditAction.UserRemoved], results[AuditAction.RoleMemberAdded]));
        Assert.Single(_test.Store.Users.Find());
        Assert.Empty(_test.Store.Roles.Members(PermRole.PortalOwner));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_tier_of_a_champion_counts_by_what_comes_out(bool byProfile)
    {
        _test.AddUser("ann", "Editor");
        Applied(_test.Store.Roles.AddMembers([new RoleAssignment(PermRole.Champion, UserReference.ByName("ann")) { Department = "Press" }]));
        string before = RandomChanges.Read(_test.Store, withTrail: false);
        string[] rights = [.. _test.Store.Profiles.Get("Editor").Rights];
        Guid change = Run(store =>
        {
            if (byProfile)
            {
                store.Profiles.Revoke("Editor", rights);
            }
            else
            {
                store.Users.Update(UserReference.ByName("ann"), new UserData { Profile = "Viewer" });
            }

            Applied(store.Roles.RemoveMembers([new RoleAssignment(PermRole.Champion, UserReference.ByName("ann"))]));
        });
        Assert.All(_test.Store.History.Undo(change), step => Assert.Equal(UndoResult.Undone, step.Result));
        Assert.Equal(before, RandomChanges.Read(_test.Store, withTrail: false));
    }

    [Fact]
    public void A_champion_whose_tier_would_be_too_low_in_the_end_is_a_conflict()
    {
        _test.AddUser("ann", "Editor");
        Applied(_test.Store.Roles.AddMembers([new RoleAssignment(PermRole.Champion, UserReference.ByName("ann")) { Department = "Press" }]));
        Guid change = Run(store =>
        {
            store.Users.Update(UserReference.ByName("ann"), new UserData { Profile = "Viewer" });
            Applied(store.Roles.RemoveMembers([new RoleAssignment(PermRole.Champion, UserReference.ByName("ann"))]));
            store.Users.Create(new UserData { UserName = "bob", Profile = "Viewer" });
        });
        _test.Store.Users.Update(UserReference.ByName("ann"), new UserData { Profile = "Admin" });
        _test.Store.Users.Update(UserReference.ByName("ann"), new UserData { Profile = "Viewer", Department = "Web" });
        _test.Store.Users.Update(UserReference.ByName("ann"), new UserData { IsActive = false });
        _test.Store.Profiles.Create("Reader");
        _test.Store.Users.Update(UserReference.ByName("ann"), new UserData { Profile = "Reader" });
        Assert.Equal(ErrorId.UndoConflict, Refusal(change));
        IReadOnlyList<PermUndoStep> steps = _test.Store.History.Undo(change, skipConflicts: true);
        Assert.Equal([UndoResult.Undone, UndoResult.Conflict, UndoResult.Conflict], steps.Select(step => step.Result));
        Assert.Contains("a champion needs a Regular or Heavy one", steps[1].Reason, StringComparison.Ordinal);
        Assert.Empty(_test.Store.Roles.Members(PermRole.Champion));
        Assert.Single(_test.Store.Users.Find());
    }

    [Fact]
    public void A_champion_whose_tier_was_too_low_before_gets_the_role_back()
    {
        _test.AddUser("ann", "Editor");
        Applied(_test.Store.Roles.AddMembers([new RoleAssignment(PermRole.Champion, UserReference.ByName("ann")) { Department = "Press" }]));
        _test.Store.Users.Update(UserReference.ByName("ann"), new UserData { Profile = "Viewer" });
        string before = RandomChanges.Read(_test.Store, withTrail: false);
        Guid removed = Run(store => store.Users.Remove([UserReference.ByName("ann")])[0].ValueOrThrow());
        Guid undo = Run(store => store.History.Undo(removed));
        Assert.Equal(before, RandomChanges.Read(_test.Store, withTrail: false));
        _test.Store.History.Undo(undo);
        Assert.Empty(_test.Store.Users.Find());
    }

    [Fact]
    public void Beyond_the_seat_limit_nothing_is_undone()
    {
        foreach (string name in new[] { "ann", "bob" })
        {
            _test.AddUser(name);
        }

        Guid change = Run(store => store.Users.Remove([UserReference.ByName("ann"), UserReference.ByName("bob")]));
        _test.Store.Seats.SetContract(new SeatContract { Light = 1 });
        Assert.Equal(ErrorId.SeatLimitExceeded, Refusal(change));
        Assert.Empty(_test.Store.Users.Find());
    }

    [Fact]
    public void A_bulk_import_is_undone_as_one()
    {
        const int count = 20_000;
        string before = RandomChanges.Read(_test.Store, withTrail: false);
        Guid change = Run(store => store.Users.Create([.. Enumerable.Range(0, count).Select(i => new UserData { UserName = $"user{i}", Groups = [$"Group {i % 7}"] })], new UserBatchOptions { CreateGroups = true }));
        IReadOnlyList<PermUndoStep> steps = _test.Store.History.Undo(change);
        Assert.Equal(count + 7, steps.Count);
        Assert.Equal(before, RandomChanges.Read(_test.Store, withTrail: false));
        PermAuditEvent undo = _test.Store.Trail.FindEvents(new AuditEventFilter { Actions = [AuditAction.ChangeUndone] }).Single();
        Assert.Contains($"\"Count\":{count + 7}", undo.After, StringComparison.Ordinal);
        Assert.True(undo.After!.Length < 200, undo.After);
        Assert.True(_test.Store.Trail.Verify().IsIntact);
    }

    [Fact]
    public void What_one_command_did_to_a_user_in_many_steps_is_undone_step_by_step()
    {
        _test.AddUser("bob");
        _test.Store.Groups.Create("Press");
        _test.Store.Groups.Create("Web");
        string before = RandomChanges.Read(_test.Store, withTrail: false);
        Guid change = Run(store =>
        {
            store.Users.Create(new UserData { UserName = "ann", Email = "ann@example.com", Groups = ["Web"] });
            Applied(store.Groups.AddMembers([new Membership("Press", UserReference.ByName("ann")), new Membership("Press", UserReference.ByName("bob"))]));
            store.Users.Update(UserReference.ByName("ann"), new UserData { UserName = "anna", Groups = ["Press"] });
            UserReference ann = UserReference.ByName("anna");
            Applied(store.Roles.AddMembers([new RoleAssignment(PermRole.PortalOwner, ann)]));
            store.Users.Update(ann, new UserData { Department = "Legal", IsActive = false });
            Applied(store.Groups.RemoveMembers([new Membership("Press", ann)]));
            Applied(store.Roles.RemoveMembers([new RoleAssignment(PermRole.PortalOwner, ann)]));
            store.Users.Update(ann, new UserData { Groups = ["Web", "Press"] });
            store.Users.Create(new UserData { UserName = "ann" });
            store.Users.Remove([ann])[0].ValueOrThrow();
        });
        Assert.All(_test.Store.History.Undo(change), step => Assert.Equal(UndoResult.Undone, step.Result));
        Assert.Equal(before, RandomChanges.Read(_test.Store, withTrail: false));
    }

    [Fact]
    public void Whoever_got_a_role_or_asked_for_something_since_stays_when_their_making_is_undone()
    {
        Guid change = Run(store => store.Users.Create([.. new[] { "ann", "bob", "eve", "joe" }.Select(name => new UserData { UserName = name })]));
        Applied(_test.Store.Roles.AddMembers([new RoleAssignment(PermRole.PortalOwner, UserReference.ByName("bob"))]));
        _test.Store.WaitingRoom.Submit(new WaitingRoomRequest { Kind = WaitingRoomKind.Download, Requester = UserReference.ByName("eve"), Assets = ["a"], Reason = "r" });
        Assert.Equal(ErrorId.UndoConflict, Refusal(change));
        Dictionary<string, string?> reasons = _test.Store.History.Undo(change, skipConflicts: true).ToDictionary(step => step.Target, step => step.Reason, StringComparer.Ordinal);
        Assert.Equal(["bob", "eve"], _test.Store.Users.Find().Select(user => user.UserName));
        Assert.Contains("has got a role since", reasons["bob"], StringComparison.Ordinal);
        Assert.Contains("has submitted a request since", reasons["eve"], StringComparison.Ordinal);
    }

    [Fact]
    public void What_another_session_changes_meanwhile_is_seen_or_waits()
    {
        _test.AddUser("ann");
        Guid change = Run(store => store.Users.Update(UserReference.ByName("ann"), new UserData { Department = "Press" }));
        using PermStore other = _test.Store.OpenAgain();
        other.Users.Update(UserReference.ByName("ann"), new UserData { Department = "Legal" });
        Assert.Equal(ErrorId.UndoConflict, Refusal(change));
        using (PermTransaction open = other.BeginTransaction())
        {
            other.Users.Update(UserReference.ByName("ann"), new UserData { Department = "Press" });
            using PermStore impatient = PermStore.Open(_test.Path, _test.Options with { LockTimeout = TimeSpan.Zero });
            Assert.Equal(ErrorId.StoreBusy, Assert.ThrowsAny<PermException>(() => impatient.History.Undo(change)).ErrorId);
            open.Commit();
        }

        _test.Store.History.Undo(change);
        Assert.Null(_test.Store.Users.Get("ann").Department);
    }

    [Fact]
    public void Requests_that_a_removal_closed_wait_again()
    {
        _test.AddUser("ann");
        _test.Store.WaitingRoom.Submit(new WaitingRoomRequest { Kind = WaitingRoomKind.Download, Requester = UserReference.ByName("ann"), Assets = ["a"], Reason = "r" });
        Guid change = Run(store => store.Users.Remove([UserReference.ByName("ann")]));
        IReadOnlyList<PermUndoStep> steps = _test.Store.History.Undo(change);
        Assert.All(steps, step => Assert.Equal(UndoResult.Undone, step.Result));
        WaitingRoomItem item = Assert.Single(_test.Store.WaitingRoom.Find());
        Assert.Equal((WaitingRoomState.Pending, "ann", null), (item.State, item.Requester, item.AuditedBy));
    }

    [Fact]
    public void A_denial_is_undone_and_what_was_approved_stays_approved()
    {
        using WaitingRoomStore room = new();
        long[] ids = [.. new[] { "a", "b", "c" }.Select(asset => room.Submit(WaitingRoomKind.Download, "viewer", asset, asset + "2").Id)];
        long quarantined = room.Submit(WaitingRoomKind.Quarantine, "uploader", "q").Id;
        Guid denied = Guid.NewGuid();
        using (room.Store.Correlate(denied))
        {
            room.Deny(ids[0], "downloads");
            room.Approve(ids[1], "downloads");
            room.Deny(ids[2], "downloads", "c2");
            room.Deny(quarantined, "quarantine");
        }

        IReadOnlyList<PermUndoStep> steps = room.Store.History.Undo(denied);
        Assert.Equal([UndoResult.Skipped, UndoResult.Undone, UndoResult.Skipped, UndoResult.Undone], steps.Select(step => step.Result));
        Assert.Contains("final", steps[0].Reason, StringComparison.Ordinal);
        Assert.Contains("stays approved", steps[2].Reason, StringComparison.Ordinal);
        Assert.Equal([WaitingRoomState.Pending, WaitingRoomState.Approved, WaitingRoomState.Pending], ids.Select(id => room.Room.Get(id).State));
        Assert.All(room.Room.Get(ids[2]).AssetStates, asset => Assert.Equal((WaitingRoomState.Pending, null, null), (asset.State, asset.AuditedBy, asset.AuditedAt)));
        Assert.Equal(2, room.Deny(ids[0], "downloads").Counts.Denied);
    }

    [Fact]
    public void A_request_is_taken_back_until_it_is_decided_and_comes_back_when_its_removal_is_undone()
    {
        using WaitingRoomStore room = new();
        PermStore store = room.Store;
        Guid submitted = Guid.NewGuid();
        Guid decided = Guid.NewGuid();
        using (store.Correlate(submitted))
        {
            room.Submit(WaitingRoomKind.Download, "viewer", "a", "b");
        }

        long id = store.WaitingRoom.Find().Single().Id;
        using (store.Correlate(decided))
        {
            room.Deny(id, "downloads", "a");
        }

        Assert.Equal(ErrorId.UndoConflict, Assert.ThrowsAny<PermException>(() => store.History.Undo(submitted)).ErrorId);
        Guid removed = Guid.NewGuid();
        using (store.Correlate(removed))
        {
            store.WaitingRoom.Remove([WaitingRoomReference.ById(id)])[0].ValueOrThrow();
        }

        store.History.Undo(removed);
        WaitingRoomItem back = store.WaitingRoom.Get(id);
        Assert.Equal([WaitingRoomState.Denied, WaitingRoomState.Pending], back.AssetStates.Select(asset => asset.State));
        Assert.Equal("said downloads", back.AssetStates[0].Comment);
        store.History.Undo(decided);
        store.History.Undo(submitted);
        Assert.Empty(store.WaitingRoom.Find());
        Assert.True(store.Trail.Verify().IsIntact);
    }

    [Fact]
    public void In_a_users_name_requests_are_reverted_by_the_rights_of_the_waiting_room_and_a_denial_stays()
    {
        using WaitingRoomStore room = new();
        room.Store.Profiles.Grant("downloads", ["asset-bank.reporting.view-change-history"]);
        room.Store.Profiles.Grant("viewer", ["asset-bank.reporting.view-change-history"]);
        Guid submitted = Guid.NewGuid();
        Guid denied = Guid.NewGuid();
        using (room.Store.Correlate(submitted))
        {
            room.Submit(WaitingRoomKind.Download, "marked", "x");
        }

        long id = room.Submit(WaitingRoomKind.Download, "viewer", "a").Id;
        using (room.Store.Correlate(denied))
        {
            room.Deny(id, "downloads");
        }

        foreach ((string user, Guid change) in new[] { ("viewer", submitted), ("viewer", denied), ("downloads", denied) })
        {
            using PermStore acting = PermStore.Open(room.Test.Path, room.Test.Options with { ActingUser = user });
            Assert.Equal(ErrorId.NotPermitted, Assert.ThrowsAny<PermException>(() => acting.History.Undo(change)).ErrorId);
        }

        using PermStore auditor = PermStore.Open(room.Test.Path, room.Test.Options with { ActingUser = "downloads" });
        Assert.Equal(UndoResult.Undone, Assert.Single(auditor.History.Undo(submitted)).Result);
    }

    [Fact]
    public void A_request_for_what_was_denied_since_does_not_come_back()
    {
        using WaitingRoomStore room = new();
        long id = room.Submit(WaitingRoomKind.Download, "viewer", "a").Id;
        Guid removed = Guid.NewGuid();
        using (room.Store.Correlate(removed))
        {
            room.Room.Remove([WaitingRoomReference.ById(id)])[0].ValueOrThrow();
        }

        room.Deny(room.Submit(WaitingRoomKind.Download, "viewer", "A").Id, "downloads");
        Assert.Equal(ErrorId.UndoConflict, Assert.ThrowsAny<PermException>(() => room.Store.History.Undo(removed)).ErrorId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_denial_before_a_request_was_removed_does_not_keep_it_from_coming_back(bool atOneTime)
    {
        using WaitingRoomStore room = new();
        long denied = room.Submit(WaitingRoomKind.Download, "viewer", "a", "c").Id;
        long id = room.Submit(WaitingRoomKind.Download, "viewer", "A", "b", "C").Id;
        room.Deny(denied, "downloads", "a");
        if (!atOneTime)
        {
            room.Test.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Guid removed = Remove();
        room.Store.History.Undo(removed);
        Assert.Equal(3, room.Room.Get(id).Counts.Pending);
        removed = Remove();
        room.Deny(denied, "downloads", "c");
        PermException refused = Assert.ThrowsAny<PermException>(() => room.Store.History.Undo(removed));
        Assert.Equal(ErrorId.UndoConflict, refused.ErrorId);
        Assert.Contains("'C' was denied to 'viewer' since", refused.Message, StringComparison.Ordinal);

        Guid Remove()
        {
            Guid change = Guid.NewGuid();
            using IDisposable correlation = room.Store.Correlate(change);
            room.Room.Remove([WaitingRoomReference.ById(id)])[0].ValueOrThrow();
            return change;
        }
    }

    [Fact]
    public void A_denial_that_an_undo_brought_back_since_keeps_a_request_from_coming_back()
    {
        using WaitingRoomStore room = new();
        long id = room.Submit(WaitingRoomKind.Download, "viewer", "a").Id;
        Guid denied = Do(() => room.Deny(id, "downloads"));
        Guid undo = Do(() => room.Store.History.Undo(denied));
        room.Test.Clock.Advance(TimeSpan.FromSeconds(1));
        long other = room.Submit(WaitingRoomKind.Download, "viewer", "a").Id;
        Guid removed = Do(() => room.Room.Remove([WaitingRoomReference.ById(other)])[0].ValueOrThrow());
        room.Store.History.Undo(undo);
        Assert.Equal(ErrorId.UndoConflict, Assert.ThrowsAny<PermException>(() => room.Store.History.Undo(removed)).ErrorId);

        Guid Do(Action act)
        {
            Guid change = Guid.NewGuid();
            using IDisposable correlation = room.Store.Correlate(change);
            act();
            return change;
        }
    }

    [Fact]
    public void Requests_that_went_to_a_taker_come_back_whatever_was_denied_before()
    {
        using WaitingRoomStore room = new();
        PermStore store = room.Store;
        room.Deny(room.Submit(WaitingRoomKind.Download, "viewer", "a").Id, "downloads");
        long id = room.Submit(WaitingRoomKind.Download, "viewer", "b").Id;
        room.Deny(room.Submit(WaitingRoomKind.Download, "viewer", "B", "c").Id, "downloads", "B");
        Guid change = Guid.NewGuid();
        using (store.Correlate(change))
        {
            store.Users.Remove([UserReference.ByName("viewer")], new UserBatchOptions { TransferTo = UserReference.ByName("uploader") })[0].ValueOrThrow();
        }

        Assert.Equal("uploader", room.Room.Get(id).Requester);
        Assert.All(store.History.Undo(change), step => Assert.Equal(UndoResult.Undone, step.Result));
        Assert.Equal("viewer", room.Room.Get(id).Requester);
    }

    [Fact]
    public void What_cannot_be_undone_says_why()
    {
        _test.AddUser("ann");
        _test.Store.Users.Remove([UserReference.ByName("ann")])[0].ValueOrThrow();
        Guid change = Run(store => store.Erasure.Erase(new PersonalDataFilter { UserName = "ann" }));
        PermException refused = Assert.ThrowsAny<PermException>(() => _test.Store.History.Undo(change));
        Assert.Equal(ErrorId.NothingToUndo, refused.ErrorId);
        Assert.Contains("gone for good", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_erased_cannot_come_back_and_what_an_erased_user_did_to_others_can()
    {
        foreach (string name in new[] { "ann", "bob", "boss" })
        {
            _test.AddUser(name);
        }

        Guid change = Guid.NewGuid();
        using (PermStore acting = PermStore.Open(_test.Path, _test.Options with { Actor = "boss" }))
        using (acting.Correlate(change))
        {
            acting.Users.Update(UserReference.ByName("bob"), new UserData { Department = "Press" });
        }

        Guid removal = Run(store => store.Users.Remove([UserReference.ByName("ann"), UserReference.ByName("boss")]));
        _test.Store.Erasure.Erase(new PersonalDataFilter { UserName = "boss" });
        Assert.Equal(ErrorId.UndoConflict, Refusal(removal));
        IReadOnlyList<PermUndoStep> steps = _test.Store.History.Undo(removal, skipConflicts: true);
        Assert.Contains("erased", Assert.Single(steps, step => step.Result == UndoResult.Conflict).Reason, StringComparison.Ordinal);
        Assert.Equal(["ann", "bob"], _test.Store.Users.Find().Select(user => user.UserName).Order());
        Assert.All(_test.Store.History.Undo(change), step => Assert.Equal(UndoResult.Undone, step.Result));
        Assert.Null(_test.Store.Users.Get("bob").Department);
    }

    [Fact]
    public void The_reactivation_delay_holds()
    {
        _test.AddUser("ann");
        _test.Store.Seats.SetContract(new SeatContract { ReactivationDelayDays = 30 });
        Guid change = Run(store => store.Users.Update(UserReference.ByName("ann"), new UserData { IsActive = false }));
        PermException refused = Assert.ThrowsAny<PermException>(() => _test.Store.History.Undo(change));
        Assert.Equal((ErrorId.UndoConflict, ErrorDetail.ReactivationDelay), (refused.ErrorId, refused.Detail));
        _test.Clock.Advance(TimeSpan.FromDays(31));
        _test.Store.History.Undo(change);
        Assert.True(_test.Store.Users.Get("ann").IsActive);
    }

    [Fact]
    public void A_preview_changes_nothing()
    {
        _test.AddUser("ann");
        Guid change = Run(store => store.Users.Remove([UserReference.ByName("ann")]));
        long last = _test.Store.Trail.GetDigest().LastId;
        Assert.Single(_test.Store.Preview(() => _test.Store.History.Undo(change)));
        Assert.Equal(last, _test.Store.Trail.GetDigest().LastId);
        Assert.Empty(_test.Store.Users.Find());
    }

    private Guid Run(Action<PermStore> change)
    {
        Guid id = Guid.NewGuid();
        using IDisposable correlation = _test.Store.Correlate(id);
        change(_test.Store);
        return id;
    }

    private static void Applied<T>(IReadOnlyList<BatchItem<T>> items)
        where T : class => Assert.All(items, item => item.ValueOrThrow());

    private string Refusal(Guid change) => Assert.ThrowsAny<PermException>(() => _test.Store.History.Undo(change)).ErrorId;
}
