using System.Buffers;
using System.Text;
using System.Text.Json;

namespace PermModule.Maintenance;

/// <summary>Before and after of an event without the personal data of removed users.</summary>
internal sealed class ErasedJson(ErasedPeople people, RequestAuthors authors)
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
    /// <param name="request">The number of the request that the event is about, or null.</param>
    public string? Erase(string? json, RemovedUser? owner, string? request)
    {
        if (json is null || (owner is null && !Array.Exists(Hints, hint => json.Contains(hint, StringComparison.Ordinal))))
        {
            return json;
        }

        using JsonDocument document = JsonDocument.Parse(json);
        _buffer.ResetWrittenCount();
        using (Utf8JsonWriter writer = new(_buffer, AuditJson.WriterOptions))
        {
            Write(writer, document.RootElement, "", owner, request);
        }

        return Encoding.UTF8.GetString(_buffer.WrittenSpan);
    }

    private void Write(Utf8JsonWriter writer, JsonElement element, string property, RemovedUser? owner, string? request)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                RemovedUser? requester = people.Person(element, "Requester");
                RemovedUser? author = request is null ? requester : authors.Of(request, requester);
                RemovedUser? holder = people.Person(element, "Owner");
                writer.WriteStartObject();
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    // What people gave as a reason is their own text.
                    RemovedUser? whole = member.Name switch
                    {
                        "Requester" => requester,
                        "Reason" => author,
                        "Owner" => holder,
                        _ => null,
                    };
                    writer.WritePropertyName(member.Name);
                    if (whole is not null)
                    {
                        people.Met.Add(whole);
                        writer.WriteStringValue(whole.Pseudonym);
                    }
                    else
                    {
                        Write(writer, member.Value, member.Name, owner, request);
                    }
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Write(writer, item, property, owner, request);
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

    private string Text(string value, string property, RemovedUser? owner)
    {
        if (property == "AuditedBy")
        {
            return people.Name(value)!;
        }

        if (Names.Contains(property))
        {
            return value;
        }

        if (Texts.Contains(property))
        {
            return people.Text(value)!;
        }

        return owner is null || Kept.Contains(property) ? value : owner.Pseudonym;
    }
}
