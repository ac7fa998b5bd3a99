using Microsoft.Data.Sqlite;
using PermModule.Storage;

namespace PermModule;

/// <summary>What of a user matters to groups and roles.</summary>
internal sealed record UserOutline(long Id, string UserName, string UserNameKey, long ProfileId, bool IsActive, string? Department, string? Location)
{
    public const string Columns = "u.id, u.user_name, u.user_name_key, u.profile_id, u.is_active, u.department, u.location";

    /// <summary>How many columns <see cref="Read"/> takes.</summary>
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
        using SqliteDataReader reader = user.Read is { } read && ReferenceEquals(read.Origin, session.Origin)
            ? session.Query($"SELECT {Columns} FROM users u WHERE u.id = $0", read.Id)
            : session.Query($"SELECT {Columns} FROM users u WHERE u.user_name_key = $0", NameKey.Fold(user.Name.Trim()));
        return reader.Read() ? Read(reader) : throw UserStatements.NotFound(user.Name);
    }
}
