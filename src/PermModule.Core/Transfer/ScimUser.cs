using System.Text.Json;

namespace PermModule.Transfer;

/// <summary>
/// Reads one user after the other as SCIM 2.0 defines it and as clients write it: values as text, alone or in a list,
/// attributes of extensions under their full names, and plain objects with the names that columns have. Names are case-insensitive, as in SCIM.
/// </summary>
internal sealed class ScimUser
{
    // An attribute can have several values; of those the primary one counts, then the one for work, then the one for home, then the first.
    private static readonly string[] Types = ["work", "home"];

    private readonly Dictionary<string, JsonElement> _attributes = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<UserField, (JsonElement Value, int Rank)> _plain = [];
    private readonly Dictionary<string, UserField?> _fields = new(StringComparer.Ordinal);

    /// <summary>An attribute that the user has twice, or null.</summary>
    public string? Twice { get; private set; }

    /// <summary>An unknown attribute that seems to say who is active, where none does that is known; or null.</summary>
    public string? UnknownState { get; private set; }

    /// <summary>Takes the next user. False for anything that is none.</summary>
    public bool Take(JsonElement element)
    {
        _attributes.Clear();
        _plain.Clear();
        Twice = null;
        UnknownState = null;
        if (element.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            Take(property.Name, property.Value);
        }

        if (_plain.ContainsKey(UserField.Active) || _plain.ContainsKey(UserField.Inactive))
        {
            UnknownState = null;
        }

        return IsUser();
    }

    /// <summary>The text of a field, or null where the user does not have it.</summary>
    /// <exception cref="FormatException">The value cannot be read; the message is the reason.</exception>
    public string? Cell(UserField field) => field switch
    {
        UserField.Email => Chosen("emails", email => Text(email, "value")) ?? Plain(field),
        UserField.FirstName => Text("name", "givenName") ?? Plain(field),
        UserField.LastName => Text("name", "familyName") ?? Plain(field),
        UserField.Profile => Text(Scim.OwnSchema, "profile") ?? Plain(field),
        UserField.Group => Groups(),
        UserField.Department => Text(Scim.EnterpriseSchema, "department") ?? Text(Scim.OldEnterpriseSchema, "department") ?? Plain(field),
        UserField.Location => Chosen("addresses", Place) ?? Plain(field),
        UserField.SsoOnly => Text(Scim.OwnSchema, "ssoOnly") ?? Plain(field),
        UserField.LastLoginAt => Text(Scim.OwnSchema, "lastLoginAt") ?? Plain(field),
        UserField.LoginCount => Text(Scim.OwnSchema, "loginCount") ?? Plain(field),
        UserField.CreatedAt => Text("meta", "created") ?? Plain(field),
        UserField.DeactivatedAt => Text(Scim.OwnSchema, "deactivatedAt") ?? Plain(field),
        _ => Plain(field),
    };

    /// <summary>The text at a path, whole or with a point between the names, or null.</summary>
    /// <exception cref="FormatException">The value cannot be read; the message is the reason.</exception>
    public string? At(string path)
    {
        if (_attributes.TryGetValue(path, out JsonElement whole))
        {
            return Text(whole);
        }

        JsonElement? at = null;
        foreach (string name in path.Split('.'))
        {
            at = at is { } parent ? Property(parent, name) : _attributes.TryGetValue(name, out JsonElement root) ? root : null;
            if (at is null)
            {
                return null;
            }
        }

        return Text(at!.Value);
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number => value.GetRawText(),
        _ => throw new FormatException($"'{TextRules.Cut(value.GetRawText())}' is not a single value."),
    };

    private static string? Text(JsonElement parent, string name) => Property(parent, name) is { } value ? Text(value) : null;

    private static JsonElement? Property(JsonElement element, string name)
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

    private static string? Place(JsonElement address) => NullIfEmpty(Text(address, "country")) ?? NullIfEmpty(Text(address, "locality")) ?? Text(address, "formatted");

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static bool IsPrimary(JsonElement value) => Property(value, "primary") is { } primary && (primary.ValueKind == JsonValueKind.True || (primary.ValueKind == JsonValueKind.String && StateWords.Answer(primary.GetString()!) == true));

    private static bool IsOf(JsonElement value, string type) => Property(value, "type") is { ValueKind: JsonValueKind.String } given && string.Equals(given.GetString(), type, StringComparison.OrdinalIgnoreCase);

