namespace PermModule.Unit.Audit;

/// <summary>The indexes leave out the events that create something under their own id; those are found all the same.</summary>
public sealed class AuditTargetTests : IDisposable
{
    private static readonly string[] Names = ["ann", "bob", "Çelik", "dora", "7", "12", "20"];

    private readonly TestStore _test = new TestStore().WithProfiles();

    private PermStore Store => _test.Store;

    public void Dispose() => _test.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_event_is_found_by_the_name_and_by_the_id_of_its_target(int seed)
    {
        Random random = new(seed);
        Live(random, times: 120);

        // From here on what is created has another id than its event.
        using (StoreRestore restore = StoreRestore.Prepare(Store.Backup(_test.File("backup.db")).FullName, _test.Path, _test.Options))
        {
            Live(random, times: 5);
            PermStore.Restore(restore).Dispose();
        }

        Live(random, times: 120);
        ILookup<string, long> byName = Scan("target_key").ToLookup(pair => pair.Target, pair => pair.Event);
        Assert.All(byName, events => Assert.Equal(
            events.Concat(OfNamedNow("User", "users", "user_name_key", events.Key)).Concat(OfNamedNow("Group", "user_groups", "name_key", events.Key)).Concat(OfNamedNow("Profile", "profiles", "name_key", events.Key)).Distinct().Order(),
            Find(new AuditEventFilter { Target = NamePattern.Escape(events.Key) })));
        ILookup<string, long> byId = Scan("target_id").ToLookup(pair => pair.Target, pair => pair.Event);
        Assert.All(byId.Where(events => events.Key.Length > 0), events => Assert.Equal(events, Find(new AuditEventFilter { TargetId = long.Parse(events.Key, System.Globalization.CultureInfo.InvariantCulture) })));
    }

    [Fact]
    public void The_name_of_now_finds_what_happened_under_the_names_before()
    {
        _test.AddUser("ann");
        Store.Users.Update(UserReference.ByName("ann"), new UserData { UserName = "anna" });
        Store.Groups.Create("Press");
        Store.Groups.Update("Press", "News");
        Store.Profiles.Update("Editor", "Writer");
        Assert.Equal(["UserCreated", "UserChanged"], Actions("anna"));
        Assert.Equal(["GroupCreated", "GroupChanged"], Actions("News"));
        Assert.Equal(["ProfileCreated", "ProfileChanged"], Actions("Writer"));
        Assert.Equal(["UserCreated", "UserChanged"], Actions("ann"));
        Store.Users.Update(UserReference.ByName("anna"), new UserData { Department = "Press" });
        Assert.Equal(["UserCreated", "UserChanged"], Actions("ann"));

        IEnumerable<string> Actions(string name) => Store.Trail.FindEvents(new AuditEventFilter { Target = name }).Select(found => found.Action);
    }

    [Fact]
    public void No_event_of_the_trail_is_read_that_has_another_target()
    {
        string plan = string.Join('\n', Store.Session.Rows<Plan>($"EXPLAIN QUERY PLAN {AuditTarget.Named("@Key", "@Number")}", new { Key = "ANN", Number = 1L }).Select(step => step.Detail));
        Assert.DoesNotContain("SCAN audit_events", plan, StringComparison.Ordinal);
        Assert.Contains("audit_events_target ", plan, StringComparison.Ordinal);
        plan = string.Join('\n', Store.Session.Rows<Plan>($"EXPLAIN QUERY PLAN {AuditTarget.WithId("@Id")}", new { Id = 1L }).Select(step => step.Detail));
        Assert.DoesNotContain("SCAN audit_events", plan, StringComparison.Ordinal);
    }

    private void Live(Random random, int times)
    {
        for (int i = 0; i < times; i++)
        {
            try
            {
                Step(random.Next(10), Names[random.Next(Names.Length)], Names[random.Next(Names.Length)]);
            }
            catch (PermException)
            {
                // The name is taken, or nobody has it.
            }
        }
    }

    private void Step(int what, string name, string other)
    {
        switch (what)
        {
            case 0 or 1:
                Store.Users.Create(new UserData { UserName = name });
                break;
            case 2:
                Store.Users.Update(UserReference.ByName(name), new UserData { UserName = other });
                break;
            case 3:
                Store.Users.Update(UserReference.ByName(name), new UserData { Department = other });
                break;
            case 4:
                Store.Users.Remove([UserReference.ByName(name)]);
                break;
            case 5:
                Store.Groups.Create(name);
                break;
            case 6:
                Store.Groups.Update(name, other);
                break;
            case 7:
                Store.Groups.Remove(name);
                break;
            case 8:
                Store.WaitingRoom.Submit(new WaitingRoomRequest { Kind = WaitingRoomKind.Download, Requester = UserReference.ByName(name), Assets = [other], Reason = "test" });
                break;
            default:
                Store.Profiles.Update(Store.Profiles.Find().First(profile => profile.Name is not ("Admin" or "Editor")).Name, other);
                break;
        }
    }

    private List<(string Target, long Event)> Scan(string column)
    {
        List<(string, long)> events = [];
        using Statement row = Store.Session.Query($"SELECT id, CAST({column} AS TEXT) FROM audit_events ORDER BY id");
        while (row.Next())
        {
            events.Add((row.Text(1) ?? "", row.Number(0)));
        }

        return events;
    }

    /// <summary>The events of what has a name now.</summary>
    private IEnumerable<long> OfNamedNow(string type, string table, string column, string key)
    {
        using Statement row = Store.Session.Query($"SELECT e.id FROM audit_events e JOIN {table} t ON t.id = e.target_id WHERE e.target_type = '{type}' AND t.{column} = $1", key);
        while (row.Next())
        {
            yield return row.Number(0);
        }
    }

    private IEnumerable<long> Find(AuditEventFilter filter) => Store.Trail.FindEvents(filter).Select(found => found.Id);

    private sealed record Plan(long Id, long Parent, long NotUsed, string Detail);
}
