namespace PermModule;

/// <summary>The events of one thing.</summary>
internal static class EventTrail
{
    private const string ById = $"""
        SELECT {AuditRow.Columns} FROM audit_events
        WHERE id IN (SELECT id FROM audit_events WHERE target_id = $1 AND target_id <> id UNION ALL SELECT id FROM audit_events WHERE id = $1 AND target_id = $1)
        ORDER BY id DESC
        """;

    // Events of the first form have no id of their target.
    private const string ByName = $"SELECT {AuditRow.Columns} FROM audit_events WHERE target_key = $1 AND schema_version = 1 ORDER BY id DESC";

    /// <summary>The events of a thing, the newest first: those with its id, and before them those of the first form with its name.</summary>
    public static IEnumerable<AuditRow> Of(StoreSession session, string targetType, long id, string name) =>
        Read(session, ById, id).Concat(Lazily(() => Read(session, ByName, NameKey.Fold(name)))).Where(row => row.TargetType == targetType);

    private static IEnumerable<AuditRow> Lazily(Func<List<AuditRow>> read)
    {
        foreach (AuditRow row in read())
        {
            yield return row;
        }
    }

    private static List<AuditRow> Read(StoreSession session, string sql, object key)
    {
        List<AuditRow> rows = [];
        using Statement reader = session.Query(sql, key);
        while (reader.Next())
        {
            rows.Add(AuditRow.TryRead(reader) ?? throw AuditEventReader.Unreadable(session, reader.Number(0)));
        }

        return rows;
    }
}
