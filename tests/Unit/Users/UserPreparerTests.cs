namespace PermModule.Unit.Users;

/// <summary>Users that were prepared ahead, with their events, become what they would have become without.</summary>
public sealed class UserPreparerTests : IDisposable
{
    private static readonly UserData[] People =
    [
        new() { UserName = " ann ", Email = "Ann@Example.com", FirstName = "Ånn", Profile = "editor", Department = "Sales" },
        new() { Email = "bob@example.com", IsActive = false, DeactivatedAt = new DateTimeOffset(2025, 3, 1, 0, 0, 0, TimeSpan.Zero) },
        new() { UserName = "cid", IsActive = false },
        new() { UserName = "dora", CreatedAt = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), LoginCount = 3, Groups = [] },
        new() { UserName = "eve", CreatedAt = new TestClock().GetUtcNow(), ExternalId = "7" },
        new() { UserName = "fay", Groups = ["Team"] },
        new() { UserName = "gus", Profile = "Nobody's" },
        new() { UserName = "hal", Email = "no address" },
        new(),
    ];

    private readonly TestStore _test = new TestStore().WithProfiles();
    private readonly TestStore _other = new TestStore().WithProfiles();

    public void Dispose()
    {
        _test.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void They_are_stored_told_of_and_refused_as_any_others()
    {
        BatchItem<PermUser>[] plain = Create(_test, UserDraft.ForNew);
        UserPreparer preparer = new(_other.Store.Session.Snapshot(), Options, new PartSealer());
        BatchItem<PermUser>[] prepared = Create(_other, data => preparer.Prepare(data, withEvent: true));
        Assert.Equal(plain.Select(item => item.Error?.ErrorId), prepared.Select(item => item.Error?.ErrorId));
        Assert.Equal(Told(_test), Told(_other));
        Assert.Equal(_test.Store.Users.Find().Select(Shown), _other.Store.Users.Find().Select(Shown));
        Assert.True(_other.Store.VerifyEveryWay().IsIntact);
        Assert.Contains(People, data => preparer.Prepare(data, withEvent: true).Creation is not null);
    }

    [Fact]
    public void An_event_made_for_a_profile_that_was_renamed_meanwhile_is_made_again()
    {
        UserPreparer preparer = new(_test.Store.Session.Snapshot(), Options, new PartSealer());
        UserDraft draft = preparer.Prepare(new UserData { UserName = "ann" }, withEvent: true);
        _test.Store.Profiles.Update("Viewer", "Readers");
        Create(_test, _ => draft, new UserData());
        Assert.Contains("Readers", Told(_test)[^1], StringComparison.Ordinal);
        Assert.True(_test.Store.Trail.Verify().IsIntact);
    }

    private static UserBatchOptions Options => new() { CreateGroups = true };

    private static BatchItem<PermUser>[] Create(TestStore test, Func<UserData, UserDraft> draft, params UserData[] people) =>
        test.Store.Session.Write(scope => new UserCreator(scope, Options).Create([.. (people.Length == 0 ? People : people).Select(draft)]));

    private static string[] Told(TestStore test) =>
        [.. test.Store.Trail.FindEvents(new AuditEventFilter { TargetType = "User" }).Select(told => $"{told.Action} {told.Target} {told.TargetId} {told.Before} {told.After}")];

    private static string Shown(PermUser user) => $"{user.Id} {user} {user.Email} {user.ProfileName} {user.CreatedAt:O} {user.DeactivatedAt:O} {string.Join(';', user.Groups)}";
}
