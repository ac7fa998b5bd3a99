using System.Text.Json;

namespace PermModule.Transfer;

/// <summary>Where SCIM 2.0 keeps what we know of a user (RFC 7643), and our extension for what it does not know.</summary>
internal static class Scim
{
    public const string UserSchema = "urn:ietf:params:scim:schemas:core:2.0:User";
    public const string EnterpriseSchema = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    public const string ListSchema = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
    public const string OwnSchema = "urn:permmodule:scim:schemas:extension:1.0:User";

    public static bool IsUser(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object
        && Property(element, "schemas") is { ValueKind: JsonValueKind.Array } schemas
        && schemas.EnumerateArray().Any(schema => schema.ValueKind == JsonValueKind.String && string.Equals(schema.GetString(), UserSchema, StringComparison.OrdinalIgnoreCase));

    /// <summary>The text of a field, or null where the user does not have it.</summary>
    public static string? Cell(JsonElement user, UserField field) => field switch
    {
        UserField.UserName => Text(user, "userName"),
        UserField.Email => Email(user),
        UserField.FirstName => Text(Property(user, "name"), "givenName"),
        UserField.LastName => Text(Property(user, "name"), "familyName"),
        UserField.Profile => Text(Property(user, OwnSchema), "profile"),
        UserField.Group => Groups(user),
        UserField.Department => Text(Property(user, EnterpriseSchema), "department"),
        UserField.Location => Location(user),
        UserField.JobTitle => Text(user, "title"),
        UserField.ExternalId => Text(user, "externalId"),
        UserField.SsoOnly => Text(Property(user, OwnSchema), "ssoOnly"),
        UserField.Active => Text(user, "active"),
        UserField.LastLoginAt => Text(Property(user, OwnSchema), "lastLoginAt"),
        UserField.LoginCount => Text(Property(user, OwnSchema), "loginCount"),
        UserField.CreatedAt => Text(Property(user, "meta"), "created"),
        UserField.DeactivatedAt => Text(Property(user, OwnSchema), "deactivatedAt"),
        _ => null,
    };

    /// <summary>How SCIM calls a field.</summary>
    public static string Name(UserField field) => field switch
    {
        UserField.UserName => "userName",
        UserField.Email => "emails",
        UserField.FirstName => "name.givenName",
        UserField.LastName => "name.familyName",
        UserField.Group => "groups",
        UserField.Department => "department",
        UserField.Location => "addresses",
        UserField.JobTitle => "title",
        UserField.ExternalId => "externalId",
        UserField.Active => "active",
        UserField.CreatedAt => "meta.created",
        _ => char.ToLowerInvariant(field.ToString()[0]) + field.ToString()[1..],
    };

    /// <summary>A property by name; the names of SCIM do not distinguish case.</summary>
    public static JsonElement? Property(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (element.TryGetProperty(name, out JsonElement exact))
        {
            return exact;
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value;
            }
        }

        return null;
    }

    public static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number => value.GetRawText(),
        _ => throw new FormatException($"'{TextRules.Cut(value.GetRawText())}' is not a single value."),
    };

    private static string? Text(JsonElement? parent, string name) => parent is { } element && Property(element, name) is { } value ? Text(value) : null;

    private static string? Email(JsonElement user)
    {
        if (Property(user, "emails") is not { ValueKind: JsonValueKind.Array } emails)
        {
            return null;
        }

        JsonElement? chosen = null;
        foreach (JsonElement email in emails.EnumerateArray())
        {
            bool isPrimary = Property(email, "primary") is { ValueKind: JsonValueKind.True };
            if (chosen is null || isPrimary)
            {
                chosen = email;
            }

            if (isPrimary)
            {
                break;
            }
        }

        return chosen is null ? "" : Text(chosen, "value");
    }

    private static string? Groups(JsonElement user) => Property(user, "groups") is { ValueKind: JsonValueKind.Array } groups
        ? GroupText.Join([.. groups.EnumerateArray().Select(group => Text(group, "display") ?? Text(group, "value") ?? "")], ";")
        : null;

    private static string? Location(JsonElement user)
    {
        if (Property(user, "addresses") is not { ValueKind: JsonValueKind.Array } addresses)
        {
            return null;
        }

        foreach (JsonElement address in addresses.EnumerateArray())
        {
            if ((Text(address, "country") ?? Text(address, "locality") ?? Text(address, "formatted")) is { } location)
            {
                return location;
            }
        }

        return "";
    }
}
