
namespace PermModule;

/// <summary>Portal owners, champions and end users.</summary>
public sealed class RoleService
{
    private const int PageSize = Batching.Page;

    private readonly StoreSession _session;

    internal RoleService(StoreSession session) => _session = session;

    /// <summary>The roles with their duties and the number of their members.</summary>
    public IReadOnlyList<PermRoleInfo> Find() => [.. Enum.GetValues<PermRole>().Select(Get)];

    /// <summary>One role with its duties and the number of its members.</summary>
    public PermRoleInfo Get(PermRole role) => _session.Read(() => RoleTexts.All[role] with
    {
        Origin = new ReadOrigin(_session.Origin),
        MemberCount = role == PermRole.EndUser
            ? (_session.Scalar(UserCount.All) ?? 0) - (_session.Scalar("SELECT COUNT(DISTINCT user_id) FROM role_members") ?? 0)
            : _session.Scalar("SELECT COUNT(*) FROM role_members WHERE role = $1", (long)role) ?? 0,
    });

    /// <summary>Gives users a role in one change. Users who have it keep it; a department or location that is named replaces the one they have it for.</summary>
    /// <param name="assignments">The users, each with the role to give.</param>
    /// <param name="stopOnError">Applies nothing after the first that is refused.</param>
    /// <returns>What became of each, in the order of the list; refused with <c>UserNotFound</c>, <c>ChampionTierTooLow</c>, or <c>EndUserImplied</c>: everyone is an end user who has no other role.</returns>
    public IReadOnlyList<BatchItem<RoleMember>> AddMembers(IReadOnlyList<RoleAssignment> assignments, bool stopOnError = false)
    {
        ArgumentNullException.ThrowIfNull(assignments);
        RoleMembers.Announce(_session, assignments);
        return _session.Write(scope => new RoleMembers(scope).Add(assignments, stopOnError));
    }

    /// <summary>Takes a role from users in one change. Users who do not have it, or not for the department or location that is named, are left unchanged.</summary>
    /// <param name="assignments">The users, each with the role to take away; department and location may be wildcards.</param>
    /// <param name="stopOnError">Applies nothing after the first that is refused.</param>
    /// <returns>What became of each, in the order of the list; refused with <c>UserNotFound</c> or <c>EndUserImplied</c>.</returns>
    public IReadOnlyList<BatchItem<RoleMember>> RemoveMembers(IReadOnlyList<RoleAssignment> assignments, bool stopOnError = false)
    {
        ArgumentNullException.ThrowIfNull(assignments);
        RoleMembers.Announce(_session, assignments);
        return _session.Write(scope => new RoleMembers(scope).Remove(assignments, stopOnError));
    }

    /// <summary>The members of a role: portal owners and champions in the order of their names, end users in the order in which they were made. Streams; memory does not grow with the end users.</summary>
    /// <param name="role">The role.</param>
    /// <param name="department">A department or wildcard, or null.</param>
    /// <param name="location">A location or wildcard, or null.</param>
    /// <exception cref="PermInvalidInputException"><c>InvalidPattern</c>.</exception>
    public IEnumerable<RoleMember> Members(PermRole role, string? department = null, string? location = null)
    {
        NamePattern? departments = Pattern(department);
        NamePattern? locations = Pattern(location);
        return (role == PermRole.EndUser ? EndUsers() : Given(role)).Where(member => IsMatch(member.Department, departments) && IsMatch(member.Location, locations));
    }

    /// <summary>The roles of one user.</summary>
    /// <exception cref="PermNotFoundException"><c>UserNotFound</c>.</exception>
    public IReadOnlyList<RoleMember> RolesOf(UserReference user) => _session.ReadConsistently(() =>
    {
        UserOutline outline = UserOutline.Resolve(_session, user);
        Tier tier = _session.Snapshot().Profile(outline.ProfileId).Tier;
        List<(PermRole Role, RoleScope Scope)> roles = RoleMembers.Of(_session, outline.Id);
        if (roles.Count == 0)
        {
            roles.Add((PermRole.EndUser, default));
        }

        return (IReadOnlyList<RoleMember>)roles.ConvertAll(held => RoleMember.From(held.Role, outline, held.Scope, tier, new ReadOrigin(_session.Origin)));
    });

    /// <summary>True when a member has the role for this department and location; what is null or empty does not matter.</summary>
    public static bool IsMatch(RoleMember member, string? department, string? location)
    {
        ArgumentNullException.ThrowIfNull(member);
        return IsMatch(member.Department, Pattern(department)) && IsMatch(member.Location, Pattern(location));
    }

    private static NamePattern? Pattern(string? wanted) => string.IsNullOrEmpty(wanted) ? null : NamePattern.Parse(wanted);

    private static bool IsMatch(string? value, NamePattern? wanted) => wanted is null || (value is not null && wanted.IsMatch(value));

    private List<RoleMember> Given(PermRole role) => _session.ReadConsistently(() =>
    {
        PermissionSnapshot snapshot = _session.Snapshot();
        List<RoleMember> members = [];
        const string sql = $"""
            SELECT {UserOutline.Columns},
                (SELECT department FROM role_members WHERE role = $1 AND user_id = u.id),
                (SELECT location FROM role_members WHERE role = $1 AND user_id = u.id)
            FROM users u
            WHERE u.id IN (SELECT user_id FROM role_members WHERE role = $1)
            ORDER BY u.user_name_key
            """;
        using Statement reader = _session.Query(sql, (long)role);
        while (reader.Next())
        {
            UserOutline user = UserOutline.Read(reader);
            members.Add(RoleMember.From(role, user, RoleMembers.ReadScope(reader, UserOutline.ColumnCount), snapshot.Profile(user.ProfileId).Tier, new ReadOrigin(_session.Origin)));
        }

        return members;
    });

    private IEnumerable<RoleMember> EndUsers()
    {
        long after = 0;
        long? last = null;
        List<RoleMember> page;
        do
        {
            page = _session.ReadConsistently(() =>
            {
                last ??= UserOutline.LastId(_session);
                PermissionSnapshot snapshot = _session.Snapshot();
                List<RoleMember> members = [];
                const string sql = $"""
                    SELECT {UserOutline.Columns}
                    FROM users u
                    WHERE u.id > $1 AND u.id <= $3 AND u.id NOT IN (SELECT user_id FROM role_members)
                    ORDER BY u.id LIMIT $2
                    """;
                using Statement reader = _session.Query(sql, after, (long)PageSize, last);
                while (reader.Next())
                {
                    UserOutline user = UserOutline.Read(reader);
                    after = user.Id;
                    members.Add(RoleMember.From(PermRole.EndUser, user, default, snapshot.Profile(user.ProfileId).Tier, new ReadOrigin(_session.Origin)));
                }

                return members;
            });
            foreach (RoleMember member in page)
            {
                yield return member;
            }
        }
        while (page.Count == PageSize);
    }
}
