using System.Globalization;
using System.Text;
using PermModule.Unit.WaitingRoom;

namespace PermModule.Unit.Reliability;

/// <summary>Erasing the personal data of removed users from a store whose audit trail goes on to verify.</summary>
public sealed class ErasureTests : IDisposable
{
    private static readonly string[] Values = ["zzann", "zzold", "zzann@example.com", "Zzfirst", "Zzlast", "Zzdepartment", "Zzlocation", "Zztitle", "zzexternal", "Zzreason", "zzscope"];

    private readonly WaitingRoomStore _test = new();

    private PermStore Store => _test.Store;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void No_byte_of_a_persons_values_is_left_in_the_file()
    {
        PermAuditDigest kept = RemoveAnn();
        PermAuditDigest removed = Store.Trail.GetDigest();
        Assert.All(Values, value => Assert.True(IsInFile(value), value));

        PermErasure erased = Assert.Single(Erase("zzann"));

        Assert.All(Values, value => Assert.False(IsInFile(value), value));
        Assert.Empty(Store.TakeWarnings());
        AuditVerification verified = Store.VerifyEveryWay(kept, removed);
        Assert.True(verified.IsIntact, verified.Message);
        Assert.All(Store.Check(), check => Assert.True(check.IsPassed, check.Message));
        PermAuditEvent[] events = [.. Store.Trail.FindEvents()];
        Assert.Equal(erased.Events, events.Count(item => item.IsErased));
        Assert.Equal(2, erased.Requests);
        Assert.All(events.Where(item => item.TargetType == "User" && item.IsErased && item.Action.StartsWith("User", StringComparison.Ordinal)), item => Assert.Equal(erased.Pseudonym, item.Target));
        PermAuditEvent gone = Assert.Single(events, item => item.Action == AuditAction.UserRemoved);
        Assert.Contains($"\"Email\":\"{erased.Pseudonym}\"", gone.Before, StringComparison.Ordinal);
        Assert.Contains("\"ProfileName\":\"all\"", gone.Before, StringComparison.Ordinal);
        Assert.Contains("\"Groups\":[\"Team\"]", gone.Before, StringComparison.Ordinal);
        Assert.Equal((AuditAction.PersonalDataErased, erased.Pseudonym), (events[^1].Action, events[^1].Target));
        Assert.Equal($"Led by {erased.Pseudonym}.", Store.Groups.Get("Team").Description);
        WaitingRoomItem own = Store.WaitingRoom.Find(new WaitingRoomFilter { States = Enum.GetValues<WaitingRoomState>() }).First(item => item.Requester == erased.Pseudonym);
        Assert.Equal(erased.Pseudonym, own.Reason);
    }

    [Fact]
    public void What_was_erased_is_not_erased_again_and_the_next_erasure_verifies_too()
    {
        RemoveAnn();
        Erase("zzann");
        Assert.Equal("UserNotFound", ErrorId("zzann"));
        Assert.Empty(Store.Erasure.Erase(new PersonalDataFilter { RemovedBefore = Store.Trail.GetDigest().At }));
        Store.Users.Remove([UserReference.ByName("all")]);
        string second = Erase("all")[0].Pseudonym;
        AuditVerification verified = Store.VerifyEveryWay();
        Assert.True(verified.IsIntact, verified.Message);
        Assert.Contains(Store.Trail.FindEvents(), item => item.Target == second);
    }

    [Fact]
    public void A_user_who_is_there_keeps_their_data_even_under_a_name_that_was_erased()
    {
        RemoveAnn();
        _test.Test.Clock.Advance(TimeSpan.FromDays(1));
        _test.Test.AddUser("ZZANN", "viewer");
        Assert.Equal("UserStillThere", ErrorId("zzann"));
        Store.Erasure.Erase(new PersonalDataFilter { RemovedBefore = _test.Test.Clock.GetUtcNow() });
        Assert.Equal("ZZANN@example.com", Store.Users.Get("zzann").Email);
        Assert.Equal(["UserCreated"], Store.Trail.FindEvents(new AuditEventFilter { Target = "zzann" }).Select(item => item.Action));
        Assert.False(IsInFile("zzold"));
        Assert.True(Store.VerifyEveryWay().IsIntact);
    }

