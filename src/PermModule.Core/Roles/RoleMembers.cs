
namespace PermModule;

/// <summary>Gives roles and takes them away, in the order of the input, inside one change.</summary>
internal sealed class RoleMembers(WriteScope scope)
{
    private const string RolesOf = "SELECT role, department, location FROM role_members WHERE user_id = $1 ORDER BY role";

    private const string RolesOfMany = "SELECT m.user_id, m.role, m.department, m.location FROM users u JOIN role_members m ON m.user_id = u.id";

    private readonly StoreSession _session = scope.Session;

    /// <summary>Says that roles are going to be given or taken.</summary>
    public static void Announce(StoreSession session, IReadOnlyList<RoleAssignment> assignments)
    {
        if (session.Link.IsRemote)
        {
            UserOutlines.Announce(session, assignments.Select(assignment => assignment.User));
            QueryRoles(session, assignments).Announce();
        }
    }

    public BatchItem<RoleMember>[] Add(IReadOnlyList<RoleAssignment> assignments, bool stopOnError) => Apply(assignments, stopOnError, Add);

    public BatchItem<RoleMember>[] Remove(IReadOnlyList<RoleAssignment> assignments, bool stopOnError) => Apply(assignments, stopOnError, Remove);

    /// <inheritdoc cref="UserDeparture"/>
    public static UserDeparture Departure { get; } = new(RolesOf, (row, user) => Read(row) is { Count: > 0 } roles ? scope => Leave(scope, user, roles) : null);

    private static List<string> Leave(WriteScope scope, UserOutline user, List<(PermRole Role, RoleScope Scope)> roles)
    {
        foreach ((PermRole role, RoleScope given) in roles)
        {
            new RoleMembers(scope).Delete(role, user, given);
        }

        return roles.ConvertAll(held => $"the role {held.Role} ends");
    }

    /// <inheritdoc cref="UserHandover"/>
    public static IEnumerable<string> HandOver(WriteScope scope, UserOutline from, UserOutline to)
    {
        RoleMembers members = new(scope);
        List<string> done = [];
        foreach ((PermRole role, RoleScope held) in Of(scope.Session, from.Id))
        {
            // A role without a place of its own follows its holder, who may sit elsewhere than the next one.
            RoleAssignment assignment = new(role, UserReference.ByName(to.UserName)) { Department = held.Department ?? from.Department, Location = held.Location ?? from.Location };
            bool hasIt = Of(scope.Session, to.Id).Exists(has => has.Role == role);
            if (!hasIt)
            {
                members.Add(assignment, to, before: null);
            }

            members.Delete(role, from, held);
            done.Add(hasIt ? $"the role {role} ends: '{to.UserName}' has it already" : $"the role {role} goes to '{to.UserName}'");
        }

        return done;
    }

    /// <inheritdoc cref="ProfileNeed"/>
    /// <remarks>The rights of a portal owner are theirs for the role; a champion needs a tier.</remarks>
    public static bool NeedRights(StoreSession session, ProfileEntry profile, RightSet leaving, Tier after) => session.Scalar(
        """
        SELECT 1 FROM role_members m JOIN users u ON u.id = m.user_id
        WHERE u.profile_id = $1 AND u.is_active = 1 AND (m.role = $2 OR (m.role = $3 AND $4 = 1)) LIMIT 1
        """,
        profile.Id,
        (long)PermRole.PortalOwner,
        (long)PermRole.Champion,
        after < Tier.Regular) is not null;

    /// <summary>The roles that were given to a user, in their order.</summary>
    public static List<(PermRole Role, RoleScope Scope)> Of(StoreSession session, long userId)
    {
        using Statement reader = session.Query(RolesOf, userId);
        return Read(reader);
    }

    /// <summary>Department and location from two columns.</summary>
    public static RoleScope ReadScope(Statement reader, int column) =>
        new(reader.Text(column), reader.Text(column + 1));

    /// <summary>Gives a user a role for a department and location as they were, or takes the role. <see cref="TierTooLow"/> is for the caller to ask, when the change is whole.</summary>
    /// <exception cref="PermException"><c>NotPermitted</c>.</exception>
    public void Set(PermRole role, UserOutline user, RoleScope? before, RoleScope? after)
    {
        scope.Acting?.Demand(DelegatedAction.ManageUsers, user.UserName);
        switch (before, after)
        {
            case (null, { } given):
                Insert(role, user, given);
                break;
            case ({ } held, { } given):
                Change(role, user, held, given);
                break;
            case ({ } held, null):
                Delete(role, user, held);
                break;
            default:
                break;
        }
    }

    /// <summary>The refusal of a role for which the tier of a user is too low, or null.</summary>
    public static PermConflictException? TierTooLow(WriteScope scope, PermRole role, UserOutline user)
    {
        ProfileEntry profile = scope.Snapshot.Profile(user.ProfileId);
        return role == PermRole.Champion && profile.Tier < Tier.Regular
            ? new PermConflictException(ErrorId.ChampionTierTooLow, $"'{TextRules.Cut(user.UserName)}' has the {profile.Tier} profile '{profile.Name}'; a champion needs a Regular or Heavy one.", user.UserName)
            : null;
    }

    private static List<(PermRole Role, RoleScope Scope)> Read(Statement row)
    {
        List<(PermRole, RoleScope)> roles = [];
        while (row.Next())
        {
            roles.Add(((PermRole)row.Number(0), ReadScope(row, 1)));
        }

        return roles;
    }

