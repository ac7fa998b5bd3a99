namespace PermModule;

/// <summary>Asks about many users at once, by whatever keys they are looked for, where a question costs a round trip. Each text is put together once.</summary>
internal sealed class UserQuestions(StoreSession session)
{
    private readonly Dictionary<(bool, int, int, int, int), string> _texts = [];

    /// <summary>The questions of a session.</summary>
    public static UserQuestions Of(StoreSession session) => session.Part(static owner => new UserQuestions(owner));

    /// <summary>Asks for the users; who is found by two keys comes twice. Null where nobody is looked for.</summary>
    public Statement? Users(UserKeys keys) => Question(keys, ofMemberships: false);

    /// <summary>Asks for the groups that they are in.</summary>
    public Statement? Memberships(UserKeys keys) => Question(keys, ofMemberships: true);

    private Statement? Question(UserKeys keys, bool ofMemberships)
    {
        (bool, int, int, int, int) shape = (ofMemberships, OneOrMany(keys.Names), OneOrMany(keys.Emails), OneOrMany(keys.Ids), OneOrMany(keys.ExternalIds));
        if (!_texts.TryGetValue(shape, out string? text))
        {
            _texts.Add(shape, text = Text(keys, ofMemberships));
        }

        if (text.Length == 0)
        {
            return null;
        }

        Statement question = session.Statement(text);
        int parameter = 0;
        Set(keys.Names);
        Set(keys.Emails);
        Set(keys.Ids);
        Set(keys.ExternalIds);
        return question;

        void Set<T>(IReadOnlyCollection<T> list)
        {
            if (list.Count > 0)
            {
                question.SetList(++parameter, list);
            }
        }
    }

    private string Text(UserKeys keys, bool ofMemberships)
    {
        List<string> parts = [];
        Add("u.user_name_key", keys.Names);
        Add("u.email_key", keys.Emails);
        Add("u.id", keys.Ids);
        Add("u.external_id IS NOT NULL AND upper(replace(u.external_id, '-', ''))", keys.ExternalIds);
        return parts.Count == 0 ? "" : ofMemberships ? $"{string.Join(" UNION ", parts)} ORDER BY user_id, group_id" : string.Join(" UNION ALL ", parts);

        void Add<T>(string column, IReadOnlyCollection<T> list)
        {
            if (list.Count > 0)
            {
                string from = ofMemberships
                    ? "SELECT m.user_id, m.group_id, g.name, g.name_key FROM users u JOIN group_members m ON m.user_id = u.id JOIN user_groups g ON g.id = m.group_id"
                    : $"SELECT {UserRow.Columns} FROM users u";
                parts.Add($"{from} WHERE {column} {session.Link.AnyOf(parts.Count + 1, list.Count)}");
            }
        }
    }

    private static int OneOrMany<T>(IReadOnlyCollection<T> list) => Math.Min(list.Count, 2);
}
