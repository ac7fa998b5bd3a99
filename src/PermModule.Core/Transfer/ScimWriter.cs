using System.Text.Json;

namespace PermModule.Transfer;

/// <summary>Writes users as a SCIM 2.0 ListResponse; what SCIM does not know stands in an extension of ours.</summary>
internal sealed class ScimWriter : UserWriter
{
    private const int FlushAt = 64 * 1024;

    private readonly Utf8JsonWriter _json;
    private long _total;

    public ScimWriter(Stream stream)
    {
        _json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        _json.WriteStartObject();
        _json.WriteStartArray("schemas");
        _json.WriteStringValue(Scim.ListSchema);
        _json.WriteEndArray();
        _json.WriteStartArray("Resources");
    }

    public override void Write(PermUser user)
    {
        _total++;
        _json.WriteStartObject();
        _json.WriteStartArray("schemas");
        _json.WriteStringValue(Scim.UserSchema);
        _json.WriteStringValue(Scim.EnterpriseSchema);
        _json.WriteStringValue(Scim.OwnSchema);
        _json.WriteEndArray();
        _json.WriteString("id", user.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        IfSet("externalId", user.ExternalId);
        _json.WriteString("userName", user.UserName);
        _json.WriteString("displayName", user.DisplayName);
        if (user.FirstName is not null || user.LastName is not null)
        {
            _json.WriteStartObject("name");
            IfSet("givenName", user.FirstName);
            IfSet("familyName", user.LastName);
            _json.WriteEndObject();
        }

        IfSet("title", user.JobTitle);
        _json.WriteBoolean("active", user.IsActive);
        if (user.Email is not null)
        {
            _json.WriteStartArray("emails");
            _json.WriteStartObject();
            _json.WriteString("value", user.Email);
            _json.WriteString("type", "work");
            _json.WriteBoolean("primary", true);
            _json.WriteEndObject();
            _json.WriteEndArray();
        }

        if (user.Location is not null)
        {
            _json.WriteStartArray("addresses");
            _json.WriteStartObject();
            _json.WriteString("type", "work");
            _json.WriteString("formatted", user.Location);
            _json.WriteEndObject();
            _json.WriteEndArray();
        }

        _json.WriteStartArray("groups");
        foreach (string group in user.Groups)
        {
            _json.WriteStartObject();
            _json.WriteString("display", group);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteStartObject("meta");
        _json.WriteString("resourceType", "User");
        Time("created", user.CreatedAt);
        _json.WriteEndObject();
        _json.WriteStartObject(Scim.EnterpriseSchema);
        IfSet("department", user.Department);
        _json.WriteEndObject();
        _json.WriteStartObject(Scim.OwnSchema);
        _json.WriteString("profile", user.ProfileName);
        _json.WriteBoolean("ssoOnly", user.IsSsoOnly);
        _json.WriteNumber("loginCount", user.LoginCount);
        Time("lastLoginAt", user.LastLoginAt);
        Time("deactivatedAt", user.DeactivatedAt);
        _json.WriteEndObject();
        _json.WriteEndObject();
        if (_json.BytesPending > FlushAt)
        {
            _json.Flush();
        }
    }

    protected override void Dispose(bool disposing)
    {
        _json.WriteEndArray();
        _json.WriteNumber("totalResults", _total);
        _json.WriteNumber("startIndex", 1);
        _json.WriteNumber("itemsPerPage", _total);
        _json.WriteEndObject();
        _json.Dispose();
    }

    private void IfSet(string name, string? value)
    {
        if (value is not null)
        {
            _json.WriteString(name, value);
        }
    }

    private void Time(string name, DateTimeOffset? time)
    {
        if (time is { } value)
        {
            _json.WriteString(name, UtcTime.ToText(UtcTime.ToStored(value)));
        }
    }
}
