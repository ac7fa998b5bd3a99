namespace PermModule;

/// <summary>The prepared statements of the bulk path over users.</summary>
internal sealed class UserStatements(StoreSession session)
{
    /// <summary>The user with a folded name.</summary>
    public const string ByName = $"SELECT {UserRow.Columns} FROM users WHERE user_name_key = $0";

    private const string InsertSql = $"""
        INSERT INTO users ({UserRow.Columns})
        VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        ON CONFLICT DO NOTHING
        """;

    private const string UpdateNamesSql = "UPDATE users SET user_name = $0, user_name_key = $1, email = $2, email_key = $3 WHERE id = $4";
    private const string UpdateProfileSql = "UPDATE users SET profile_id = $0 WHERE id = $1";
    private const string UpdateStateSql = "UPDATE users SET is_active = $0, deactivated_at = $1 WHERE id = $2";
    private const string UpdateRestSql = "UPDATE users SET first_name = $0, last_name = $1, department = $2, location = $3, job_title = $4, external_id = $5, is_sso_only = $6, last_login_at = $7, login_count = $8, created_at = $9 WHERE id = $10";

    private readonly RowChange _insert = session.RowChange(InsertSql);
    private readonly RowChange _updateNames = session.RowChange(UpdateNamesSql);
    private readonly RowChange _updateProfile = session.RowChange(UpdateProfileSql);
    private readonly RowChange _updateState = session.RowChange(UpdateStateSql);
    private readonly RowChange _updateRest = session.RowChange(UpdateRestSql);
    private readonly LookUp _byName = session.LookUp(ByName);
    private readonly LookUp _byEmail = session.LookUp($"SELECT {UserRow.Columns} FROM users WHERE email_key = $0");
    private readonly LookUp _byId = session.LookUp($"SELECT {UserRow.Columns} FROM users WHERE id = $0");
    private readonly LookUp _groups = session.LookUp("SELECT group_id FROM group_members WHERE user_id = $0 ORDER BY group_id");

    /// <summary>Stores a new user, or returns false where the name or e-mail is taken.</summary>
    public bool TryInsert(UserRow row, long id) => _insert
        .Set(0, id)
        .Set(1, row.UserName)
        .Set(2, row.UserNameKey)
        .Set(3, row.Email)
        .Set(4, row.EmailKey)
        .Set(5, row.FirstName)
        .Set(6, row.LastName)
        .Set(7, row.ProfileId)
        .Set(8, row.IsActive)
        .Set(9, row.Department)
        .Set(10, row.Location)
        .Set(11, row.JobTitle)
        .Set(12, row.ExternalId)
        .Set(13, row.IsSsoOnly)
        .Set(14, row.LastLoginAt)
        .Set(15, row.LoginCount)
        .Set(16, row.CreatedAt)
        .Set(17, row.DeactivatedAt)
        .Run() == 1;

    /// <summary>The user with this folded name, groups included, or null.</summary>
    public UserRow? FindByName(string key) => Read(_byName, _byName.Find(key));

    /// <summary>The user with this folded e-mail address, groups included, or null.</summary>
    public UserRow? FindByEmail(string key) => Read(_byEmail, _byEmail.Find(key));

    /// <summary>The user with this number, groups included, or null.</summary>
    public UserRow? FindById(long id) => Read(_byId, _byId.Find(id));

    /// <summary>The user that is meant.</summary>
    /// <exception cref="PermNotFoundException"><c>UserNotFound</c>.</exception>
    public UserRow Resolve(UserReference user)
    {
        if (user.Read is { } read && ReferenceEquals(read.Origin, session.Origin))
        {
            // A store restored under this session may have given the id once more, to somebody else.
            UserRow? same = FindById(read.Id);
            if (same is null || same.CreatedAt == UtcTime.ToStored(read.CreatedAt))
            {
                return same ?? throw NotFound(user.Name);
            }
        }

        return FindByName(NameKey.Fold(user.Name.Trim())) ?? throw NotFound(user.Name);
    }

    public static PermNotFoundException NotFound(string name) =>
        new("UserNotFound", $"No user is called '{TextRules.Cut(name)}'. Find users with Get-PermUser '*part of the name*'.", name);

    /// <summary>Writes the fields that changed; indexes that nothing touched stay untouched.</summary>
    public void Update(UserRow row, UserFieldSet changed)
    {
        if (changed.Has(UserFieldSet.Names))
        {
            _updateNames.Set(0, row.UserName).Set(1, row.UserNameKey).Set(2, row.Email).Set(3, row.EmailKey).Set(4, row.Id).Run();
        }

        if (changed.Has(UserFieldSet.Profile))
        {
            _updateProfile.Set(0, row.ProfileId).Set(1, row.Id).Run();
        }

        if (changed.Has(UserFieldSet.State))
        {
            _updateState.Set(0, row.IsActive).Set(1, row.DeactivatedAt).Set(2, row.Id).Run();
        }

        if (changed.Has(~(UserFieldSet.Names | UserFieldSet.Profile | UserFieldSet.State | UserFieldSet.Groups)))
        {
            _updateRest
                .Set(0, row.FirstName)
                .Set(1, row.LastName)
                .Set(2, row.Department)
                .Set(3, row.Location)
                .Set(4, row.JobTitle)
                .Set(5, row.ExternalId)
                .Set(6, row.IsSsoOnly)
                .Set(7, row.LastLoginAt)
                .Set(8, row.LoginCount)
                .Set(9, row.CreatedAt)
                .Set(10, row.Id)
                .Run();
        }
    }

    public void Delete(long id) => session.Execute("DELETE FROM users WHERE id = $0", id);

    private long[] GroupsOf(long userId)
    {
        List<long>? groups = null;
        for (bool found = _groups.Find(userId); found; found = _groups.Next())
        {
            (groups ??= []).Add(_groups.Column(0));
        }

        _groups.End();
        return groups?.ToArray() ?? [];
    }

    private UserRow? Read(LookUp lookUp, bool isFound)
    {
        UserRow? row = isFound ? UserRow.Read(lookUp, groups: []) : null;
        lookUp.End();
        long[] groups = row is null ? [] : GroupsOf(row.Id);
        return groups.Length == 0 ? row : row! with { Groups = groups };
    }
}
