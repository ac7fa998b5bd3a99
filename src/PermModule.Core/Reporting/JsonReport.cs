using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace PermModule.Reporting;

/// <summary>Writes a report for machines; <c>docs/report.schema.json</c> describes it. What is null is left out.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Names stay readable in every script; what HTML could misread stays escaped, wherever the text is pasted.
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter() },
    };

    public static void Write(ReportModel report, Stream output)
    {
        JsonSerializer.Serialize(output, report, Options);
        output.Write("\n"u8);
    }
}
