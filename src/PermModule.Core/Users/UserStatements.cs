namespace PermModule;

/// <summary>The prepared statements of the bulk path over users.</summary>
internal sealed class UserStatements(StoreSession session)
{
    /// <summary>The user with a folded name.</summary>
    public const string ByName = $"SELECT {UserRow.Columns} FROM users WHERE user_name_key = $1";

    private const string InsertSql = $"""
        INSERT INTO users ({UserRow.Columns})
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        ON CONFLICT DO NOTHING
        """;

    private const string UpdateNamesSql = "UPDATE users SET user_name = $1, user_name_key = $2, email = $3, email_key = $4 WHERE id = $5";
    private const string UpdateProfileSql = "UPDATE users SET profile_id = $1 WHERE id = $2";
    private const string UpdateStateSql = "UPDATE users SET is_active = $1, deactivated_at = $2 WHERE id = $3";
    private const string UpdateRestSql = "UPDATE users SET first_name = $1, last_name = $2, department = $3, location = $4, job_title = $5, external_id = $6, is_sso_only = $7, last_login_at = $8, login_count = $9, created_at = $10 WHERE id = $11";

    // The key of no real name: names hold no control characters.
    private const string ReleaseNameSql = "UPDATE users SET user_name_key = char(1) || id WHERE id = $1";
    private const string ReleaseEmailSql = "UPDATE users SET email_key = NULL WHERE id = $1";

    private readonly Statement _insert = session.Statement(InsertSql);
    private readonly Statement _updateNames = session.Statement(UpdateNamesSql);
    private readonly Statement _updateProfile = session.Statement(UpdateProfileSql);
    private readonly Statement _updateState = session.Statement(UpdateStateSql);
    private readonly Statement _updateRest = session.Statement(UpdateRestSql);
    private readonly Statement _byName = session.Statement(ByName);
    private readonly Statement _byEmail = session.Statement($"SELECT {UserRow.Columns} FROM users WHERE email_key = $1");
    private readonly Statement _byId = session.Statement($"SELECT {UserRow.Columns} FROM users WHERE id = $1");
    private readonly Statement _groups = session.Statement("SELECT group_id FROM group_members WHERE user_id = $1 ORDER BY group_id");

    /// <summary>Stores a new user, or returns false where the name or e-mail is taken.</summary>
    public bool TryInsert(UserRow row, long id) => _insert
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
        .Set(18, row.DeactivatedAt)
        .Run() == 1;

    /// <summary>The user with this folded name, groups included, or null.</summary>
    public UserRow? FindByName(string key) => Read(_byName, _byName.Find(key));

    /// <summary>The user with this folded e-mail address, groups included, or null.</summary>
    public UserRow? FindByEmail(string key) => Read(_byEmail, _byEmail.Find(key));

    /// <summary>The user with this number, groups included, or null.</summary>
    public UserRow? FindById(long id) => Read(_byId, _byId.Find(id));

    /// <summary>The user that is meant.</summary>
    /// <exception cref="PermNotFoundException"><c>UserNotFound</c>.</exception>
    public UserRow Resolve(UserReference user) =>
        (user.IdIn(session) is { } id ? FindById(id) : FindByName(user.FoldedName)) ?? throw user.NotFound();

    /// <summary>Writes the fields that changed; indexes that nothing touched stay untouched.</summary>
    public void Update(UserRow row, UserFieldSet changed)
    {
        if (changed.Has(UserFieldSet.Names))
        {
            _updateNames.Set(1, row.UserName).Set(2, row.UserNameKey).Set(3, row.Email).Set(4, row.EmailKey).Set(5, row.Id).Run();
        }

        if (changed.Has(UserFieldSet.Profile))
        {
            _updateProfile.Set(1, row.ProfileId).Set(2, row.Id).Run();
        }

        if (changed.Has(UserFieldSet.State))
        {
            _updateState.Set(1, row.IsActive).Set(2, row.DeactivatedAt).Set(3, row.Id).Run();
        }

        if (changed.Has(~(UserFieldSet.Names | UserFieldSet.Profile | UserFieldSet.State | UserFieldSet.Groups)))
        {
            _updateRest
                .Set(1, row.FirstName)
                .Set(2, row.LastName)
                .Set(3, row.Department)
                .Set(4, row.Location)
                .Set(5, row.JobTitle)
                .Set(6, row.ExternalId)
                .Set(7, row.IsSsoOnly)
                .Set(8, row.LastLoginAt)
                .Set(9, row.LoginCount)
                .Set(10, row.CreatedAt)
                .Set(11, row.Id)
                .Run();
        }
    }

    /// <summary>Lets go of the name or e-mail address of a user who gets another in the same change, so that somebody else can take it first.</summary>
    public void Release(long id, bool name, bool email)
    {
        if (name)
        {
            session.Execute(ReleaseNameSql, id);
        }

        if (email)
        {
            session.Execute(ReleaseEmailSql, id);
        }
    }

    public void Delete(long id) => session.Execute("DELETE FROM users WHERE id = $1", id);

    private long[] GroupsOf(long userId)
    {
        List<long>? groups = null;
        for (bool found = _groups.Find(userId); found; found = _groups.Next())
        {
            (groups ??= []).Add(_groups.Number(0));
        }

        _groups.End();
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
