using System.Globalization;

namespace PermModule;

/// <summary>The prepared statements of the bulk path over users.</summary>
internal sealed class UserStatements(StoreSession session)
{
    /// <summary>The user with a folded name.</summary>
    public const string ByName = $"SELECT {UserRow.Columns} FROM users WHERE user_name_key = $1";
    public const string ById = $"SELECT {UserRow.Columns} FROM users WHERE id = $1";

    private const string InsertSql = $"""
        INSERT INTO users ({UserRow.Columns})
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        """;

    private const string InsertUnlessTakenSql = InsertSql + "\nON CONFLICT DO NOTHING";

    private const string UpdateNamesSql = "UPDATE users SET user_name = $1, user_name_key = $2, email = $3, email_key = $4 WHERE id = $5";
    private const string UpdateProfileSql = "UPDATE users SET profile_id = $1 WHERE id = $2";
    private const string UpdateStateSql = "UPDATE users SET is_active = $1, deactivated_at = $2 WHERE id = $3";
    private const string UpdateExternalIdSql = "UPDATE users SET external_id = $1 WHERE id = $2";
    private const string UpdateRestSql = "UPDATE users SET first_name = $1, last_name = $2, department = $3, location = $4, job_title = $5, is_sso_only = $6, last_login_at = $7, login_count = $8, created_at = $9 WHERE id = $10";

    // The key of no real name: names hold no control characters.
    private const string ReleaseNameSql = "UPDATE users SET user_name_key = $2 WHERE id = $1";
    private const string ReleaseEmailSql = "UPDATE users SET email_key = NULL WHERE id = $1";
    private const string ReleaseExternalIdSql = "UPDATE users SET external_id = NULL WHERE id = $1";

    private UserKeys? _keys;
    private GroupNames? _names;
    private UserMemory? _memory;

    // A small change needs a few of these.
    private Statement InsertUser => field ??= session.Statement(InsertSql);

    private Statement InsertUnlessTaken => field ??= session.Statement(InsertUnlessTakenSql);

    private Statement UpdateNames => field ??= session.Statement(UpdateNamesSql);

    private Statement UpdateProfile => field ??= session.Statement(UpdateProfileSql);

    private Statement UpdateState => field ??= session.Statement(UpdateStateSql);

    private Statement UpdateExternalId => field ??= session.Statement(UpdateExternalIdSql);

    private Statement UpdateRest => field ??= session.Statement(UpdateRestSql);

    private Statement UserByName => field ??= session.Statement(ByName);

    private Statement UserByEmail => field ??= session.Statement($"SELECT {UserRow.Columns} FROM users WHERE email_key = $1");

    private Statement UserById => field ??= session.Statement(ById);

    private Statement UsersByExternalId => field ??= session.Statement($"""
        SELECT {UserRow.Columns} FROM users
        WHERE external_id IS NOT NULL AND upper(replace(external_id, '-', '')) IN (upper(replace($1, '-', '')), upper(replace($2, '-', '')))
        ORDER BY id
        """);

    private Statement GroupsOfUser => field ??= session.Statement("SELECT group_id FROM group_members WHERE user_id = $1 ORDER BY group_id");

    /// <summary>Reads what a batch will ask for, where a question costs a round trip. From then on users are changed through this object alone.</summary>
    /// <param name="keys">What it will ask for, or null where a question costs nothing.</param>
    /// <param name="names">Told of the groups that are read on the way.</param>
    public void ReadAhead(UserKeys? keys, GroupNames names)
    {
        _keys = keys;
        _names = names;
        ReadAgain();
    }

    /// <summary>Reads once more what was read ahead, because what was changed since was undone.</summary>
    public void ReadAgain() => _memory = _keys is null ? null : UserMemory.Read(session, _keys, _names!);

    /// <summary>Stores a new user, or returns false where the name or e-mail is taken.</summary>
    public bool TryInsert(UserRow row, long id)
    {
        if (_memory?.Knows(row) != true)
        {
            if (Bind(InsertUnlessTaken, row, id).Run() == 0)
            {
                return false;
            }
        }
        else if (_memory.IsTaken(row))
        {
            return false;
        }
        else
        {
            Bind(InsertUser, row, id).Send();
        }

        _memory?.Put(row with { Id = id });
        return true;
    }

    /// <summary>Notes how a user is after a change that was not made here, such as one of a membership: what was read ahead is not read again.</summary>
    public void Know(UserRow row) => _memory?.Put(row);

    private static Statement Bind(Statement insert, UserRow row, long id) => insert
        .Set(1, id)
        .Set(2, row.UserName)
        .Set(3, row.UserNameKey)
        .Set(4, row.Email)
        .Set(5, row.EmailKey)
        .Set(6, row.FirstName)
        .Set(7, row.LastName)
        .Set(8, row.ProfileId)
        .Set(9, row.IsActive)
        .Set(10, row.Department)
        .Set(11, row.Location)
        .Set(12, row.JobTitle)
        .Set(13, row.ExternalId)
        .Set(14, row.IsSsoOnly)
        .Set(15, row.LastLoginAt)
        .Set(16, row.LoginCount)
        .Set(17, row.CreatedAt)
        .Set(18, row.DeactivatedAt);

