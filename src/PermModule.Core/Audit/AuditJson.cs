using System.Text.Encodings.Web;
using System.Text.Json;

namespace PermModule.Audit;

/// <summary>How before and after of an event are written: compact, with names in their own script.</summary>
internal static class AuditJson
{
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes what something is called and what it is for.</summary>
    public static void WriteNames(this Utf8JsonWriter json, string name, string? description)
    {
        json.WriteString("Name", name);
        json.WriteIfSet("Description", description);
    }

    /// <summary>A text as it stands in an event, between its quotes.</summary>
    public static string Quote(string text) => $"\"{WriterOptions.Encoder!.Encode(text)}\"";

    /// <summary>Writes a property unless there is nothing to say.</summary>
    public static void WriteIfSet(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