    [Fact]
    public void Of_users_of_one_name_the_one_who_was_read_is_erased_and_nobody_else()
    {
        RemoveAnn();
        PermUser first = Store.Users.Create(new UserData { UserName = "twin", Email = "twin@example.com", FirstName = "Tina", LastName = "Win", Department = "Zzold", Profile = "viewer" });
        _test.Room.Submit(WaitingRoomStore.Request(WaitingRoomKind.Download, "twin", "a") with { Reason = "for my first self" });
        Store.Users.Remove([UserReference.To(first)]);
        PermUser second = Store.Users.Create(new UserData { UserName = "Twin", Email = "twin@example.com", FirstName = "Tina", LastName = "Win", Department = "New", Profile = "viewer" });
        long request = _test.Room.Submit(WaitingRoomStore.Request(WaitingRoomKind.Download, "twin", "b") with { Reason = "Tina Win, twin@example.com" }).Id;

        PermException refused = Assert.ThrowsAny<PermException>(() => Erase("twin"));
        Assert.Equal(("UserStillThere", ErrorDetail.NameUsedAgain), (refused.ErrorId, refused.Detail));
        refused = Assert.ThrowsAny<PermException>(() => Erase(second));
        Assert.Equal(("UserStillThere", null), (refused.ErrorId, refused.Detail));

        string[] before = [.. Told(second)];
        PermErasure erased = Assert.Single(Erase(first));
        Assert.Equal(before, Told(second));
        Assert.Equal("Tina Win, twin@example.com", Item(request).Reason);
        Assert.Equal(second, Store.Users.Get("twin"));
        Assert.All(Store.Trail.FindEvents().Where(item => item.TargetId == first.Id && item.Action != AuditAction.PersonalDataErased), item => Assert.Equal(erased.Pseudonym, item.Target));
        Assert.False(IsInFile("my first self"));
        Assert.True(IsInFile("zzann"));
        Assert.True(Store.VerifyEveryWay().IsIntact);
        refused = Assert.ThrowsAny<PermException>(() => Erase(first));
        Assert.Equal(("UserNotFound", ErrorDetail.RemovedUser), (refused.ErrorId, refused.Detail));
        Store.Users.Remove([UserReference.To(second)]);
        Assert.Single(Erase("twin"));

        IEnumerable<string> Told(PermUser user) => Store.Trail.FindEvents().Where(item => item.TargetId == user.Id || item.Target == $"{request}").Select(item => $"{item.Id} {item.Target} {item.Actor} {item.Before} {item.After}");
    }

    [Fact]
    public void The_reason_of_a_request_goes_with_who_wrote_it_and_not_with_who_took_it_over()
    {
        _test.Test.AddUser("zzann", "viewer");
        _test.Test.AddUser("bob", "viewer");
        long hers = _test.Room.Submit(WaitingRoomStore.Request(WaitingRoomKind.Download, "zzann", "a") with { Reason = "Zzreason" }).Id;
        Guid removal = Guid.NewGuid();
        using (Store.Correlate(removal))
        {
            Store.Users.Remove([UserReference.ByName("zzann")], new UserBatchOptions { TransferTo = UserReference.ByName("bob") })[0].ValueOrThrow();
        }

        Store.History.Undo(removal);
        Store.Users.Remove([UserReference.ByName("zzann")], new UserBatchOptions { TransferTo = UserReference.ByName("bob") })[0].ValueOrThrow();
        Assert.Equal(("bob", "Zzreason"), (Item(hers).Requester, Item(hers).Reason));
        Assert.Contains(Store.Trail.FindEvents(), item => item.Action == AuditAction.RequestReverted && item.Before!.Contains("Zzreason", StringComparison.Ordinal));

        PermErasure erased = Assert.Single(Erase("zzann"));
        Assert.Equal(("bob", erased.Pseudonym, 1), (Item(hers).Requester, Item(hers).Reason, erased.Requests));
        Assert.False(IsInFile("Zzreason"));
        Assert.True(Store.VerifyEveryWay().IsIntact);
        Assert.Equal(erased.Events, Store.Trail.FindEvents().Count(item => item.IsErased));
    }

