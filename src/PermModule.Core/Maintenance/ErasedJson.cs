using System.Buffers;
using System.Text;
using System.Text.Json;

namespace PermModule.Maintenance;

/// <summary>Before and after of an event without the personal data of removed users.</summary>
internal sealed class ErasedJson(Func<string, RemovedUser?> named, Func<long, RemovedUser?> numbered, Mentions mentions, Action<RemovedUser> met)
{
    /// <summary>What says nothing of a person and stays in the events of a user: where they belonged and what they could do.</summary>
    private static readonly HashSet<string> Kept = new(["ProfileName", "Group", "Groups", "Role", "Portal"], StringComparer.Ordinal);

    private static readonly HashSet<string> Names = new(["Owner", "Requester", "AuditedBy"], StringComparer.Ordinal);
    private static readonly HashSet<string> Texts = new(["Reason", "Comment", "Description", "Detail"], StringComparer.Ordinal);
    private static readonly string[] Hints = [.. Names.Concat(Texts).Select(name => $"\"{name}\"")];

    private readonly ArrayBufferWriter<byte> _buffer = new(512);

    /// <summary>A JSON object without personal data.</summary>
    /// <param name="json">The object, or null.</param>
    /// <param name="owner">Whose event it is, all of whose data goes; or null for an event of somebody or something else.</param>
    public string? Erase(string? json, RemovedUser? owner)
    {
        if (json is null || (owner is null && !Array.Exists(Hints, hint => json.Contains(hint, StringComparison.Ordinal))))
        {
            return json;
        }

        using JsonDocument document = JsonDocument.Parse(json);
        _buffer.ResetWrittenCount();
        using (Utf8JsonWriter writer = new(_buffer, AuditJson.WriterOptions))
        {
            Write(writer, document.RootElement, "", owner);
        }

        return Encoding.UTF8.GetString(_buffer.WrittenSpan);
    }

    private void Write(Utf8JsonWriter writer, JsonElement element, string property, RemovedUser? owner)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                RemovedUser? requester = Person(element, "Requester");
                RemovedUser? holder = Person(element, "Owner");
                writer.WriteStartObject();
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    // What people gave as a reason is their own text.
                    RemovedUser? whole = member.Name switch
                    {
                        "Requester" or "Reason" => requester,
                        "Owner" => holder,
                        _ => null,
                    };
                    writer.WritePropertyName(member.Name);
                    if (whole is not null)
                    {
                        met(whole);
                        writer.WriteStringValue(whole.Pseudonym);
                    }
                    else
                    {
                        Write(writer, member.Value, member.Name, owner);
                    }
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Write(writer, item, property, owner);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Text(element.GetString()!, property, owner));
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    /// <summary>The removed user whom a property names: by the id beside it, because names are used again, or by the name in events that have no id.</summary>
    private RemovedUser? Person(JsonElement element, string property)
    {
        if (!element.TryGetProperty(property, out JsonElement name) || name.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        return element.TryGetProperty(property + "Id", out JsonElement id) && id.TryGetInt64(out long number) ? numbered(number) : named(name.GetString()!);
    }

    private string Text(string value, string property, RemovedUser? owner)
    {
        if (property == "AuditedBy" && named(value) is { } auditor)
        {
            met(auditor);
            return auditor.Pseudonym;
        }

        if (Names.Contains(property))
        {
            return value;
        }

        if (Texts.Contains(property))
        {
            return mentions.Replace(value, met);
        }

        return owner is null || Kept.Contains(property) ? value : owner.Pseudonym;
    }
}
