namespace PermModule.Unit.History;

/// <summary>What an undo refuses, and changes that are hard to undo.</summary>
public sealed class UndoTests : IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();

    public void Dispose() => _test.Dispose();

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
    public void Requests_that_a_removal_closed_stay_closed_and_are_listed()
    {
        _test.AddUser("ann");
        _test.Store.WaitingRoom.Submit(new WaitingRoomRequest { Kind = WaitingRoomKind.Download, Requester = UserReference.ByName("ann"), Assets = ["a"], Reason = "r" });
        Guid change = Run(store => store.Users.Remove([UserReference.ByName("ann")]));
        IReadOnlyList<PermUndoStep> steps = _test.Store.History.Undo(change);
        Assert.Equal([AuditAction.RequestClosed], steps.Where(step => step.Result == UndoResult.Skipped).Select(step => step.Action));
        Assert.Equal("ann", _test.Store.Users.Get("ann").UserName);
    }

    [Fact]
    public void The_reactivation_delay_holds()
    {
        _test.AddUser("ann");
        _test.Store.Seats.SetContract(new SeatContract { ReactivationDelayDays = 30 });
        Guid change = Run(store => store.Users.Update(UserReference.ByName("ann"), new UserData { IsActive = false }));
        Assert.Equal(ErrorId.UndoConflict, Refusal(change));
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

    private string Refusal(Guid change) => Assert.ThrowsAny<PermException>(() => _test.Store.History.Undo(change)).ErrorId;
}