    [Fact]
    public void Who_took_a_request_over_is_erased_without_the_reason_of_somebody_else()
    {
        _test.Test.AddUser("zzann", "viewer");
        _test.Test.AddUser("bob", "viewer");
        long request = _test.Room.Submit(WaitingRoomStore.Request(WaitingRoomKind.Download, "bob", "a") with { Reason = "Bob needs it" }).Id;
        Store.Users.Remove([UserReference.ByName("bob")], new UserBatchOptions { TransferTo = UserReference.ByName("zzann") })[0].ValueOrThrow();
        Store.Users.Remove([UserReference.ByName("zzann")])[0].ValueOrThrow();
        string pseudonym = Assert.Single(Erase("zzann")).Pseudonym;
        Assert.Equal((pseudonym, "Bob needs it"), (Item(request).Requester, Item(request).Reason));
        Assert.True(Store.VerifyEveryWay().IsIntact);
    }

    [Fact]
    public void A_user_whose_removal_was_undone_keeps_their_data()
    {
        RemoveAnn();
        Guid removal = Store.Trail.FindEvents(new AuditEventFilter { Actions = [AuditAction.UserRemoved] }).Single().CorrelationId;
        DateTimeOffset removed = _test.Test.Clock.GetUtcNow().AddMinutes(1);
        _test.Test.Clock.Advance(TimeSpan.FromDays(1));
        Store.History.Undo(removal);
        Store.Users.Update(UserReference.ByName("zzann"), new UserData { UserName = "zzanna" });
        Assert.Equal("UserNotFound", ErrorId("zzann"));
        Assert.Empty(Store.Erasure.Erase(new PersonalDataFilter { RemovedBefore = _test.Test.Clock.GetUtcNow().AddDays(1) }));
        Store.Users.Remove([UserReference.ByName("zzanna")])[0].ValueOrThrow();
        Assert.Empty(Store.Erasure.Erase(new PersonalDataFilter { RemovedBefore = removed }));
        Assert.Single(Erase("zzanna"));
        Assert.All(Values, value => Assert.False(IsInFile(value), value));
    }

    [Fact]
    public void Only_users_removed_before_the_time_are_erased()
    {
        RemoveAnn();
        DateTimeOffset at = Store.Trail.GetDigest().At!.Value;
        Assert.Empty(Store.Erasure.Erase(new PersonalDataFilter { RemovedBefore = at }));
        Assert.Single(Store.Erasure.Erase(new PersonalDataFilter { RemovedBefore = at.AddMilliseconds(1) }));
    }

    [Fact]
    public void A_pending_request_of_a_removed_user_is_named()
    {
        long id = _test.Submit(WaitingRoomKind.Quarantine, "asker", "a").Id;
        Store.Users.Remove([UserReference.ByName("asker")]);
        Assert.NotEqual(WaitingRoomState.Pending, Store.WaitingRoom.Get(id).State);
        Store.Session.Execute("UPDATE waiting_items SET pending_count = 1, denied_count = 0 WHERE id = $1", id);
        PermException error = Assert.Single(Store.Erasure.Erase(new PersonalDataFilter { UserName = "asker" })).Error!;
        Assert.Equal(("RequestPending", (object)id), (error.ErrorId, error.Target!));
    }

    [Fact]
    public void A_preview_changes_nothing_and_a_transaction_is_refused()
    {
        RemoveAnn();
        PermAuditDigest before = Store.Trail.GetDigest();
        PermErasure planned = Store.Erasure.Preview(new PersonalDataFilter { UserName = "zzann" })[0].Value!;
        Assert.Equal(before, Store.Trail.GetDigest());
        Assert.True(IsInFile("zzann"));
        using (Store.BeginTransaction())
        {
            Assert.Equal("TransactionAlreadyOpen", ErrorId("zzann"));
            Assert.Equal("TransactionAlreadyOpen", Assert.Throws<PermConflictException>(() => Store.Erasure.Preview(new PersonalDataFilter { UserName = "zzann" })).ErrorId);
        }

        Assert.Equal(planned, Erase("zzann")[0]);
    }

    [Fact]
    public void Both_rights_are_asked_for_first()
    {
        RemoveAnn();
        Store.Profiles.Create("Half", rights: ["asset-bank.users-and-permissions.manage-users"], isDefault: false);
        _test.Test.AddUser("half", "Half");
        using PermStore store = PermStore.Open(_test.Test.Path, _test.Test.Options with { ActingUser = "half" });
        Assert.Equal("NotPermitted", Assert.ThrowsAny<PermException>(() => store.Erasure.Erase(new PersonalDataFilter { UserName = "zzann" })).ErrorId);
    }