    /// <summary>The user with this folded name, groups included, or null.</summary>
    public UserRow? FindByName(string key) => _memory?.TryFindByName(key, out UserRow? known) == true ? known : Read(UserByName, UserByName.Find(key));

    /// <summary>The user with this folded e-mail address, groups included, or null.</summary>
    public UserRow? FindByEmail(string key) => _memory?.TryFindByEmail(key, out UserRow? known) == true ? known : Read(UserByEmail, UserByEmail.Find(key));

    /// <summary>The user with this number, groups included, or null.</summary>
    public UserRow? FindById(long id) => _memory?.TryFindById(id, out UserRow? known) == true ? known : Read(UserById, UserById.Find(id));

    /// <summary>A user with this external id who is not the one with a number, or null. Memberships are left out.</summary>
    public UserRow? FindOther(string externalId, long id)
    {
        if (_memory?.TryFindOther(externalId, id, out UserRow? known) == true)
        {
            return known;
        }

        string bare = ExternalIds.Bare(externalId).ToString();
        UserRow? other = null;
        for (bool found = UsersByExternalId.Set(2, $"{{{bare}}}").Find(bare); found && other is null; found = UsersByExternalId.Next())
        {
            UserRow row = UserRow.Read(UsersByExternalId, groups: []);
            other = row.Id != id && ExternalIds.IsSame(row.ExternalId, externalId) ? row : null;
        }

        UsersByExternalId.End();
        return other;
    }

    /// <summary>The user that is meant, or null.</summary>
    public UserRow? Find(UserReference user) => user.IdIn(session) is { } id ? FindById(id) : user.PossibleName is { } name ? FindByName(name) : null;

    /// <summary>The user that is meant.</summary>
    /// <exception cref="PermNotFoundException"><c>UserNotFound</c>.</exception>
    public UserRow Resolve(UserReference user) =>
        Find(user) ?? throw user.NotFound(session);

    /// <summary>Writes the fields that changed; indexes that nothing touched stay untouched.</summary>
    public void Update(UserRow row, UserFieldSet changed)
    {
        _memory?.Put(row);
        if (changed.Has(UserFieldSet.Names))
        {
            UpdateNames.Set(1, row.UserName).Set(2, row.UserNameKey).Set(3, row.Email).Set(4, row.EmailKey).Set(5, row.Id).Send();
        }

        if (changed.Has(UserFieldSet.Profile))
        {
            UpdateProfile.Set(1, row.ProfileId).Set(2, row.Id).Send();
        }

        if (changed.Has(UserFieldSet.State))
        {
            UpdateState.Set(1, row.IsActive).Set(2, row.DeactivatedAt).Set(3, row.Id).Send();
        }

        if (changed.Has(UserFieldSet.ExternalId))
        {
            UpdateExternalId.Set(1, row.ExternalId).Set(2, row.Id).Send();
        }

        if (changed.Has(~(UserFieldSet.Names | UserFieldSet.Profile | UserFieldSet.State | UserFieldSet.ExternalId | UserFieldSet.Groups)))
        {
            UpdateRest
                .Set(1, row.FirstName)
                .Set(2, row.LastName)
                .Set(3, row.Department)
                .Set(4, row.Location)
                .Set(5, row.JobTitle)
                .Set(6, row.IsSsoOnly)
                .Set(7, row.LastLoginAt)
                .Set(8, row.LoginCount)
                .Set(9, row.CreatedAt)
                .Set(10, row.Id)
                .Send();
        }
    }

    /// <summary>Lets go of the name, e-mail address or external id of a user who gets another in the same change, so that somebody else can take it first.</summary>
    public void Release(long id, bool name, bool email, bool externalId = false)
    {
        _memory?.Release(id, name, email, externalId);
        if (name)
        {
            session.Send(ReleaseNameSql, id, NameKey.Placeholder(id));
        }

        if (email)
        {
            session.Send(ReleaseEmailSql, id);
        }

        if (externalId)
        {
            session.Send(ReleaseExternalIdSql, id);
        }
    }

    public void Delete(long id)
    {
        _memory?.Remove(id);
        session.Send("DELETE FROM users WHERE id = $1", id);
    }

    private long[] GroupsOf(long userId)
    {
        List<long>? groups = null;
        for (bool found = GroupsOfUser.Find(userId); found; found = GroupsOfUser.Next())
        {
            (groups ??= []).Add(GroupsOfUser.Number(0));
        }

        GroupsOfUser.End();
        return groups?.ToArray() ?? [];
    }

    private UserRow? Read(Statement lookUp, bool isFound)
    {
        UserRow? row = isFound ? UserRow.Read(lookUp, groups: []) : null;
        lookUp.End();
        long[] groups = row is null ? [] : GroupsOf(row.Id);
        return groups.Length == 0 ? row : row! with { Groups = groups };
    }
}
