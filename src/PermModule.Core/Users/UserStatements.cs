using Microsoft.Data.Sqlite;
using PermModule.Storage;

namespace PermModule;

/// <summary>The prepared statements of the bulk path over users.</summary>
internal sealed class UserStatements(StoreSession session)
{
    private const string InsertSql = $"""
        INSERT INTO users ({UserRow.Columns})
        VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        ON CONFLICT DO NOTHING
        """;

    private readonly SqliteCommand _insert = session.Statement(InsertSql, 18);

    /// <summary>Stores a new user, or returns false where the name or e-mail is taken.</summary>
    public bool TryInsert(UserRow row, long id)
    {
        SqliteParameterCollection values = _insert.Parameters;
        values[0].Value = id;
        values[1].Value = row.UserName;
        values[2].Value = row.UserNameKey;
        values[3].Value = (object?)row.Email ?? DBNull.Value;
        values[4].Value = (object?)row.EmailKey ?? DBNull.Value;
        values[5].Value = (object?)row.FirstName ?? DBNull.Value;
        values[6].Value = (object?)row.LastName ?? DBNull.Value;
        values[7].Value = row.ProfileId;
        values[8].Value = row.IsActive;
        values[9].Value = (object?)row.Department ?? DBNull.Value;
        values[10].Value = (object?)row.Location ?? DBNull.Value;
        values[11].Value = (object?)row.JobTitle ?? DBNull.Value;
        values[12].Value = (object?)row.ExternalId ?? DBNull.Value;
        values[13].Value = row.IsSsoOnly;
        values[14].Value = (object?)row.LastLoginAt ?? DBNull.Value;
        values[15].Value = row.LoginCount;
        values[16].Value = row.CreatedAt;
        values[17].Value = (object?)row.DeactivatedAt ?? DBNull.Value;
        return _insert.ExecuteNonQuery() == 1;
    }

    /// <summary>The user with this folded name, groups included, or null.</summary>
    public UserRow? FindByName(string key) => Find($"SELECT {UserRow.Columns} FROM users WHERE user_name_key = $0", key);

    /// <summary>The user with this folded e-mail address, groups included, or null.</summary>
    public UserRow? FindByEmail(string key) => Find($"SELECT {UserRow.Columns} FROM users WHERE email_key = $0", key);

    /// <summary>The user with this number, groups included, or null.</summary>
    public UserRow? FindById(long id) => Find($"SELECT {UserRow.Columns} FROM users WHERE id = $0", id);

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

    /// <summary>Writes what changed; indexes that nothing touched stay untouched.</summary>
    public void Update(UserRow before, UserRow after)
    {
        if (before.UserName != after.UserName || before.Email != after.Email)
        {
            session.Execute(
                "UPDATE users SET user_name = $0, user_name_key = $1, email = $2, email_key = $3 WHERE id = $4",
                after.UserName,
                after.UserNameKey,
                after.Email,
                after.EmailKey,
                after.Id);
        }

        if (before.ProfileId != after.ProfileId || before.IsActive != after.IsActive)
        {
            session.Execute("UPDATE users SET profile_id = $0, is_active = $1 WHERE id = $2", after.ProfileId, after.IsActive, after.Id);
        }

        UserRow indexed = after with { UserName = before.UserName, UserNameKey = before.UserNameKey, Email = before.Email, EmailKey = before.EmailKey, ProfileId = before.ProfileId, IsActive = before.IsActive };
        if (!indexed.SameAs(before))
        {
            session.Execute(
                "UPDATE users SET first_name = $0, last_name = $1, department = $2, location = $3, job_title = $4, external_id = $5, is_sso_only = $6, last_login_at = $7, login_count = $8, created_at = $9, deactivated_at = $10 WHERE id = $11",
                after.FirstName,
                after.LastName,
                after.Department,
                after.Location,
                after.JobTitle,
                after.ExternalId,
                after.IsSsoOnly,
                after.LastLoginAt,
                after.LoginCount,
                after.CreatedAt,
                after.DeactivatedAt,
                after.Id);
        }
    }

    public void Delete(long id) => session.Execute("DELETE FROM users WHERE id = $0", id);

    public long[] GroupsOf(long userId)
    {
        using SqliteDataReader reader = session.Query("SELECT group_id FROM group_members WHERE user_id = $0 ORDER BY group_id", userId);
        List<long>? groups = null;
        while (reader.Read())
        {
            (groups ??= []).Add(reader.GetInt64(0));
        }

        return groups?.ToArray() ?? [];
    }

    private UserRow? Find(string sql, object key)
    {
        UserRow row;
        using (SqliteDataReader reader = session.Query(sql, key))
        {
            if (!reader.Read())
            {
                return null;
            }

            row = UserRow.Read(reader, groups: []);
        }

        long[] groups = GroupsOf(row.Id);
        return groups.Length == 0 ? row : row with { Groups = groups };
    }
}
