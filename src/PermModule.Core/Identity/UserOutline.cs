using Microsoft.Data.Sqlite;

namespace PermModule;

/// <summary>What of a user matters to groups and roles.</summary>
internal sealed record UserOutline(long Id, string UserName, string UserNameKey, long ProfileId, bool IsActive, string? Department, string? Location)
{
    public const string Columns = "u.id, u.user_name, u.user_name_key, u.profile_id, u.is_active, u.department, u.location";

    private const string ById = $"SELECT {Columns} FROM users u WHERE u.id = $0";
    private const string ByName = $"SELECT {Columns} FROM users u WHERE u.user_name_key = $0";

    /// <summary>How many columns <see cref="Read(SqliteDataReader)"/> takes.</summary>
    public const int ColumnCount = 7;

    public static UserOutline Read(SqliteDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetString(1),
        reader.GetString(2),
        reader.GetInt64(3),
        reader.GetBoolean(4),
        reader.IsDBNull(5) ? null : reader.GetString(5),
        reader.IsDBNull(6) ? null : reader.GetString(6));

    public static UserOutline Of(UserRow row) => new(row.Id, row.UserName, row.UserNameKey, row.ProfileId, row.IsActive, row.Department, row.Location);

    /// <summary>The user that is meant.</summary>
    /// <exception cref="PermNotFoundException"><c>UserNotFound</c>.</exception>
    public static UserOutline Resolve(StoreSession session, UserReference user)
    {
        bool isOwn = user.Read is not null && ReferenceEquals(user.Read.Origin, session.Origin);
        LookUp users = session.LookUp(isOwn ? ById : ByName);
        UserOutline? found = (isOwn ? users.Find(user.Read!.Id) : users.Find(NameKey.Fold(user.Name.Trim()))) ? Read(users) : null;
        users.End();
        return found ?? throw UserStatements.NotFound(user.Name);
    }

    private static UserOutline Read(LookUp user) => new(user.Column(0), user.Text(1)!, user.Text(2)!, user.Column(3), user.Column(4) != 0, user.Text(5), user.Text(6));
}