    private void Take(string name, JsonElement value)
    {
        if (!_attributes.TryAdd(name, value))
        {
            Twice ??= name;
        }

        if (!_fields.TryGetValue(name, out UserField? field))
        {
            // A full name with the schema in front is no name of a column.
            _fields[name] = field = name.Contains(':', StringComparison.Ordinal) ? null : UserColumnNames.FieldOf(name);
        }

        if (field is { } known)
        {
            if (value.ValueKind == JsonValueKind.Object && known is UserField.Profile or UserField.Location)
            {
                return;
            }

            int rank = name.Equals(Scim.Name(known), StringComparison.OrdinalIgnoreCase) ? -1 : UserColumnNames.Rank(name);
            if (!_plain.TryGetValue(known, out (JsonElement Value, int Rank) taken) || rank < taken.Rank)
            {
                _plain[known] = (value, rank);
            }
            else if (rank == taken.Rank)
            {
                Twice ??= name;
            }
        }
        else if (!name.Contains(':', StringComparison.Ordinal) && value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null) && UserColumnNames.SeemsToSayWhoIsActive(name))
        {
            UnknownState ??= name;
        }
    }

    /// <summary>True where the schema of a user is named, or no other and the object has the name or address of somebody.</summary>
    private bool IsUser()
    {
        bool isNamed = _plain.ContainsKey(UserField.UserName) || _plain.ContainsKey(UserField.Email) || _attributes.ContainsKey("emails");
        if (!_attributes.TryGetValue("schemas", out JsonElement schemas) || schemas.ValueKind is not (JsonValueKind.Array or JsonValueKind.String))
        {
            return isNamed && !_attributes.ContainsKey("members");
        }

        string[] names = [.. Values(schemas).Where(schema => schema.ValueKind == JsonValueKind.String).Select(schema => schema.GetString()!)];
        return names.Contains(Scim.UserSchema, StringComparer.OrdinalIgnoreCase)
            || (isNamed && !names.Any(name => name.Contains(":Group", StringComparison.OrdinalIgnoreCase) || name.Contains(":messages:", StringComparison.OrdinalIgnoreCase)));
    }

    private static IEnumerable<JsonElement> Values(JsonElement attribute) => attribute.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.Array => attribute.EnumerateArray().Where(value => value.ValueKind != JsonValueKind.Null),
        _ => [attribute],
    };

    private string? Plain(UserField field) => _plain.TryGetValue(field, out (JsonElement Value, int Rank) plain) ? Text(plain.Value) : null;

    /// <summary>An attribute of a complex one or of an extension: inside it, or with both names in one.</summary>
    private string? Text(string parent, string name)
    {
        if (_attributes.TryGetValue(parent, out JsonElement element) && Property(element, name) is { } inside)
        {
            return Text(inside);
        }

        return _attributes.TryGetValue($"{parent}:{name}", out JsonElement joined) || _attributes.TryGetValue($"{parent}.{name}", out joined) ? Text(joined) : null;
    }

    /// <summary>The text of the value that counts; empty where there are values without text, null where the user does not have the attribute.</summary>
    private string? Chosen(string name, Func<JsonElement, string?> text)
    {
        if (!_attributes.TryGetValue(name, out JsonElement attribute))
        {
            return null;
        }

        string? chosen = null;
        int best = int.MaxValue;
        foreach (JsonElement value in Values(attribute))
        {
            string? found = NullIfEmpty(value.ValueKind == JsonValueKind.Object ? text(value) : Text(value));
            int place = IsPrimary(value) ? -1 : Array.FindIndex(Types, type => IsOf(value, type)) is var index && index >= 0 ? index : Types.Length;
            if (found is not null && place < best)
            {
                (chosen, best) = (found, place);
            }
        }

        return chosen ?? "";
    }

    private string? Groups()
    {
        if (!_plain.TryGetValue(UserField.Group, out (JsonElement Value, int Rank) plain))
        {
            return null;
        }

        JsonElement groups = plain.Value;
        return groups.ValueKind == JsonValueKind.String ? groups.GetString() : GroupText.Join([.. Values(groups).Select(Group)], ";");
    }

    private static string Group(JsonElement group)
    {
        if (group.ValueKind != JsonValueKind.Object)
        {
            return Text(group) ?? "";
        }

        if (NullIfEmpty(Text(group, "display")) is { } display)
        {
            return display;
        }

        string value = Text(group, "value") ?? "";
        return Property(group, "$ref") is null && !IsId(value)
            ? value
            : throw new FormatException($"The group '{TextRules.Cut(value)}' is given by its id alone. Give its name as display.");
    }

    /// <summary>True for what a directory gives as an id: a GUID, a number, or a long run of letters and digits.</summary>
    private static bool IsId(string value) =>
        Guid.TryParse(value, out _) || (value.Length > 0 && value.All(char.IsAsciiDigit)) || (value.Length >= 16 && value.All(char.IsAsciiLetterOrDigit) && value.Any(char.IsAsciiDigit));
}
