using System.Text;
using System.Text.Json;

namespace PermModule.Portal;

/// <summary>
/// What the audit trail tells of writes to the portal. A request is noted, with an event, before it is sent, and crossed out with the event that tells the portal's answer:
/// whatever stops the work in between, what was sent and is not known to have arrived is on record, and the next run finds out.
/// </summary>
internal sealed class PortalTrail(StoreSession session, Uri portal)
{
    public const string TargetType = "Portal";

    private const string Groups = "Groups";
    private const string GroupIds = "GroupIds";

    /// <summary>The requests of which no answer is known, oldest first.</summary>
    public IReadOnlyList<PortalSent> Pending => session.Read(() => session
        .Rows<(long Id, string UserName, string? ExternalId, string Wanted)>("SELECT id, user_name, external_id, wanted FROM portal_sent WHERE portal = @Portal ORDER BY id", new { Portal = portal.ToString() })
        .Select(row => new PortalSent(row.Id, row.UserName, row.ExternalId, Read(row.Wanted)))
        .ToArray());

    /// <summary>Notes a request that is about to be sent.</summary>
    public PortalSent Send(WriteScope scope, string userName, string? externalId, WantedUser before, WantedUser wanted)
    {
        long id = scope.Audit.Write(AuditAction.PortalRequestSent, TargetType, userName, UserOutline.Find(session, NameKey.Fold(userName))?.Id, json => Write(json, before), json => Write(json, wanted));
        session.Send("INSERT INTO portal_sent (id, portal, user_name, external_id, wanted) VALUES ($1, $2, $3, $4, $5)", id, portal.ToString(), userName, externalId, Encoding.UTF8.GetString(scope.Audit.ToJson(json => Note(json, wanted))!));
        return new PortalSent(id, userName, externalId, wanted);
    }

    /// <summary>Crosses a request out and tells what became of it; false where another run did so already.</summary>
    public bool Answer(WriteScope scope, PortalSent sent, string action, int status, string? externalId, string? detail)
    {
        if (session.Execute("DELETE FROM portal_sent WHERE id = $1", sent.Id) == 0)
        {
            return false;
        }

        scope.Audit.Write(action, TargetType, sent.UserName, UserOutline.Find(session, NameKey.Fold(sent.UserName))?.Id, before: null, json =>
        {
            json.WriteString("Portal", portal.Authority);
            json.WriteNumber("Request", sent.Id);
            if (status == 0)
            {
                // No answer came; what is told was found by reading.
                json.WriteNull("Status");
            }
            else
            {
                json.WriteNumber("Status", status);
            }

            json.WriteIfSet("ExternalId", externalId);
            json.WriteIfSet("Detail", detail);
            Write(json, sent.Wanted);
        });
        return true;
    }

    private static void Write(Utf8JsonWriter json, WantedUser user)
    {
        foreach ((string name, string? value) in user.Values)
        {
            json.WriteString(name, value);
        }

        if (user.Groups is { } groups)
        {
            WriteList(json, Groups, groups.Select(group => group.Name ?? group.Id));
        }
    }

    /// <summary>What the next run needs to find out: the ids of the groups as well, since names can be shared.</summary>
    private static void Note(Utf8JsonWriter json, WantedUser user)
    {
        Write(json, user);
        if (user.Groups is { } groups)
        {
            WriteList(json, GroupIds, groups.Select(group => group.Id));
        }
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string?> values)
    {
        json.WriteStartArray(name);
        foreach (string? value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static WantedUser Read(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        JsonElement noted = document.RootElement;
        Dictionary<string, string?> values = noted.EnumerateObject().Where(value => value.Name is not (Groups or GroupIds)).ToDictionary(value => value.Name, value => value.Value.GetString(), StringComparer.Ordinal);
        IReadOnlyList<PortalGroup>? groups = !noted.TryGetProperty(Groups, out JsonElement names) ? null
            : names.ValueKind == JsonValueKind.Array ? [.. List(names).Zip(List(noted.GetProperty(GroupIds)), (name, id) => new PortalGroup { Name = name, Id = id })]
            : [.. (names.GetString() ?? "").Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(name => new PortalGroup { Name = name })];
        return new WantedUser(values, groups);

        static IEnumerable<string?> List(JsonElement array) => array.EnumerateArray().Select(item => item.GetString());
    }
}
