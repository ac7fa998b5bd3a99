namespace PermModule.Unit.Audit;

public class AuditEventTests : IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void The_events_of_several_targets_come_in_the_order_of_time()
    {
        using TestStore test = new TestStore().WithProfiles();
        foreach (string name in new[] { "ann", "bob", "abe" })
        {
            test.AddUser(name);
        }

        for (int i = 0; i < 2500; i++)
        {
            test.Store.Users.Update(UserReference.ByName(i % 3 == 0 ? "ann" : "bob"), new UserData { JobTitle = $"{i}" });
        }

        PermAuditEvent[] found = [.. test.Store.Trail.FindEvents(["bob", "ann", "a*"], new AuditEventFilter { TargetType = "User" })];
        Assert.Equal(2503, found.Length);
        Assert.Equal(found.Select(read => read.Id).Order(), found.Select(read => read.Id));
        Assert.Equal(found[^5..].Select(read => read.Id), test.Store.Trail.FindEvents(["ann", "bob"], new AuditEventFilter { Newest = 5 }).Select(read => read.Id));
        Assert.Equal(["ann", "bob"], test.Store.Trail.FindEvents(["bob", "ann"], new AuditEventFilter { First = 2 }).Select(read => read.Target));
        Assert.Empty(test.Store.Trail.FindEvents([], new AuditEventFilter()));
    }

    [Fact]
    public void Events_come_oldest_first_with_all_they_hold()
    {
        _test.AddUser("ann");
        IReadOnlyList<PermAuditEvent> events = Find(new AuditEventFilter());
        Assert.Equal(Enumerable.Range(1, events.Count).Select(id => (long)id), events.Select(item => item.Id));
        PermAuditEvent created = events[^1];
        Assert.Equal(("tester", "UserCreated", "User", "ann"), (created.Actor, created.Action, created.TargetType, created.Target));
        Assert.Equal(_test.Clock.GetUtcNow(), created.At);
        Assert.Null(created.Before);
        Assert.Contains("ann@example.com", created.After, StringComparison.Ordinal);
        Assert.Equal(_test.Store.Trail.GetDigest().Hash, created.Hash);
    }

    [Fact]
    public void Ranges_in_time_that_touch_share_no_event()
    {
        DateTimeOffset start = _test.Clock.GetUtcNow();
        for (int i = 0; i < 20; i++)
        {
            _test.Clock.Advance(TimeSpan.FromMinutes(1));
            _test.AddUser($"a{i}");
            _test.AddUser($"b{i}");
        }

        DateTimeOffset middle = start.AddMinutes(10);
        string[] early = [.. Find(new AuditEventFilter { After = start.AddMinutes(1), Before = middle }).Select(item => item.Target)];
        string[] late = [.. Find(new AuditEventFilter { After = middle }).Select(item => item.Target)];
        Assert.Equal(18, early.Length);
        Assert.Equal(22, late.Length);
        Assert.Equal("b8", early[^1]);
        Assert.Equal("a9", late[0]);
        Assert.Empty(Find(new AuditEventFilter { After = start.AddDays(1) }));
        Assert.Empty(Find(new AuditEventFilter { Before = start }));
        Assert.Empty(Find(new AuditEventFilter { After = middle, Before = middle }));
    }

    [Fact]
    public void Filters_compare_like_names_and_take_wildcards()
    {
        _test.AddUser("Ann");
        _test.AddUser("anton");
        _test.AddUser("bob");
        _test.Store.Users.Update(UserReference.ByName("ann"), new UserData { Department = "Sales" });
        Assert.Equal(["UserCreated", "UserChanged"], Find(new AuditEventFilter { Target = "ANN" }).Select(item => item.Action));
        Assert.Equal(["Ann", "anton", "Ann"], Find(new AuditEventFilter { Target = "an*" }).Select(item => item.Target));
        Assert.Equal(["Ann"], Find(new AuditEventFilter { Actions = ["userchanged"] }).Select(item => item.Target));
        Assert.Equal(4, Find(new AuditEventFilter { TargetType = "user" }).Count);
        Assert.Equal(4, Find(new AuditEventFilter { Actions = ["UserC*"], Actor = "TEST*" }).Count);
        Assert.Empty(Find(new AuditEventFilter { Actor = "somebody" }));
        Assert.Empty(Find(new AuditEventFilter { Target = "nobody" }));
    }

    [Fact]
    public void The_events_of_one_command_are_found_by_their_correlation_id()
    {
        Guid id = Guid.NewGuid();
        using (_test.Store.Correlate(id))
        {
            _test.AddUser("ann");
            _test.AddUser("bob");
        }

        _test.AddUser("eve");
        Assert.Equal(["ann", "bob"], Find(new AuditEventFilter { CorrelationId = id }).Select(item => item.Target));
    }

    [Fact]
    public void A_command_inside_of_another_keeps_its_own_correlation_id()
    {
        (Guid outer, Guid inner) = (Guid.NewGuid(), Guid.NewGuid());
        using (_test.Store.Correlate(outer))
        {
            using (_test.Store.Correlate(inner))
            {
                _test.AddUser("ann");
            }

            _test.AddUser("bob");
        }

        Assert.Equal(["ann"], Find(new AuditEventFilter { CorrelationId = inner }).Select(item => item.Target));
        Assert.Equal(["bob"], Find(new AuditEventFilter { CorrelationId = outer }).Select(item => item.Target));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1_500)]
    [InlineData(5_000)]
    public void First_and_newest_take_so_many_from_either_end_in_the_same_order(int count)
    {
        _test.Store.Users.Create([.. Enumerable.Range(0, 2_000).Select(i => new UserData { UserName = $"u{i:0000}" })]);
        string[] all = [.. Enumerable.Range(0, 2_000).Select(i => $"u{i:0000}")];
        Assert.Equal(all.Take(count), Find(new AuditEventFilter { Target = "u*", First = count }).Select(item => item.Target));
        Assert.Equal(all.TakeLast(count), Find(new AuditEventFilter { Target = "u*", Newest = count }).Select(item => item.Target));
        Assert.Equal(all.TakeLast(count).Take(2), Find(new AuditEventFilter { TargetType = "User", Newest = count, First = 2 }).Select(item => item.Target));
    }

    [Fact]
    public void Events_written_while_others_are_read_do_not_prolong_the_reading()
    {
        int count = 0;
        foreach (PermAuditEvent item in _test.Store.Trail.FindEvents())
        {
            _test.AddUser($"u{item.Id}");
            count++;
        }

        Assert.Equal(Find(new AuditEventFilter()).Count, count * 2);
    }

    [Fact]
    public void An_event_that_cannot_be_read_is_named()
    {
        _test.Tamper("UPDATE audit_events SET correlation_id = x'00' WHERE id = 3");
        PermCorruptException error = Assert.Throws<PermCorruptException>(() => Find(new AuditEventFilter()));
        Assert.Equal(("AuditTrailBroken", 3L), (error.ErrorId, error.Target));
    }

    private IReadOnlyList<PermAuditEvent> Find(AuditEventFilter filter) => [.. _test.Store.Trail.FindEvents(filter)];
}