    private static Statement QueryRoles(StoreSession session, IReadOnlyList<RoleAssignment> assignments) =>
        UserOutlines.Query(session, assignments.Select(assignment => assignment.User), RolesOfMany);

    /// <summary>The roles that the users of a batch have, where a question costs a round trip; otherwise null, and each is asked when it is their turn.</summary>
    private Dictionary<(long User, PermRole Role), RoleScope>? ReadRoles(IReadOnlyList<RoleAssignment> assignments)
    {
        if (!_session.Link.IsRemote)
        {
            return null;
        }

        Announce(_session, assignments);
        Dictionary<(long, PermRole), RoleScope> roles = [];
        using Statement row = QueryRoles(_session, assignments);
        while (row.Next())
        {
            roles[(row.Number(0), (PermRole)row.Number(1))] = ReadScope(row, 2);
        }

        return roles;
    }

    private BatchItem<RoleMember>[] Apply(IReadOnlyList<RoleAssignment> assignments, bool stopOnError, Func<RoleAssignment, UserOutline, RoleScope?, (RoleScope? Scope, bool IsChanged)> apply)
    {
        UserOutlines users = new(_session, assignments.Select(assignment => assignment.User));
        Dictionary<(long User, PermRole Role), RoleScope>? roles = ReadRoles(assignments);
        return scope.ForEach(assignments, stopOnError, assignment =>
        {
            scope.Acting?.Demand(DelegatedAction.ManageUsers, assignment.User.Name);
            UserOutline user = users.Resolve(assignment.User);
            if (assignment.Role == PermRole.EndUser)
            {
                throw new PermConflictException(ErrorId.EndUserImplied, $"'{TextRules.Cut(user.UserName)}' needs no membership to be an end user: everyone without another role is one.", assignment.User.Name);
            }

            Tier tier = TierOf(user);
            RoleScope? before = roles is null
                ? Of(_session, user.Id).Where(held => held.Role == assignment.Role).Select(held => (RoleScope?)held.Scope).FirstOrDefault()
                : roles.TryGetValue((user.Id, assignment.Role), out RoleScope stored) ? stored : null;
            (RoleScope? after, bool isChanged) = apply(assignment, user, before);
            if (after is { } held)
            {
                roles?[(user.Id, assignment.Role)] = held;
            }
            else
            {
                roles?.Remove((user.Id, assignment.Role));
            }

            return BatchItem<RoleMember>.Applied(RoleMember.From(assignment.Role, user, after ?? before ?? default, tier, new ReadOrigin(_session.Origin)), isChanged);
        });
    }

    private (RoleScope? Scope, bool IsChanged) Add(RoleAssignment assignment, UserOutline user, RoleScope? before)
    {
        RoleScope asked = RoleScope.Of(user, assignment.Department, assignment.Location);
        if (before is not { } held)
        {
            if (TierTooLow(scope, assignment.Role, user) is { } refusal)
            {
                throw refusal;
            }

            Insert(assignment.Role, user, asked);
            return (asked, true);
        }

        // What is not named stays as it was given.
        RoleScope after = new(
            assignment.Department is null ? held.Department : asked.Department,
            assignment.Location is null ? held.Location : asked.Location);
        if (after == held)
        {
            return (held, false);
        }

        Change(assignment.Role, user, held, after);
        return (after, true);
    }

    private (RoleScope? Scope, bool IsChanged) Remove(RoleAssignment assignment, UserOutline user, RoleScope? before)
    {
        if (before is not { } held)
        {
            return (null, false);
        }

        RoleMember member = RoleMember.From(assignment.Role, user, held, TierOf(user), new ReadOrigin(_session.Origin));
        if (!RoleService.IsMatch(member, assignment.Department, assignment.Location))
        {
            return (held, false);
        }

        Delete(assignment.Role, user, held);
        return (null, true);
    }

    private void Insert(PermRole role, UserOutline user, RoleScope given)
    {
        scope.Audit.Write(AuditAction.RoleMemberAdded, UserEvents.TargetType, user.UserName, user.Id, before: null, json => given.WriteTo(json, role));
        _session.Send("INSERT INTO role_members (role, user_id, department, location) VALUES ($1, $2, $3, $4)", (long)role, user.Id, given.Department, given.Location);
    }

    private void Change(PermRole role, UserOutline user, RoleScope held, RoleScope given)
    {
        scope.Audit.Write(AuditAction.RoleMemberChanged, UserEvents.TargetType, user.UserName, user.Id, json => held.WriteTo(json, role), json => given.WriteTo(json, role));
        _session.Send("UPDATE role_members SET department = $1, location = $2 WHERE role = $3 AND user_id = $4", given.Department, given.Location, (long)role, user.Id);
    }

    private void Delete(PermRole role, UserOutline user, RoleScope held)
    {
        scope.Audit.Write(AuditAction.RoleMemberRemoved, UserEvents.TargetType, user.UserName, user.Id, json => held.WriteTo(json, role), after: null);
        _session.Send("DELETE FROM role_members WHERE role = $1 AND user_id = $2", (long)role, user.Id);
    }

    private Tier TierOf(UserOutline user) => scope.Snapshot.Profile(user.ProfileId).Tier;
}
