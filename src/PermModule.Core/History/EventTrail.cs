using System.Text.Json;

namespace PermModule;

/// <summary>The events of one thing.</summary>
internal static class EventTrail
{
    private const string Changes = $"SELECT {AuditRow.Columns} FROM audit_events WHERE target_id = $1 AND target_id <> id ORDER BY id DESC";
    private const string Creation = $"SELECT {AuditRow.Columns} FROM audit_events WHERE id = $1 AND target_id = $1";

    /// <summary>A query for the events after a time that are about what all users share.</summary>
    // The first condition is that of an index over the times. A list with IN would cost each insert a table of its own.
    public const string AfterShared = $"SELECT {AuditRow.Columns} FROM audit_events WHERE ((target_type <> 'User' AND target_type <> 'Request' AND target_type <> 'Portal') OR action = 'ContentWorkflowOwnerChanged') AND at > $1";

    // Events of the first form have no id of their target.
    private const string ByName = $"SELECT {AuditRow.Columns} FROM audit_events WHERE target_key = $1 AND {AuditTarget.IsIndexed} AND schema_version = 1 ORDER BY id DESC";

    private static readonly string ById = $"SELECT {AuditRow.Columns} FROM audit_events WHERE id IN ({AuditTarget.WithId("$1")}) ORDER BY id DESC";

    /// <summary>The events of a thing, the newest first: those with its id, and before them those of the first form with the name that it had by then.</summary>
    public static IEnumerable<AuditRow> Of(StoreSession session, string targetType, long id, string name)
    {
        string then = name;
        foreach (AuditRow row in Read(session, ById, id).Where(row => row.TargetType == targetType))
        {
            yield return row;
            then = row.Target;
        }

        foreach (AuditRow row in Read(session, ByName, NameKey.Fold(then)).Where(row => row.TargetType == targetType))
        {
            yield return row;
        }
    }

    /// <summary>The events of the second form of several things of a kind, for each the newest first.</summary>
    public static ILookup<long, AuditRow> Of(StoreSession session, string targetType, IReadOnlyCollection<long> ids)
    {
        string sql = $"SELECT {AuditRow.Columns} FROM audit_events WHERE id IN ({AuditTarget.With(session.Link.AnyOf(1, ids.Count))}) ORDER BY id DESC";
        return Read(session, session.Statement(sql).SetList(1, ids)).Where(row => row.TargetType == targetType).ToLookup(row => row.TargetId!.Value);
    }

    /// <summary>The events of the second form of a thing after a time, the newest first. Older ones are not read.</summary>
    public static List<AuditRow> Since(StoreSession session, long id, long at)
    {
        List<AuditRow> rows = [];
        foreach (string sql in new[] { Changes, Creation })
        {
            using Statement reader = session.Query(sql, id);
            while (reader.Next() && reader.Number(AuditColumn.At) > at)
            {
                rows.Add(AuditRow.TryRead(reader) ?? throw AuditEventReader.Unreadable(session, reader.Number(0)));
            }
        }

        return rows;
    }

    /// <summary>The events after a time that are about what all users share: profiles, groups, tiers, contract, ownership and the store itself.</summary>
    public static List<AuditRow> Shared(StoreSession session, long at) => Read(session, AfterShared, at);

    /// <summary>What is read from the parts of an event.</summary>
    /// <exception cref="PermCorruptException"><c>AuditTrailBroken</c>: before or after is not what this module writes.</exception>
    public static T Understood<T>(StoreSession session, in AuditRow row, Func<AuditRow, T> read)
    {
        try
        {
            return read(row);
        }
        catch (JsonException)
        {
            throw AuditEventReader.Unreadable(session, row.Id);
        }
    }

    private static List<AuditRow> Read(StoreSession session, string sql, object value) => Read(session, session.Query(sql, value));

    private static List<AuditRow> Read(StoreSession session, Statement query)
    {
        List<AuditRow> rows = [];
        using Statement reader = query;
        while (reader.Next())
        {
            rows.Add(AuditRow.TryRead(reader) ?? throw AuditEventReader.Unreadable(session, reader.Number(0)));
        }

        return rows;
    }
}
