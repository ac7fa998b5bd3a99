namespace PermModule;

/// <summary>The part of a user that groups, roles and rights need.</summary>
internal sealed record UserOutline(long Id, string UserName, string UserNameKey, long ProfileId, bool IsActive, string? Department, string? Location)
{
    /// <summary>The columns that <see cref="Read"/> takes, of <c>users u</c>.</summary>
    public const string Columns = "u.id, u.user_name, u.user_name_key, u.profile_id, u.is_active, u.department, u.location";

    /// <summary>How many columns <see cref="Read"/> takes.</summary>
    public const int ColumnCount = 7;

    private const string ById = $"SELECT {Columns} FROM users u WHERE u.id = $1";
    private const string ByName = $"SELECT {Columns} FROM users u WHERE u.user_name_key = $1";

    /// <summary>The user in the current row.</summary>
    public static UserOutline Read(Statement row)
    {
        string name = row.Text(1)!;
        return new(row.Number(0), name, NameKey.WithoutPlaceholder(row.Text(2)!, name), row.Number(3), row.Number(4) != 0, row.Text(5), row.Text(6));
    }

    /// <summary>Says that a user is going to be looked for by the id.</summary>
    public static void Announce(StoreSession session, long id) => session.Announce(ById, id);

    /// <summary>The user with this id, or null.</summary>
    public static UserOutline? Find(StoreSession session, long id)
    {
        using Statement users = session.Statement(ById);
        return users.Find(id) ? Read(users) : null;
    }

    /// <summary>The user with this folded name, or null.</summary>
    public static UserOutline? Find(StoreSession session, string key)
    {
        using Statement users = session.Statement(ByName);
        return users.Find(key) ? Read(users) : null;
    }

    /// <summary>The last user to be read page by page. Users who are made meanwhile are left out: a pipeline that makes a user for each one would never end.</summary>
    public static long LastId(StoreSession session) => session.ShowsPast ? long.MaxValue : session.Scalar("SELECT MAX(id) FROM users") ?? 0;

    /// <summary>The user that a reference names.</summary>
    /// <exception cref="PermNotFoundException"><c>UserNotFound</c>.</exception>
    public static UserOutline Resolve(StoreSession session, UserReference user) =>
        (user.IdIn(session) is { } id ? Find(session, id) : Find(session, user.FoldedName)) ?? throw user.NotFound(session);
}
