using SQLitePCL;

namespace PermModule.Unit.Users;

/// <summary>Reads the plans of the statements that reading users prepares: where an index can serve, no page scans or sorts.</summary>
public sealed class UserPlanTests : IDisposable
{
    private static readonly Dictionary<string, UserFilter> Filters = new(StringComparer.Ordinal)
    {
        ["everything"] = new UserFilter(),
        ["name"] = new UserFilter { UserNames = ["ann"] },
        ["prefix"] = new UserFilter { UserNames = ["a*"] },
        ["e-mail"] = new UserFilter { Email = "ann@example.com" },
        ["profile"] = new UserFilter { Profiles = ["Viewer"] },
        ["active of a profile"] = new UserFilter { Profiles = ["Viewer"], IsActive = true },
        ["tier"] = new UserFilter { Tiers = [Tier.Light, Tier.Heavy] },
        ["right"] = new UserFilter { Rights = ["asset-bank.asset.manage-brands"] },
        ["group"] = new UserFilter { Group = "Team" },
    };

    private readonly TestStore _test = new TestStore().WithProfiles();

    public UserPlanTests()
    {
        _test.Store.Groups.Create("Team");
        _test.AddUser("ann", "Admin");
        _test.Store.Users.Create(Enumerable.Range(0, 1_500).Select(i => new UserData { UserName = "a" + i, Groups = ["Team"] }).ToList());
    }

    public static TheoryData<string> FilterNames => [.. Filters.Keys];

    public void Dispose() => _test.Dispose();

    [Theory]
    [MemberData(nameof(FilterNames))]
    public void An_index_is_the_way_in(string name)
    {
        _test.Reopen();
        string[] plans = PlansOf(() => Assert.NotEmpty(_test.Store.Users.Find(Filters[name])));
        Assert.NotEmpty(plans);
        Assert.DoesNotContain(plans, plan => plan.Contains("TEMP B-TREE", StringComparison.Ordinal));
        if (name != "everything")
        {
            Assert.DoesNotContain(plans, plan => plan.Contains("SCAN users", StringComparison.Ordinal) && !plan.Contains("USING INDEX", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Users_that_are_moved_while_they_are_read_come_once()
    {
        List<string> read = [];
        foreach (PermUser user in _test.Store.Users.Find(new UserFilter { Tiers = [Tier.Light, Tier.Heavy] }))
        {
            read.Add(user.UserName);
            _test.Store.Users.Update(UserReference.To(user), new UserData { Profile = user.Tier == Tier.Heavy ? "Viewer" : "Admin" });
        }

        Assert.Equal(1_501, read.Count);
        Assert.Equal(1_501, read.Distinct().Count());
    }

    /// <summary>The plans of the statements that read users while something runs.</summary>
    private string[] PlansOf(Action work)
    {
        sqlite3 connection = ((SqliteLink)_test.Store.Session.Link).Handle;
        List<string> ran = [];
        raw.sqlite3_trace(connection, (strdelegate_trace)((_, sql) => ran.Add(sql)), null);
        work();
        raw.sqlite3_trace(connection, (strdelegate_trace?)null, null);
        return [.. ran.Where(sql => sql.Contains("FROM users WHERE", StringComparison.Ordinal) || sql.Contains("CROSS JOIN users", StringComparison.Ordinal)).Select(Plan)];
    }

    private string Plan(string sql)
    {
        using Statement plan = _test.Store.Session.Query("EXPLAIN QUERY PLAN " + sql);
        List<string> steps = [];
        while (plan.Next())
        {
            steps.Add(plan.Text(3)!);
        }

        return string.Join("; ", steps);
    }
}
