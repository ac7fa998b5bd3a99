using System.Globalization;

namespace PermModule;

/// <summary>Turns a filter into SQL, and into tests of rows where SQL cannot tell.</summary>
internal sealed class UserQuery(StoreSession session, UserFilter filter)
{
    private readonly bool? _isActive = filter is { Rights: not null, IncludeInactive: false, IsActive: null } ? true : filter.IsActive;

    /// <summary>The ways into the users of these names, or into the one of an id; read one after the other they give every user that passes the tests.</summary>
    public IEnumerable<UserWay> Ways(NamePattern name, long? id, List<Func<UserRow, bool>> tests)
    {
        bool byName = name.Prefix.Length > 0;
        bool isNamed = byName || id is not null;
        IReadOnlyList<long>? groups = filter.Group is { } group ? session.Read(() => GroupNames.Match(session, group)) : null;
        bool byGroup = !isNamed && groups?.Count == 1 && !session.ShowsPast;
        (List<long>? profiles, long? owner) = session.Read(ProfileIds);
        bool byProfile = !isNamed && !byGroup && profiles is not null;
        (string where, List<object?> values) = Where(name, id, groups, byGroup, byProfile ? null : (profiles, owner), tests);
        if (!byProfile)
        {
            return [byName ? new UserWay("users", UserWay.NameOrder, where, values) : byGroup ? new UserWay("group_members CROSS JOIN users", "user_id", where, values) : new UserWay("users", "id", where, values)];
        }

        IEnumerable<UserWay> ways = owner is null
            ? []
            : [new UserWay("users", "id", string.Create(CultureInfo.InvariantCulture, $"{where} AND id = ${values.Count + 1}"), [.. values, owner])];

        // With both columns of the index fixed its rows come in the order of creation, so that no page has to sort.
        bool[] states = _isActive is { } isActive ? [isActive] : [true, false];
        return ways.Concat(profiles!.SelectMany(profile => states.Select(state => new UserWay(
            "users",
            "id",
            string.Create(CultureInfo.InvariantCulture, $"{where} AND profile_id = ${values.Count + 1} AND is_active = ${values.Count + 2}"),
            [.. values, profile, state ? 1L : 0L]))));
    }

    private (string Where, List<object?> Values) Where(NamePattern name, long? id, IReadOnlyList<long>? groups, bool byGroup, (List<long>? Ids, long? Owner)? profiles, List<Func<UserRow, bool>> tests)
    {
        List<string> conditions = [];
        List<object?> values = [];

        string Bind(object? value)
        {
            values.Add(value);
            return string.Create(CultureInfo.InvariantCulture, $"${values.Count}");
        }

        if (name.IsLiteral)
        {
            conditions.Add("user_name_key = " + Bind(NameKey.Fold(name.Literal.Trim())));
        }
        else if (name.Prefix.Length > 0)
        {
            conditions.Add($"user_name_key >= {Bind(name.Prefix)} AND user_name_key < {Bind(NameKey.EndOf(name.Prefix))}");
        }

        if (id is not null)
        {
            conditions.Add("users.id = " + Bind(id));
        }

        if (!name.IsLiteral && !name.IsPrefixOnly)
        {
            tests.Add(row => name.IsKeyMatch(row.UserNameKey));
        }

        if (filter.Email is { } email)
        {
            NamePattern pattern = NamePattern.Parse(email);
            if (pattern.IsLiteral)
            {
                conditions.Add("email_key = " + Bind(pattern.Prefix));
            }
            else
            {
                if (pattern.Prefix.Length > 0)
                {
                    conditions.Add($"email_key >= {Bind(pattern.Prefix)} AND email_key < {Bind(NameKey.EndOf(pattern.Prefix))}");
                }

                tests.Add(row => row.EmailKey is { } key && pattern.IsKeyMatch(key));
            }
        }

        if (profiles is ({ } those, var owner))
        {
            string held = those.Count == 0 ? "1 = 0" : $"profile_id IN ({string.Join(", ", those.Select(id => Bind(id)))})";
            conditions.Add(owner is null ? held : $"({held} OR users.id = {Bind(owner)})");
        }

        if (_isActive is { } isActive)
        {
            conditions.Add($"is_active = {(isActive ? 1 : 0)}");
        }

        if (groups is not null)
        {
            // One group is entered through its own index, so that every page costs the same however many members come after it.
            string ids = string.Join(", ", groups.Select(id => Bind(id)));
            conditions.Add((groups.Count, byGroup) switch
            {
                (0, _) => "1 = 0",
                (_, true) => $"users.id = user_id AND group_id = {ids}",
                _ => $"EXISTS (SELECT 1 FROM group_members WHERE user_id = users.id AND group_id IN ({ids}))",
            });
        }

        TestText(filter.Department, row => row.Department, tests);
        TestText(filter.Location, row => row.Location, tests);
        if (filter.NotSeenForDays is { } days)
        {
            conditions.Add("last_login_at <= " + Bind(UtcTime.ToStored(session.Time.GetUtcNow().AddDays(-days))));
        }

        if (filter.NeverSignedIn)
        {
            conditions.Add("last_login_at IS NULL");
        }

        if (filter.Condition is { } condition)
        {
            (string sql, Func<UserRow, bool>? test) = UserConditionSql.Translate(condition, session.Read(session.Snapshot), Bind);
            conditions.Add(sql);
            if (test is not null)
            {
                tests.Add(test);
            }
        }

        return (conditions.Count == 0 ? "1 = 1" : string.Join(" AND ", conditions), values);
    }

    private static void TestText(string? wanted, Func<UserRow, string?> field, List<Func<UserRow, bool>> tests)
    {
        if (wanted is not null)
        {
            NamePattern pattern = NamePattern.Parse(wanted);
            tests.Add(row => field(row) is { } value && pattern.IsMatch(value));
        }
    }

    /// <summary>The profiles that the filter leaves, and the account owner of Content Workflow where the right comes from that; null for all of them.</summary>
    private (List<long>? Profiles, long? Owner) ProfileIds()
    {
        if (filter.Profiles is null && filter.Tiers is null && filter.Rights is null)
        {
            return (null, null);
        }

        PermissionSnapshot snapshot = session.Snapshot();
        IEnumerable<ProfileEntry> wanted = filter.Profiles is null ? snapshot.Profiles : filter.Profiles.SelectMany(profile => profile.Match(session, snapshot)).Distinct();
        if (filter.Tiers is not null)
        {
            wanted = wanted.Where(profile => filter.Tiers.Contains(profile.Tier));
        }

        if (filter.Rights is null)
        {
            return ([.. wanted.Select(profile => profile.Id)], null);
        }

        RightSet rights = RightCatalogue.Default.Asked(filter.Rights);
        HashSet<long> candidates = [.. wanted.Select(profile => profile.Id)];
        long? owner = snapshot.WorkflowOwnerId is { } id && rights.Overlaps(RightCatalogue.Default.ContentWorkflow) && new UserStatements(session).FindById(id) is { } row && candidates.Contains(row.ProfileId) ? id : null;
        return ([.. candidates.Where(profile => snapshot.Profile(profile).Effective.Overlaps(rights))], owner);
    }
}
