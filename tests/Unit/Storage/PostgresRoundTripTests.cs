using System.Globalization;
using System.Text.RegularExpressions;
using PermModule.Delegation;
using PermModule.Unit.Architecture;

namespace PermModule.Unit.Storage;

/// <summary>How often a change waits for the server and back, counted on the connection: with a server two milliseconds away nothing else counts.</summary>
public sealed partial class PostgresRoundTripTests : IDisposable
{
    private const string Right = "asset-bank.collections.create-collections";
    private const string Other = "asset-bank.asset-management.upload-assets";
    private const string Auditing = "asset-bank.waiting-room.audit-download-requests";

    private readonly string _folder = Directory.CreateTempSubdirectory("perm-trips-").FullName;
    private readonly PostgresCluster _cluster = PostgresCluster.Start();
    private readonly CuttingProxy _proxy;
    private readonly PermStore _store;
    private readonly PermUser[] _read;
    private readonly WaitingRoomItem[] _submitted;

    public PostgresRoundTripTests()
    {
        _proxy = new CuttingProxy(_cluster.Socket);
        using (PermStore store = PermStore.Create(Direct, Options))
        {
            store.Profiles.Create("Viewer", rights: [Right], isDefault: true);
            store.Profiles.Create("Editor", rights: [Right]);
            store.Profiles.Create("Auditor", rights: [Auditing]);
            store.Groups.Create("Press");
            store.Groups.Create("Web");
            store.Users.Create(new UserData { UserName = "audrey", Email = "audrey@example.com", Profile = "Auditor" });
            store.Users.Create([.. Enumerable.Range(0, 1_000).Select(i => Person(i) with { Groups = ["Press"] })]);
        }

        _store = PermStore.Open(_proxy.Url + "schema=t", Options);
        _read = [.. Enumerable.Range(0, 1_000).Join(_store.Users.Find(), Name, user => user.UserName, (_, user) => user)];
        _submitted = [.. Enumerable.Range(10, 3).Select(Submit)];
    }

    private static PermStoreOptions Options => new() { Actor = "tester" };

    private string Direct => _cluster.Url + "schema=t";

