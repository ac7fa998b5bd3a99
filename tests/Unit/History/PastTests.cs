using PermModule.Unit.WaitingRoom;

namespace PermModule.Unit.History;

/// <summary>What the trail does not tell, and stores with a past of their own.</summary>
public class PastTests : IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void A_moment_before_the_store_or_after_now_is_refused()
    {
        DateTimeOffset now = _test.Clock.GetUtcNow();
        Assert.Equal(ErrorId.AsOfTooEarly, Refusal(now.AddDays(-1)));
        Assert.Equal(ErrorId.AsOfInFuture, Refusal(now.AddMilliseconds(1)));
        using PermStore past = _test.Store.AsOf(now);
        Assert.Equal(3, past.Profiles.Find().Count);
    }

    [Fact]
    public void The_past_is_read_only_and_does_not_see_what_is_committed_meanwhile()
    {
        _test.AddUser("ann");
        using PermStore past = _test.Store.AsOf(_test.Clock.GetUtcNow());
        _test.AddUser("bob");
        Assert.Equal(["ann"], past.Users.Find().Select(user => user.UserName));
        Assert.Equal(ErrorId.StoreReadOnly, Assert.Throws<PermNotPermittedException>(() => past.Users.Create(new UserData { UserName = "cyd" })).ErrorId);
    }

    [Fact]
    public void A_clock_that_went_back_hides_no_moment_of_the_trail()
    {
        _test.AddUser("ann");
        DateTimeOffset ahead = _test.Clock.GetUtcNow();
        _test.Clock.Advance(TimeSpan.FromHours(-3));
        _test.AddUser("bob");
        _test.Clock.Advance(TimeSpan.FromHours(5));
        _test.AddUser("cyd");
        using PermStore past = _test.Store.AsOf(ahead);
        Assert.Equal(["ann", "bob"], past.Users.Find().Select(user => user.UserName));
        Assert.Equal(ErrorId.AsOfTooEarly, Refusal(ahead.AddHours(-2)));
    }

    [Fact]
    public void Across_a_restore_the_past_is_that_of_the_backup_and_what_was_replaced_is_said_to_be_gone()
    {
        _test.NeedsFile();
        _test.AddUser("ann");
        DateTimeOffset before = Later();
        _test.AddUser("bob");
        Later();
        string backup = _test.File("backup.db");
        _test.Store.Backup(backup);
        _test.AddUser("lost");
        DateTimeOffset gap = Later();
        Restore(backup);
        _test.Clock.Advance(TimeSpan.FromHours(1));
        _test.AddUser("cyd");
        using (PermStore past = _test.Store.AsOf(before))
        {
            Assert.Equal(["ann"], past.Users.Find().Select(user => user.UserName));
        }

        Assert.Equal(ErrorId.AsOfErased, Refusal(gap));
    }

    [Fact]
    public void A_restore_that_lost_nothing_hides_no_moment()
    {
        _test.NeedsFile();
        _test.AddUser("ann");
        string backup = _test.File("backup.db");
        _test.Store.Backup(backup);
        DateTimeOffset gap = Later();
        Restore(backup);
        using PermStore past = _test.Store.AsOf(gap);
        Assert.Equal(["ann"], past.Users.Find().Select(user => user.UserName));
    }

    [Fact]
    public void Events_of_the_first_form_are_gone_back_over_by_name()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Data", "store-0.1.0.db"), _test.File("old.db"));
        using PermStore store = PermStore.Open(_test.File("old.db"));
        PermAuditEvent[] events = [.. store.Trail.FindEvents().Where(found => found.SchemaVersion == 1)];
        Assert.NotEmpty(events);
        string now = RandomChanges.Read(store, withTrail: false);
        using (PermStore past = store.AsOf(events[^1].At))
        {
            Assert.Equal(store.Users.Find().Count(), past.Users.Find().Count());
        }

        foreach (PermAuditEvent found in events)
        {
            using PermStore past = store.AsOf(found.At);
            RandomChanges.Read(past);
            Assert.All(past.Users.Find(), user => Assert.NotNull(user.ProfileName));
            Assert.Equal(past.Users.Find().Count(user => user.IsActive), past.Profiles.Find().Sum(profile => profile.ActiveUsers));
        }

        using PermStore first = store.AsOf(events[0].At);
        Assert.Empty(first.Users.Find());
        Assert.Empty(first.Profiles.Find());
        Assert.Equal(now, RandomChanges.Read(store, withTrail: false));
    }

    [Fact]
    public void Since_when_a_right_is_held_is_told_of_events_of_the_first_form_whatever_the_holder_is_called_since()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Data", "store-0.1.0.db"), _test.File("old.db"));
        using PermStore store = PermStore.Open(_test.File("old.db"));
        Dictionary<string, DateTimeOffset?> before = Since("");
        Assert.DoesNotContain(null, before.Values);
        store.Users.Update(UserReference.ByName("ann"), new UserData { UserName = "x" });
        store.Users.Update(UserReference.ByName("lou"), new UserData { UserName = "ann" });
        store.Users.Update(UserReference.ByName("x"), new UserData { UserName = "lou" });
        store.Profiles.Update("Admins", "Chiefs");
        Dictionary<string, DateTimeOffset?> since = Since("admin");
        Assert.Equal((before["ann"], before["lou"]), (since["lou"], since["ann"]));
        Assert.NotEqual(since["lou"], since["ann"]);

        Dictionary<string, DateTimeOffset?> Since(string by) => store.History.FindRightHolders(["*"]).Where(holder => holder.By!.StartsWith(by, StringComparison.Ordinal))
            .GroupBy(holder => holder.UserName, StringComparer.Ordinal).ToDictionary(holders => holders.Key, holders => holders.First().Since, StringComparer.Ordinal);
    }

    [Fact]
    public void Users_who_exchange_names_are_told_apart()
    {
        _test.AddUser("ann");
        _test.AddUser("bob");
        DateTimeOffset then = Later();
        _test.Store.Users.Update(UserReference.ByName("ann"), new UserData { UserName = "x" });
        _test.Store.Users.Update(UserReference.ByName("bob"), new UserData { UserName = "ann" });
        _test.Store.Users.Update(UserReference.ByName("x"), new UserData { UserName = "bob" });
        using PermStore past = _test.Store.AsOf(then);
        Assert.Equal("bob@example.com", past.Users.Get("bob").Email);
        Assert.Equal("bob", past.Users.Get(UserReference.To(_test.Store.Users.Get("ann"))).UserName);
    }

    [Fact]
    public void Requests_stand_as_they_stood()
    {
        _test.AddUser("ann");
        _test.Store.WaitingRoom.Submit(new WaitingRoomRequest { Kind = WaitingRoomKind.Download, Requester = UserReference.ByName("ann"), Assets = ["a", "b"], Reason = "r" });
        DateTimeOffset then = Later();
        _test.Store.Users.Remove([UserReference.ByName("ann")]);
        Assert.Equal(0, _test.Store.Summary.PendingRequests);
        using PermStore past = _test.Store.AsOf(then);
        Assert.Equal(1, past.Summary.PendingRequests);
    }

    [Fact]
    public void Requests_that_were_removed_or_passed_on_since_stand_as_they_stood()
    {
        using WaitingRoomStore room = new();
        PermStore store = room.Store;
        long removed = room.Submit(WaitingRoomKind.Download, "viewer", "a", "b").Id;
        room.Deny(removed, "downloads", "a");
        long passed = room.Submit(WaitingRoomKind.Download, "marked", "c").Id;
        DateTimeOffset then = room.Test.Clock.GetUtcNow();
        string before = RandomChanges.Read(store);
        room.Test.Clock.Advance(TimeSpan.FromHours(1));
        store.WaitingRoom.Remove([WaitingRoomReference.ById(removed)])[0].ValueOrThrow();
        store.Users.Remove([UserReference.ByName("marked")], new UserBatchOptions { TransferTo = UserReference.ByName("viewer") })[0].ValueOrThrow();
        Assert.Equal("viewer", store.WaitingRoom.Get(passed).Requester);
        using PermStore past = store.AsOf(then);
        Assert.Equal(before, RandomChanges.Read(past));
        Assert.Equal(2, past.Reports.Build().Store.PendingRequests);
    }

    [Fact]
    public void Whoever_was_erased_is_shown_by_pseudonym_and_everybody_else_as_they_were()
    {
        _test.Store.Groups.Create("Press");
        _test.Store.Users.Create(new UserData { UserName = "ann", Email = "ann@example.com", FirstName = "Ann", Department = "Sales", Profile = "Admin", Groups = ["Press"] });
        _test.AddUser("bob", "Editor");
        _test.Store.Roles.AddMembers([new RoleAssignment(PermRole.Champion, UserReference.ByName("ann"), "Sales")]);
        PermUser read = _test.Store.Users.Get("ann");
        DateTimeOffset then = Later();
        string[] figures = Figures(_test.Store);
        _test.Store.Users.Update(UserReference.ByName("ann"), new UserData { UserName = "anna", Department = "Legal", Profile = "Viewer" });
        using (PermStore acting = PermStore.Open(_test.Path, _test.Options with { Actor = "anna" }))
        {
            acting.Users.Update(UserReference.ByName("bob"), new UserData { Department = "Press", Profile = "Viewer" });
        }

        DateTimeOffset later = Later();
        _test.Store.Users.Remove([UserReference.ByName("anna")])[0].ValueOrThrow();
        Later();
        SeatHistoryPoint[] history = [.. _test.Store.Seats.GetHistory()];
        string pseudonym = _test.Store.Erasure.Erase(new PersonalDataFilter { UserName = "anna" })[0].ValueOrThrow().Pseudonym;

        using PermStore past = _test.Store.AsOf(then);
        Assert.Equal(WarningId.UsersErased, Assert.Single(past.TakeWarnings()).Id);
        Assert.Equal(figures, Figures(past));
        Assert.Equal("Editor", past.Users.Get("bob").ProfileName);
        PermUser erased = past.Users.Get(pseudonym);
        Assert.Equal((read.Id, "Admin", null, null, null, read.CreatedAt), (erased.Id, erased.ProfileName, erased.Email, erased.FirstName, erased.Department, erased.CreatedAt));
        Assert.Equal(["Press"], erased.Groups);
        Assert.Equal(pseudonym, past.Users.Get(UserReference.To(read)).UserName);
        Assert.Equal(pseudonym, Assert.Single(past.Roles.Members(PermRole.Champion)).UserName);
        Assert.Equal(pseudonym, Assert.Single(past.History.FindRightHolders(["asset-bank.asset.manage-brands"])).UserName);
        Assert.Equal(ErrorId.AsOfErased, Assert.ThrowsAny<PermException>(() => past.Users.Get("ann")).ErrorId);
        Assert.Equal(ErrorId.AsOfErased, Assert.ThrowsAny<PermException>(() => past.EffectiveRights.List(UserReference.ByName("ann"))).ErrorId);
        Assert.Null(_test.Store.History.FindUser(UserReference.ByName("ann"), then));
        Assert.Null(_test.Store.History.FindUser(UserReference.To(read), then));
        Assert.Equal("Editor", _test.Store.History.FindUser(UserReference.ByName("bob"), then)!.ProfileName);
        using PermStore near = _test.Store.AsOf(later);
        Assert.Equal(["Viewer", "Viewer"], near.Users.Find().Select(user => user.ProfileName));
        Assert.Equal(history, _test.Store.Seats.GetHistory());
        Assert.All(_test.Store.Check(), check => Assert.True(check.IsPassed, check.Message));
        using PermStore now = _test.Store.AsOf(_test.Clock.GetUtcNow());
        Assert.Empty(now.TakeWarnings());
        Assert.Equal(ErrorId.UserNotFound, Assert.ThrowsAny<PermException>(() => now.Users.Get("ann")).ErrorId);

        static string[] Figures(PermStore store) =>
        [
            .. store.Profiles.Find().Select(profile => $"{profile.Name} {profile.ActiveUsers}"),
            .. store.Groups.Find().Select(group => $"{group.Name} {group.MemberCount}"),
            .. store.Seats.GetUsage().Select(usage => $"{usage.Tier} {usage.Active} {usage.Status}"),
        ];
    }

    private string Refusal(DateTimeOffset moment) => Assert.ThrowsAny<PermException>(() => _test.Store.AsOf(moment)).ErrorId;

    /// <summary>The time now, before the clock goes on.</summary>
    private DateTimeOffset Later()
    {
        DateTimeOffset now = _test.Clock.GetUtcNow();
        _test.Clock.Advance(TimeSpan.FromHours(1));
        return now;
    }

    private void Restore(string backup)
    {
        using StoreRestore restore = _test.Store.PrepareRestore(backup);
        _test.Store.Dispose();
        PermStore.Restore(restore).Dispose();
        _test.Reopen();
    }
}