    [Theory]
    [InlineData("target = 'zzann', target_key = 'ZZANN'")]
    [InlineData("actor = 'x'")]
    [InlineData("action = 'x'")]
    [InlineData("before = '{}'")]
    [InlineData("before = replace(before, 'Team', 'Teem')")]
    [InlineData("target_seal = zeroblob(32)")]
    [InlineData("target_seal = zeroblob(16)")]
    [InlineData("before_seal = NULL")]
    [InlineData("target_id = target_id + 1")]
    [InlineData("hash = zeroblob(32)")]
    public void A_change_of_what_remains_is_found(string change)
    {
        RemoveAnn();
        Erase("zzann");
        Assert.Equal(1, Store.Session.Execute($"UPDATE audit_events SET {change} WHERE action = 'UserRemoved'"));
        Assert.False(Store.VerifyEveryWay().IsIntact);
    }

    [Fact]
    public void Parts_that_nobody_erased_through_the_store_are_found()
    {
        RemoveAnn();
        (long id, byte[] salt, byte[] target) = Store.Session.Rows<(long, byte[], byte[])>("SELECT id, target_seal, CAST(target AS BLOB) FROM audit_events WHERE action = 'UserRemoved'")[0];
        byte[] commitment = new byte[AuditSeal.CommitmentSize];
        AuditSeal.Commit(salt, target, commitment);
        Store.Session.Execute("UPDATE audit_events SET target = 'x', target_key = 'X', target_seal = $1 WHERE id = $2", commitment, id);
        AuditVerification found = Store.VerifyEveryWay();
        Assert.Equal((false, (long?)id), (found.IsIntact, found.FirstBrokenId));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("target = 'x', target_key = 'X'")]
    [InlineData("at = at + 1")]
    [InlineData("before = '{}'")]
    [InlineData("target_seal = NULL")]
    public void Events_of_the_first_form_are_erased_too(string? change)
    {
        string path = _test.Test.File("first.db");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Data", "schema-v1.db"), path);
        using PermStore store = PermStore.Open(path);
        store.TakeWarnings();
        PermAuditDigest kept = store.Trail.GetDigest();
        foreach (WaitingRoomItem item in store.WaitingRoom.Find().ToArray())
        {
            store.WaitingRoom.Remove([WaitingRoomReference.ById(item.Id)]);
        }

        store.Users.Remove([UserReference.ByName("bob")])[0].ValueOrThrow();
        PermErasure erased = store.Erasure.Erase(new PersonalDataFilter { UserName = "bob" })[0].ValueOrThrow();
        PermAuditEvent first = store.Trail.FindEvents(new AuditEventFilter { Target = erased.Pseudonym }).First();
        Assert.Equal((1, AuditAction.UserCreated), (first.SchemaVersion, first.Action));
        Assert.DoesNotContain("bob", first.After, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(store.TakeWarnings(), warning => warning.Id == WarningId.CopiesKeepData);
        if (change is null)
        {
            Assert.True(store.Trail.Verify([kept]).IsIntact, store.Trail.Verify([kept]).Message);
        }
        else
        {
            store.Session.Execute($"UPDATE audit_events SET {change} WHERE id = $1", first.Id);
            Assert.False(store.Trail.Verify().IsIntact);
        }
    }

    [Fact]
    public void A_hundred_thousand_events_verify_and_any_byte_that_changes_is_found()
    {
        const int count = 50_000;
        UserReference[] users = [.. Enumerable.Range(0, count).Select(i => UserReference.ByName(string.Create(CultureInfo.InvariantCulture, $"many{i}")))];
        Store.Users.Create([.. users.Select(user => new UserData { UserName = user.Name, Profile = "viewer", Department = "Sales" })]);
        PermAuditDigest kept = Store.Trail.GetDigest();
        Store.Users.Update([.. users.Select(user => new UserChange(user, new UserData { Department = "Marketing" }))]);
        Store.Users.Remove([.. users.Take(10)]);
        Assert.Equal(10, Store.Erasure.Erase(new PersonalDataFilter { RemovedBefore = _test.Test.Clock.GetUtcNow().AddSeconds(1) }).Count);
        AuditVerification verified = Store.VerifyEveryWay(kept);
        Assert.True(verified.IsIntact, verified.Message);
        Assert.True(verified.Count > 100_000);

        Random random = new(15);
        string[] columns = ["actor", "action", "target_type", "target", "after", "hash", "actor_seal", "target_seal", "after_seal"];
        long[] erased = [.. Store.Session.Rows<long>("SELECT id FROM audit_events WHERE length(target_seal) = 32")];
        for (int i = 0; i < 18; i++)
        {
            string column = columns[i % columns.Length];
            long id = i < columns.Length ? random.Next(20, count) : erased[random.Next(erased.Length)];
            byte[] bytes = Store.Session.Rows<byte[]>($"SELECT CAST({column} AS BLOB) FROM audit_events WHERE id = {id}") is [{ } found] ? found : [];
            if (bytes.Length == 0)
            {
                continue;
            }

            byte[] changed = [.. bytes];
            changed[random.Next(changed.Length)] ^= 1;
            string type = column == "hash" || column.EndsWith("_seal", StringComparison.Ordinal) ? "BLOB" : "TEXT";
            Store.Session.Execute($"UPDATE audit_events SET {column} = CAST($1 AS {type}) WHERE id = $2", changed, id);
            Assert.False(Store.Trail.Verify().IsIntact, $"{column} of event {id}");
            Store.Session.Execute($"UPDATE audit_events SET {column} = CAST($1 AS {type}) WHERE id = $2", bytes, id);
        }

        Assert.True(Store.VerifyEveryWay(kept).IsIntact);
    }

    /// <summary>Ann comes, is renamed, asks, decides, is mentioned, and is removed. Returns a digest of before the removal.</summary>
    private PermAuditDigest RemoveAnn()
    {
        Store.Users.Create(new UserData
        {
            UserName = "zzold",
            Email = "zzann@example.com",
            FirstName = "Zzfirst",
            LastName = "Zzlast",
            Department = "Zzdepartment",
            Location = "Zzlocation",
            JobTitle = "Zztitle",
            ExternalId = "zzexternal",
            Profile = "all",
        });
        Store.Users.Update(UserReference.ByName("zzold"), new UserData { UserName = "zzann" });
        UserReference ann = UserReference.ByName("zzann");
        Store.Groups.Create("Team", "Led by Zzfirst Zzlast.");
        Store.Groups.AddMembers([new Membership("Team", ann)]);
        Store.Roles.AddMembers([new RoleAssignment(PermRole.PortalOwner, ann, "zzscope")]);
        _test.Room.Submit(WaitingRoomStore.Request(WaitingRoomKind.Download, "zzann", "a") with { Reason = "Zzreason" });
        long other = _test.Submit(WaitingRoomKind.Download, "viewer", "b").Id;
        _test.Deny(other, "zzann");
        PermAuditDigest kept = Store.Trail.GetDigest();
        using (PermStore acting = PermStore.Open(_test.Test.Path, _test.Test.Options with { Actor = "zzann" }))
        {
            acting.Groups.Create("Hers");
        }

        Store.Users.Remove([ann])[0].ValueOrThrow();
        return kept;
    }

    private List<PermErasure> Erase(string name) => Store.Erasure.Erase(new PersonalDataFilter { UserName = name }).Select(item => item.ValueOrThrow()).ToList();

    private List<PermErasure> Erase(PermUser user) => Store.Erasure.Erase(new PersonalDataFilter { User = UserReference.To(user) }).Select(item => item.ValueOrThrow()).ToList();

    private WaitingRoomItem Item(long id) => _test.Room.Get(id);

    private string ErrorId(string name) => Assert.ThrowsAny<PermException>(() => Store.Erasure.Erase(new PersonalDataFilter { UserName = name })).ErrorId;

    private bool IsInFile(string value) => Directory.GetFiles(Path.GetDirectoryName(_test.Test.Path)!).Any(path =>
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        string text = Encoding.Latin1.GetString(bytes);
        return text.Contains(value, StringComparison.OrdinalIgnoreCase);
    });
}