    public void Dispose()
    {
        _store.Dispose();
        _proxy.Dispose();
        _cluster.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_change_takes_as_many_round_trips_as_the_topic_says()
    {
        Dictionary<string, Action<int>> changes = new(StringComparer.Ordinal)
        {
            ["a new user"] = i => _store.Users.Create(Person(1_000 + i) with { ExternalId = $"{{{Guid.NewGuid()}}}", Groups = ["Press"] }),
            ["a new user, with a group made for them"] = i => _store.Users.Create(Person(1_010 + i) with { Groups = ["Own" + Name(i)] }, new UserBatchOptions { CreateGroups = true }),
            ["a user changed, moved to another profile or deactivated"] = i => _store.Users.Update(UserReference.ByName(Name(i)), new UserData { Department = "Brand", Profile = "Editor", IsActive = false }),
            ["a user renamed, put into other groups"] = i => _store.Users.Update(UserReference.To(_read[900 + i]), new UserData { UserName = "re" + Name(i), Email = "re" + Name(i) + "@example.com", Groups = ["Web"] }),
            ["a user removed, by the object"] = i => Applied(_store.Users.Remove([UserReference.To(_read[500 + i])])),
            ["a user removed, by name"] = i => Applied(_store.Users.Remove([UserReference.ByName(Name(510 + i))])),
            ["a user removed, who hands over to another"] = i => Applied(_store.Users.Remove([UserReference.To(_read[520 + i])], new UserBatchOptions { TransferTo = UserReference.ByName("audrey") })),
            ["100 users removed together, by the object"] = i => Applied(_store.Users.Remove([.. Enumerable.Range(600 + (100 * i), 100).Select(user => UserReference.To(_read[user]))])),
            ["a group made"] = i => _store.Groups.Create("Group" + Name(i)),
            ["a group renamed or described"] = i => _store.Groups.Update("Group" + Name(i), "Team" + Name(i), "Everybody"),
            ["a group removed"] = i => _store.Groups.Remove("Team" + Name(i)),
            ["a group of 500 users removed"] = RemoveFullGroup,
            ["a user put into a group or taken out"] = i => Applied(i % 2 == 0 ? _store.Groups.AddMembers([new Membership("Web", UserReference.ByName(Name(950)))]) : _store.Groups.RemoveMembers([new Membership("Web", UserReference.ByName(Name(950)))])),
            ["500 users put into a group"] = i => Applied(i % 2 == 0 ? _store.Groups.AddMembers(Members("Web")) : _store.Groups.RemoveMembers(Members("Web"))),
            ["a profile made"] = i => _store.Profiles.Create("Profile" + Name(i), "For some", [Right]),
            ["a profile copied"] = i => _store.Profiles.Copy("Editor", "Copy" + Name(i)),
            ["a profile renamed or described"] = i => _store.Profiles.Update("Copy" + Name(i), "Role" + Name(i), "For others"),
            ["a profile made the default one"] = i => _store.Profiles.Update(i % 2 == 0 ? "Editor" : "Viewer", isDefault: true),
            ["a profile removed"] = i => _store.Profiles.Remove("Role" + Name(i)),
            ["a profile removed, its users moved"] = RemoveUsedProfile,
            ["a right granted or revoked"] = i => Grant(i % 2 == 0),
            ["a right of another tier"] = i => _store.Rights.SetTier(Right, i % 2 == 0 ? Tier.Heavy : Tier.Regular),
            ["the contract changed"] = i => _store.Seats.SetContract(new SeatContract { Heavy = 5_000 + i, Regular = 5_000, Light = 5_000 }),
            ["a role given"] = i => Applied(_store.Roles.AddMembers([new RoleAssignment(PermRole.PortalOwner, UserReference.ByName(Name(40 + i)))])),
            ["a role given for another department"] = i => Applied(_store.Roles.AddMembers([new RoleAssignment(PermRole.PortalOwner, UserReference.ByName(Name(40 + i)), "Legal")])),
            ["a role taken away"] = i => Applied(_store.Roles.RemoveMembers([new RoleAssignment(PermRole.PortalOwner, UserReference.ByName(Name(40 + i)))])),
            ["100 users given a role"] = i => Applied(_store.Roles.AddMembers([.. Enumerable.Range(100 * (i + 1), 100).Select(user => new RoleAssignment(PermRole.PortalOwner, UserReference.ByName(Name(user))))])),
            ["Content Workflow handed over"] = i => _store.ContentWorkflow.SetOwner(UserReference.ByName(Name(60 + i))),
            ["a request submitted"] = i => Submit(i),
            ["a request decided on"] = i => _store.WaitingRoom.Decide(new WaitingRoomDecision { Item = WaitingRoomReference.To(_submitted[i]), IsApproved = true, Auditor = UserReference.ByName("audrey") }),
            ["a request removed"] = i => Applied(_store.WaitingRoom.Remove([WaitingRoomReference.ById(_submitted[i].Id)])),
            ["a command of one change undone"] = UndoGroup,
            ["500 new users undone"] = UndoUsers,
            ["500 users changed together"] = i => Applied(_store.Users.Update([.. Enumerable.Range(0, 500).Where(user => user is < 60 or > 62).Select(user => new UserChange(UserReference.ByName(Name(user)), new UserData { Location = Name(i), JobTitle = Name(i), Profile = i % 2 == 0 ? "Editor" : "Viewer" }))])),
            ["500 new users together, an import's too"] = i => Applied(_store.Users.Create([.. Enumerable.Range(0, 500).Select(user => Person(2_000 + (500 * i) + user) with { ExternalId = Guid.NewGuid().ToString() })])),
        };
        string topic = File.ReadAllText(SourceFolders.BesideTheTests("../../../docs/help/about_PermModule_Shared_Store.md"));
        Dictionary<string, int> told = Told().Matches(topic).ToDictionary(row => row.Groups["change"].Value, row => int.Parse(row.Groups["trips"].Value, CultureInfo.InvariantCulture), StringComparer.Ordinal);
        Assert.Equal(changes.Keys.Order(StringComparer.Ordinal), told.Keys.Order(StringComparer.Ordinal));
        List<string> wrong = [];
        foreach ((string change, Action<int> make) in changes)
        {
            // What the session keeps in memory is known after the first, and what such a change asks after the second.
            make(0);
            make(1);
            _proxy.RoundTrips.Clear();
            make(2);
            if (told[change] != _proxy.RoundTrips.Count)
            {
                wrong.Add($"{change}: {_proxy.RoundTrips.Count} round trips, not {told[change]}\n{string.Join("\n--\n", _proxy.RoundTrips)}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n====\n", wrong));
    }

    [Fact]
    public void A_new_user_is_asked_for_and_written_with_as_few_statements_as_hold_the_lock_briefly()
    {
        _store.Users.Create(Person(1_000));

        // What a change was refused for says nothing of the profiles that are in memory.
        Assert.Throws<PermAlreadyExistsException>(() => _store.Users.Create(Person(1_000)));
        _store.Preview(() => _store.Users.Create(Person(1_001)));
        _proxy.RoundTrips.Clear();
        _store.Users.Create(Person(1_001));

        // The transaction, the lock with its limits, who has the name or the address, the newest event, the counters; the user, the event, the counter, the two hours of the history.
        Assert.Equal([5, 6], _proxy.RoundTrips.Select(trip => Statements().Count(trip)));

        // A list is planned anew each time, under the lock.
        Assert.DoesNotContain(_proxy.RoundTrips, trip => trip.Contains("ANY(", StringComparison.Ordinal));
    }

    [Fact]
    public void The_groups_that_a_change_has_nothing_to_do_with_are_not_read()
    {
        _proxy.RoundTrips.Clear();
        Applied(_store.Groups.AddMembers([new Membership("Web", UserReference.ByName(Name(1)))]));
        _store.Users.Update(UserReference.ByName(Name(1)), new UserData { Groups = ["Press", "New"] }, new UserBatchOptions { CreateGroups = true });
        _store.Users.Create(Person(1_000) with { Groups = ["Press"] });
        _store.Users.Remove([UserReference.ByName(Name(2))]);
        _store.ContentWorkflow.SetOwner(UserReference.ByName(Name(1)));
        _store.Groups.Remove("Web");
        Assert.DoesNotContain(_proxy.RoundTrips, trip => AllGroups().IsMatch(trip));
        Assert.Equal(["New", "Press"], _store.Users.Get(Name(1)).Groups);
    }

    [Fact]
    public void A_change_in_somebody_s_name_takes_no_more_round_trips()
    {
        _store.Profiles.Create("Lead", rights: [DelegationRules.RightFor(DelegatedAction.ManageGroups).Key], includeRequired: true);
        _store.Users.Create(Person(1_000) with { Profile = "Lead" });
        using PermStore store = PermStore.Open(_proxy.Url + "schema=t", Options with { ActingUser = Name(1_000) });
        _proxy.RoundTrips.Clear();
        store.Groups.Create("Print");
        Assert.True(_proxy.RoundTrips.Count == 2, string.Join("\n--\n", _proxy.RoundTrips));
    }

    [Fact]
    public void What_a_change_would_do_is_found_out_in_four_round_trips()
    {
        _store.Preview(() => _store.Users.Create(Person(1_000)));
        _proxy.RoundTrips.Clear();
        _store.Preview(() => _store.Users.Create(Person(1_000)));

        // The lock with what every change asks, who is in the way, what is written, and the end of the change. A step of its own would take two more.
        Assert.True(_proxy.RoundTrips.Count == 4, string.Join("\n--\n", _proxy.RoundTrips));
    }

    [Fact]
    public void A_store_is_opened_in_six_round_trips_and_answers_in_as_many()
    {
        _proxy.RoundTrips.Clear();
        using PermStore store = PermStore.Open(_proxy.Url + "schema=t", Options);
        Assert.True(_proxy.RoundTrips.Count == 6, string.Join("\n--\n", _proxy.RoundTrips));

        // The version; one state of the configuration, begun with what it asks; the user, whether anybody is in a group, and the groups.
        store.Users.Get(Name(1));
        Assert.True(_proxy.RoundTrips.Count == 6 + 6, string.Join("\n--\n", _proxy.RoundTrips));
    }

    [Fact]
    public void What_a_prompt_shows_of_a_store_is_asked_for_once()
    {
        using PermStore store = PermStore.Open(_proxy.Url + "schema=t", Options with { MaxStaleness = TimeSpan.FromMinutes(1) });
        _proxy.RoundTrips.Clear();
        Assert.Equal((1_001, 3, 2, 3), (store.Summary.Users, store.Summary.Profiles, store.Summary.Groups, store.Summary.PendingRequests));
        Assert.Equal(2, _proxy.RoundTrips.Count);
        _store.Groups.Create("Print");
        store.Refresh();
        Assert.Equal(3, store.Summary.Groups);
    }

    [Fact]
    public void An_import_takes_two_round_trips_a_batch_and_few_besides()
    {
        Import(0);
        Import(1);
        _proxy.RoundTrips.Clear();
        Import(2);
        int batches = _proxy.RoundTrips.Count(trip => trip.Contains("COMMIT", StringComparison.Ordinal) && trip.Contains("INSERT", StringComparison.Ordinal));
        Assert.InRange(batches, 1, 4);
        Assert.True(_proxy.RoundTrips.Count <= (2 * batches) + 8, $"{_proxy.RoundTrips.Count} round trips for {batches} batches\n{string.Join("\n--\n", _proxy.RoundTrips)}");
    }

    [Fact]
    public void What_another_host_changed_is_read_though_the_last_change_brought_an_answer_that_nobody_asked_for()
    {
        // The lock brings along what the change before asked, such as the counters of seats, which a new group has no use for.
        _store.Users.Update(UserReference.ByName(Name(1)), new UserData { Profile = "Editor" });
        _store.Groups.Create("Print");
        long before = Counted();
        using (PermStore other = PermStore.Open(Direct, Options))
        {
            other.Users.Create(Person(1_000));
        }

        Assert.Equal(before + 1, Counted());

        long Counted()
        {
            long users = 0;
            using Statement profile = _store.Session.Query("SELECT id, active_users, inactive_users FROM profiles");
            while (profile.Next())
            {
                users += profile.Number(1);
            }

            return users;
        }
    }

    [Fact]
    public void What_a_user_in_hand_may_do_and_is_a_member_of_takes_a_question_and_the_end_of_the_reading()
    {
        UserReference user = UserReference.To(_read[5]);
        Action[] questions = [() => Assert.Single(_store.EffectiveRights.List(user, [Right])), () => Assert.Equal("Press", Assert.Single(_store.Groups.MembershipsOf(user)).Group)];
        foreach (Action ask in questions)
        {
            ask();
            _proxy.RoundTrips.Clear();
            ask();
            Assert.Equal(2, _proxy.RoundTrips.Count);
        }
    }

    [Fact]
    public void Who_holds_a_right_and_since_when_is_asked_for_many_users_at_once()
    {
        _proxy.RoundTrips.Clear();
        Assert.Equal(1_000, _store.History.FindRightHolders([Right]).Count());
        Assert.InRange(_proxy.RoundTrips.Count, 11, 30);
    }

    [Fact]
    public void What_is_changed_in_pieces_is_sent_as_one_statement_for_each_piece()
    {
        UserChange[] changes = [.. Enumerable.Range(0, 100).Select(i => new UserChange(UserReference.ByName(Name(i)), new UserData { Profile = "Editor", Department = Name(i) }))];
        _proxy.RoundTrips.Clear();
        Applied(_store.Users.Update(changes));
        Assert.Equal(2, _proxy.RoundTrips.Sum(trip => trip.Split('\n').Count(statement => statement.StartsWith("UPDATE \"t\".users SET", StringComparison.Ordinal) && statement.Contains("unnest", StringComparison.Ordinal))));
        Assert.Equal("Editor", _store.Users.Get(Name(0)).ProfileName);
        Assert.Equal(Name(99), _store.Users.Get(Name(99)).Department);
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"user{number}");

    private static UserData Person(int number) => new() { UserName = Name(number), Email = Name(number) + "@example.com", FirstName = "Ann" };

    private static Membership[] Members(string group) => [.. Enumerable.Range(0, 500).Select(i => new Membership(group, UserReference.ByName(Name(i))))];

    private static void Applied<T>(IReadOnlyList<BatchItem<T>> items)
        where T : class => Assert.All(items, item => Assert.True(item.IsChanged, item.Error?.Message));

    [GeneratedRegex(@"^\| (?<change>[^|]+) \| (?<trips>\d+) \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Told();

    [GeneratedRegex(@"FROM t\.user_groups$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex AllGroups();

    [GeneratedRegex("^(BEGIN|SET|SELECT|INSERT|UPDATE|DELETE|COMMIT)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Statements();

    private void Grant(bool isGranted) => Assert.Equal(isGranted, (isGranted ? _store.Profiles.Grant("Viewer", [Other]) : _store.Profiles.Revoke("Viewer", [Other])).Rights.Contains(Other));

    private void RemoveFullGroup(int turn)
    {
        _store.Groups.Create("Full");
        Applied(_store.Groups.AddMembers(Members("Full")));
        _proxy.RoundTrips.Clear();
        Assert.Equal(500, _store.Groups.Remove("Full").MemberCount);
    }

    private void RemoveUsedProfile(int number)
    {
        _store.Profiles.Create("Leaving", rights: [Right]);
        _store.Users.Update(UserReference.ByName(Name(300 + number)), new UserData { Profile = "Leaving" });
        _proxy.RoundTrips.Clear();
        _store.Profiles.Remove("Leaving", moveUsersTo: "Viewer");
    }

    private void UndoUsers(int number)
    {
        Applied(_store.Users.Create([.. Enumerable.Range(0, 500).Select(user => Person(9_000 + (500 * number) + user) with { Groups = ["Press"] })]));
        UndoNewest();
    }

    private void UndoGroup(int number)
    {
        _store.Groups.Create("Undone" + Name(number));
        UndoNewest();
    }

    private void UndoNewest()
    {
        Guid command = _store.Trail.FindEvents(new AuditEventFilter { Newest = 1 }).First().CorrelationId;
        _proxy.RoundTrips.Clear();
        _store.History.Undo(command);
    }

    private WaitingRoomItem Submit(int number) =>
        _store.WaitingRoom.Submit(new WaitingRoomRequest { Kind = WaitingRoomKind.Download, Requester = UserReference.To(_read[20 + number]), Assets = [Name(number)], Reason = "print" });

    private void Import(int turn)
    {
        string file = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{turn}.csv"));
        File.WriteAllLines(file, ["UserName,Email", .. Enumerable.Range(10_000 * (turn + 1), 500).Select(i => $"{Name(i)},{Name(i)}@example.com")]);
        Assert.Equal(500, _store.Transfer.ImportUsers(file).Created);
    }
}
