namespace PermModule;

/// <summary>What profiles and groups were called at the moment that is gone back to: events name them by the names of their time.</summary>
internal sealed class NamesThen
{
    private readonly Dictionary<string, long> _profiles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _groups = new(StringComparer.Ordinal);

    /// <summary>Starts from the names of now.</summary>
    public NamesThen(StoreSession session)
    {
        Read(session, "SELECT id, name_key FROM profiles", _profiles);
        Read(session, "SELECT id, name_key FROM user_groups", _groups);
    }

    /// <summary>The id of the profile of a name, or 0 if the trail does not tell which that was.</summary>
    public long Profile(string name) => _profiles.GetValueOrDefault(NameKey.Fold(name));

    /// <summary>The id of the group of a name, or 0 if the trail does not tell which that was.</summary>
    public long Group(string name) => _groups.GetValueOrDefault(NameKey.Fold(name));

    /// <summary>Goes back over an event that gave, changed or took the name of a profile or group.</summary>
    /// <param name="row">The event.</param>
    /// <param name="id">The id of the profile or group.</param>
    /// <param name="before">Its name before the event, or null.</param>
    /// <param name="after">Its name after the event, or null.</param>
    public void GoBack(in AuditRow row, long id, string? before, string? after)
    {
        Dictionary<string, long> names = row.TargetType == GroupWriter.TargetType ? _groups : _profiles;
        if (after is not null && names.GetValueOrDefault(NameKey.Fold(after)) == id)
        {
            names.Remove(NameKey.Fold(after));
        }

        if (before is not null)
        {
            names[NameKey.Fold(before)] = id;
        }
    }

    /// <summary>Goes back over an event of a profile or group.</summary>
    public void GoBack(in AuditRow row)
    {
        string? before = EventPart.Parse(row.Before).Text("Name");
        string? after = EventPart.Parse(row.After).Text("Name");
        Dictionary<string, long> names = row.TargetType == GroupWriter.TargetType ? _groups : _profiles;
        GoBack(row, row.TargetId ?? (after is null ? 0 : names.GetValueOrDefault(NameKey.Fold(after))), before, after);
    }

    private static void Read(StoreSession session, string sql, Dictionary<string, long> names)
    {
        using Statement reader = session.Query(sql);
        while (reader.Next())
        {
            names.Add(reader.Text(1)!, reader.Number(0));
        }
    }
}
