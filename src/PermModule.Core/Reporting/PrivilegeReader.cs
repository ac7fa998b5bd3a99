using System.Globalization;

namespace PermModule.Reporting;

/// <summary>Reads from the trail who changed privileged rights, or who has them.</summary>
internal sealed class PrivilegeReader
{
    private const int Days = 30;

    private const int MaxChanges = 8;

    private const int MaxNamed = 2;

    private static readonly string[] RightActions =
    [
        AuditAction.RightsGranted,
        AuditAction.RightsRevoked,
        AuditAction.RightsChanged,
        AuditAction.ProfileCreated,
        AuditAction.RoleMemberAdded,
        AuditAction.RoleMemberRemoved,
        AuditAction.ContentWorkflowOwnerChanged,
    ];

    private static readonly RightSet Privileged = RightCatalogue.SetOf(RightCatalogue.Default.Rights.Where(right =>
        right.Key.StartsWith("asset-bank.users-and-permissions.", StringComparison.Ordinal)
        || right.Key.StartsWith("asset-bank.system-admin.", StringComparison.Ordinal)
        || right.Key == "content-workflow.manage-roles-and-permissions"));

    private readonly StoreSession _session;
    private readonly string[] _profiles;
    private readonly Dictionary<(Guid Command, string Before, string After), (long Last, AuditRow First, long Count)> _found = [];

    private PrivilegeReader(StoreSession session, PermissionSnapshot snapshot)
    {
        _session = session;
        _profiles = [.. snapshot.Profiles.Where(profile => profile.Effective.Overlaps(Privileged)).Select(profile => profile.Name)];
    }

    public static ReportPrivileges Read(StoreSession session, PermissionSnapshot snapshot) => new PrivilegeReader(session, snapshot).Read();

    private ReportPrivileges Read()
    {
        long from = AuditEventReader.FirstAt(_session, UtcTime.ToStored(_session.Time.GetUtcNow().AddDays(-Days)), _session.Version());
        string actions = string.Join(", ", RightActions.Select(action => $"'{action}'"));
        string profiles = string.Concat(_profiles.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"{(i > 0 ? " OR " : "")}after LIKE ${i + 2} ESCAPE '!'")));
        string users = _profiles.Length == 0 ? "" : $" OR (action IN ('{AuditAction.UserCreated}', '{AuditAction.UserChanged}') AND ({profiles}))";
        object?[] values = [from, .. _profiles.Select(profile => $"%\"ProfileName\":{Pattern(profile)}%")];
        using Statement rows = _session.Query($"SELECT {AuditRow.Columns} FROM audit_events WHERE id >= $1 AND (action IN ({actions}){users}) ORDER BY id", values);
        while (rows.Next())
        {
            _session.ThrowIfCancelled();
            if (AuditRow.TryRead(rows) is { } row && Tell(row) is var (before, after))
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
    }

    /// <summary>What stands before and after the name of the target; null where the event is about no privileged right.</summary>
    private (string Before, string After)? Tell(in AuditRow row)
    {
        EventPart before = EventPart.Parse(row.Before);
        EventPart after = EventPart.Parse(row.After);
        RightSet added = after.Rights("Rights") & Privileged;
        RightSet removed = before.Rights("Rights") & Privileged;
        bool isOwner = (after.IsThere ? after : before).Choice<PermRole>("Role") == PermRole.PortalOwner;
        return row.Action switch
        {
            AuditAction.ProfileCreated when !added.IsEmpty => ("created the profile ", $" with {Names(added)}"),
            AuditAction.RightsGranted or AuditAction.RightsRevoked or AuditAction.RightsChanged when !added.IsEmpty && !removed.IsEmpty => ($"granted {Names(added)} and revoked {Names(removed)}, profile ", ""),
            AuditAction.RightsGranted or AuditAction.RightsChanged when !added.IsEmpty => ($"granted {Names(added)} to the profile ", ""),
            AuditAction.RightsRevoked or AuditAction.RightsChanged when !removed.IsEmpty => ($"revoked {Names(removed)} from the profile ", ""),
            AuditAction.RoleMemberAdded when isOwner => ("made ", " portal owner"),
            AuditAction.RoleMemberRemoved when isOwner => ("took the role of portal owner from ", ""),
            AuditAction.ContentWorkflowOwnerChanged when after.IsThere => ("gave Content Workflow to ", ""),
            AuditAction.UserCreated or AuditAction.UserChanged when after.Text("ProfileName") is { } profile && _profiles.Contains(profile, StringComparer.Ordinal) && before.Text("ProfileName") != profile => ("gave ", $" the profile '{profile}'"),
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
