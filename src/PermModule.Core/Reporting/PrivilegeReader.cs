using System.Globalization;
using System.Text.Json;

namespace PermModule.Reporting;

/// <summary>Reads from the trail who changed privileged rights, gave them to somebody or took them from somebody.</summary>
internal sealed class PrivilegeReader
{
    private const int Days = 30;

    private const int MaxChanges = 8;

    private const int MaxNamed = 2;

    /// <summary>How many names a query looks for. SQLite refuses a condition of a thousand parts; beyond it every event of a profile is read.</summary>
    private const int MaxPatterns = 100;

    private static readonly string[] RightActions =
    [
        AuditAction.RightsGranted,
        AuditAction.RightsRevoked,
        AuditAction.RightsChanged,
        AuditAction.ProfileCreated,
        AuditAction.ProfileRemoved,
        AuditAction.RoleMemberAdded,
        AuditAction.RoleMemberRemoved,
        AuditAction.ContentWorkflowOwnerChanged,
    ];

    private static readonly RightSet Privileged = RightCatalogue.SetOf(RightCatalogue.Default.Rights.Where(right =>
        right.Key.StartsWith("asset-bank.users-and-permissions.", StringComparison.Ordinal)
        || right.Key.StartsWith("asset-bank.system-admin.", StringComparison.Ordinal)
        || right.Key == "content-workflow.manage-roles-and-permissions"));

    private readonly StoreSession _session;

    /// <summary>By each name of a profile that is privileged now, or was when it was removed, the ids of the events during which it had that name: from the first, to before the second.</summary>
    private readonly Dictionary<string, List<(long From, long Until)>> _profiles = new(StringComparer.Ordinal);
    private readonly Dictionary<(Guid Command, string Before, string After), (long Last, AuditRow First, long Count)> _found = [];

    private PrivilegeReader(StoreSession session) => _session = session;

    public static ReportPrivileges Read(StoreSession session, PermissionSnapshot snapshot) => new PrivilegeReader(session).Read(snapshot);

