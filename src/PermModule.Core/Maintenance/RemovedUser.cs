using System.Text.Json;

namespace PermModule.Maintenance;

/// <summary>A user who was removed, as the audit trail knows them.</summary>
internal sealed class RemovedUser
{
    private RemovedUser(long removal, long? id, string key)
    {
        Removal = removal;
        Id = id;
        Names.Add(key);
        Pseudonym = Audit.Pseudonym.Of(removal);
    }

    /// <summary>The event that tells of the removal.</summary>
    public long Removal { get; }

    /// <summary>The id that the user had, or null if only events of the first form tell of them.</summary>
    public long? Id { get; }

    /// <summary>What stands in the place of the user's data: unique, because no user was removed twice by one event.</summary>
    public string Pseudonym { get; }

    /// <summary>Every name that the user had, folded.</summary>
    public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>Names and addresses by which texts may mention the user.</summary>
    public HashSet<string> Mentions { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The user's events of the first form, which name no id.</summary>
    public IReadOnlyList<long> FirstEvents { get; private set; } = [];

    /// <summary>The events that hold data of the user.</summary>
    public HashSet<long> Events { get; } = [];

    /// <summary>The requests that hold data of the user.</summary>
    public HashSet<long> Requests { get; } = [];

    /// <summary>Users who were removed and not erased yet. One whose removal was undone is there again, and of one who was removed again the last removal counts.</summary>
    /// <param name="session">The store.</param>
    /// <param name="which">A condition on the events that tell of removals.</param>
    /// <param name="value">The value of its parameter.</param>
    public static List<RemovedUser> Find(StoreSession session, string which, object value)
    {
        List<RemovedUser> found = [];
        using (Statement row = session.Query($"""
            SELECT id, target_id, target_key FROM audit_events r
            WHERE {which} AND action = '{AuditAction.UserRemoved}' AND (target_seal IS NULL OR length(target_seal) < {AuditSeal.CommitmentSize})
                AND NOT EXISTS (SELECT 1 FROM users WHERE users.id = r.target_id)
                AND NOT EXISTS (SELECT 1 FROM audit_events l WHERE l.target_id = r.target_id AND l.target_id <> l.id AND l.id > r.id AND l.action = '{AuditAction.UserRemoved}')
            ORDER BY id
            """, value))
        {
            while (row.Next())
            {
                found.Add(new RemovedUser(row.Number(0), row.OptionalNumber(1), row.Text(2)!));
            }
        }

        if (found.Count > 0)
        {
            FindFirstEvents(session, found);
            foreach (RemovedUser user in found)
            {
                user.Learn(session);
            }
        }

        return found;
    }

    /// <summary>Events of the first form belong to whoever had the name at the time, from the creation over changes of the name to the removal.</summary>
    private static void FindFirstEvents(StoreSession session, List<RemovedUser> users)
    {
        Dictionary<string, List<long>> present = new(StringComparer.Ordinal);
        Dictionary<long, List<long>> removed = [];
        using (Statement row = session.Query("SELECT id, action, target_key, after FROM audit_events WHERE schema_version = 1 AND target_type IN ('User', 'Portal') ORDER BY id"))
        {
            while (row.Next())
            {
                string key = row.Text(2)!;
                string action = row.Text(1)!;
                if (action == AuditAction.UserCreated || !present.TryGetValue(key, out List<long>? events))
                {
                    present[key] = events = [];
                }

                events.Add(row.Number(0));
                if (action == AuditAction.UserRemoved)
                {
                    removed[row.Number(0)] = events;
                    present.Remove(key);
                }
                else if (action == AuditAction.UserChanged && NewName(row.Text(3)) is { } name)
                {
                    present.Remove(key);
                    present[NameKey.Fold(name)] = events;
                }
            }
        }

        foreach (RemovedUser user in users)
        {
            user.FirstEvents = removed.GetValueOrDefault(user.Removal)
                ?? (user.FirstName(session) is { } key ? present.GetValueOrDefault(key) : null)
                ?? [];
        }
    }

    private static string? NewName(string? after)
    {
        if (after?.Contains("\"UserName\"", StringComparison.Ordinal) != true)
        {
            return null;
        }

        using JsonDocument document = JsonDocument.Parse(after);
        return document.RootElement.TryGetProperty(nameof(PermUser.UserName), out JsonElement name) ? name.GetString() : null;
    }

    /// <summary>The folded name in the first event of the second form, unless that event tells of the creation.</summary>
    private string? FirstName(StoreSession session)
    {
        if (Id is not { } id || session.Scalar("SELECT id FROM audit_events WHERE id = $1 AND target_id = $1", id) is not null)
        {
            return null;
        }

        using Statement row = session.Query("SELECT target_key, action FROM audit_events WHERE target_id = $1 AND target_id <> id ORDER BY id LIMIT 1", id);
        return row.Next() && row.Text(1) != AuditAction.UserCreated ? row.Text(0) : null;
    }

    /// <summary>Reads the names and addresses that the user ever had.</summary>
    private void Learn(StoreSession session)
    {
        foreach (long id in FirstEvents)
        {
            using Statement row = session.Query("SELECT target, before, after FROM audit_events WHERE id = $1", id);
            row.Next();
            Learn(row);
        }

        if (Id is { } userId)
        {
            using Statement row = session.Query($"SELECT target, before, after FROM audit_events WHERE id IN ({AuditTarget.WithId("$1")})", userId);
            while (row.Next())
            {
                Learn(row);
            }
        }
    }

    private void Learn(Statement row)
    {
        LearnName(row.Text(0)!);
        Learn(row.Text(1));
        Learn(row.Text(2));
    }

    private void Learn(string? json)
    {
        if (json is null)
        {
            return;
        }

        using JsonDocument document = JsonDocument.Parse(json);
        string? first = Text(document, nameof(PermUser.FirstName));
        string? last = Text(document, nameof(PermUser.LastName));
        if (first is not null && last is not null)
        {
            Mentions.Add($"{first} {last}");
            Mentions.Add($"{last}, {first}");
        }

        Mentions.UnionWith(new[] { Text(document, nameof(PermUser.Email)), Text(document, nameof(PermUser.ExternalId)) }.OfType<string>());
        if (Text(document, nameof(PermUser.UserName)) is { } name)
        {
            LearnName(name);
        }
    }

    /// <summary>Leaves to a user who has one of the names by now what the two have in common: a text that says it may mean either.</summary>
    public void LeaveTo(UserRow present)
    {
        foreach (string name in new[] { present.UserName, present.Email, present.ExternalId, $"{present.FirstName} {present.LastName}", $"{present.LastName}, {present.FirstName}" }.OfType<string>())
        {
            Mentions.Remove(name);
        }
    }

    private void LearnName(string name)
    {
        Names.Add(NameKey.Fold(name));
        Mentions.Add(name);
    }

    private static string? Text(JsonDocument document, string property) =>
        document.RootElement.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