    private ReportPrivileges Read(PermissionSnapshot snapshot)
    {
        DateTimeOffset since = _session.Time.GetUtcNow().AddDays(-Days);
        ReadNames(snapshot, UtcTime.ToStored(since));
        long from = AuditEventReader.FirstAt(_session, UtcTime.ToStored(since), _session.Version());
        string actions = string.Join(", ", RightActions.Select(action => $"'{action}'"));
        string[] patterns = _profiles.Count > MaxPatterns ? ["%\"ProfileName\":%"] : [.. _profiles.Keys.Select(name => $"%\"ProfileName\":{Pattern(name)}%")];
        string users = patterns.Length == 0 ? "" : $"""
             OR (action IN ('{AuditAction.UserCreated}', '{AuditAction.UserChanged}') AND ({Naming("after")}))
             OR (action IN ('{AuditAction.UserChanged}', '{AuditAction.UserRemoved}') AND ({Naming("before")}))
            """;
        object?[] values = [from, .. patterns];
        using Statement rows = _session.Query($"SELECT {AuditRow.Columns} FROM audit_events WHERE id >= $1 AND (action IN ({actions}){users}) ORDER BY id", values);
        while (rows.Next())
        {
            _session.ThrowIfCancelled();
            if (AuditRow.TryRead(rows) is { } row && IfUnderstood(row, Tell) is var (before, after))
            {
                (Guid, string, string) key = (row.CorrelationId, before, after);
                _found[key] = _found.TryGetValue(key, out (long Last, AuditRow First, long Count) same) ? (row.Id, same.First, same.Count + 1) : (row.Id, row, 1);
            }
        }

        return new ReportPrivileges
        {
            Days = Days,
            Count = _found.Count,
            Changes =
            [
                .. from found in _found
                   orderby found.Value.Last descending
                   select new ReportPrivilegedChange(
                       UtcTime.FromStored(found.Value.First.At),
                       found.Value.First.Actor,
                       $"{found.Key.Before}{(found.Value.Count == 1 ? $"'{found.Value.First.Target}'" : ReportText.Number(found.Value.Count, "user", "users"))}{found.Key.After}"),
            ],
        } is var all && all.Changes.Count > MaxChanges ? all with { Changes = [.. all.Changes.Take(MaxChanges)] } : all;

        string Naming(string part) => string.Join(" OR ", patterns.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"{part} LIKE ${i + 2} ESCAPE '!'")));
    }

    /// <summary>Follows the names of the privileged profiles back to a time.</summary>
    private void ReadNames(PermissionSnapshot snapshot, long since)
    {
        ILookup<long?, (long Event, string Before)> renames = ProfileEvents(
            AuditAction.ProfileChanged,
            since,
            row => EventPart.Parse(row.After).Has("Name") ? EventPart.Parse(row.Before).Text("Name") : null).ToLookup(rename => rename.Profile, rename => (rename.Event, Before: rename.Name));
        foreach (ProfileEntry profile in snapshot.Profiles.Where(profile => profile.Effective.Overlaps(Privileged)))
        {
            AddAll(profile.Id, profile.Name, long.MaxValue);
        }

        foreach ((long? profile, long removal, string name) in ProfileEvents(
            AuditAction.ProfileRemoved,
            since,
            row => RightCatalogue.Default.Closure(EventPart.Parse(row.Before).Rights("Rights")).Overlaps(Privileged) ? row.Target : null))
        {
            AddAll(profile, name, removal);
        }

        void AddAll(long? profile, string last, long until)
        {
            long from = 0;
            foreach ((long id, string before) in renames[profile])
            {
                Add(before, from, id);
                from = id;
            }

            Add(last, from, until);
        }

        void Add(string name, long from, long until)
        {
            if (!_profiles.TryGetValue(name, out List<(long, long)>? times))
            {
                _profiles.Add(name, times = []);
            }

            times.Add((from, until));
        }
    }

    private List<(long? Profile, long Event, string Name)> ProfileEvents(string action, long since, Func<AuditRow, string?> name)
    {
        List<(long?, long, string)> found = [];
        using Statement rows = _session.Query($"{EventTrail.AfterShared} AND action = '{action}' ORDER BY id", since - 1);
        while (rows.Next())
        {
            if (AuditRow.TryRead(rows) is { } row && IfUnderstood(row, name) is { } told)
            {
                found.Add((row.TargetId, row.Id, told));
            }
        }

        return found;
    }

    private bool IsPrivileged(string profile, long id) => _profiles.TryGetValue(profile, out List<(long From, long Until)>? times) && times.Exists(time => id > time.From && id < time.Until);

    /// <summary>What is read from an event, and nothing where it is not as it was written: the findings say so.</summary>
    private static T? IfUnderstood<T>(AuditRow row, Func<AuditRow, T?> read)
    {
        try
        {
            return read(row);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>What stands before and after the name of the target; null where the event is about no privileged right.</summary>
    private (string Before, string After)? Tell(AuditRow row)
    {
        EventPart before = EventPart.Parse(row.Before);
        EventPart after = EventPart.Parse(row.After);
        RightSet added = after.Rights("Rights") & Privileged;
        RightSet removed = before.Rights("Rights") & Privileged;
        bool isOwner = (after.IsThere ? after : before).Choice<PermRole>("Role") == PermRole.PortalOwner;
        return row.Action switch
        {
            AuditAction.ProfileCreated when !added.IsEmpty => ("created the profile ", $" with {Names(added)}"),
            AuditAction.ProfileRemoved when !removed.IsEmpty => ("removed the profile ", $" with {Names(removed)}"),
            AuditAction.RightsGranted or AuditAction.RightsRevoked or AuditAction.RightsChanged when !added.IsEmpty && !removed.IsEmpty => ($"granted {Names(added)} and revoked {Names(removed)}, profile ", ""),
            AuditAction.RightsGranted or AuditAction.RightsChanged when !added.IsEmpty => ($"granted {Names(added)} to the profile ", ""),
            AuditAction.RightsRevoked or AuditAction.RightsChanged when !removed.IsEmpty => ($"revoked {Names(removed)} from the profile ", ""),
            AuditAction.RoleMemberAdded when isOwner => ("made ", " portal owner"),
            AuditAction.RoleMemberRemoved when isOwner => ("took the role of portal owner from ", ""),
            AuditAction.ContentWorkflowOwnerChanged when after.IsThere => ("gave Content Workflow to ", before.Text("Owner") is { } owner ? $", which '{owner}' owned" : ""),
            AuditAction.ContentWorkflowOwnerChanged => ("took Content Workflow from ", ""),
            AuditAction.UserCreated or AuditAction.UserChanged when after.Text("ProfileName") is { } profile && IsPrivileged(profile, row.Id) && before.Text("ProfileName") != profile => ("gave ", $" the profile '{profile}'"),
            AuditAction.UserChanged when before.Text("ProfileName") is { } profile && IsPrivileged(profile, row.Id) && after.Text("ProfileName") is { } other && other != profile => ($"took the profile '{profile}' from ", ""),
            AuditAction.UserRemoved when before.Text("ProfileName") is { } profile && IsPrivileged(profile, row.Id) => ("removed ", $", who had the profile '{profile}'"),
            _ => null,
        };
    }

    private static string Names(RightSet rights)
    {
        string[] names = [.. RightCatalogue.Default.RightsOf(rights).Select(right => $"'{right.Name}'")];
        return names.Length <= MaxNamed + 1
            ? string.Join(", ", names)
            : $"{string.Join(", ", names.Take(MaxNamed))} and {ReportText.Number(names.Length - MaxNamed)} more privileged rights";
    }

    /// <summary>A name as it stands in an event, with what LIKE would read as a wildcard kept literal.</summary>
    private static string Pattern(string name) => AuditJson.Quote(name).Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal);
}
