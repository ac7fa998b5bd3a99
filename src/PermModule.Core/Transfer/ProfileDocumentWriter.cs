using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PermModule.Transfer;

/// <summary>Writes profiles, changed tiers and contract so that a comparison of two versions reads well: one fact a line, in an order that never changes.</summary>
internal static class ProfileDocumentWriter
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Stream stream, PermissionSnapshot snapshot)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", ProfileDocument.Version);
            WriteContract(json, snapshot.Contract);
            WriteTiers(json, snapshot.Tiers);
            json.WriteStartArray("profiles");
            foreach (ProfileEntry profile in snapshot.Profiles.OrderBy(profile => profile.NameKey, StringComparer.Ordinal))
            {
                WriteProfile(json, profile);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        // The writer breaks lines as the platform does; the document is the same everywhere.
        stream.Write(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(buffer.WrittenSpan).Replace("\r\n", "\n", StringComparison.Ordinal) + "\n"));
    }

    private static void WriteContract(Utf8JsonWriter json, SeatContract contract)
    {
        json.WriteStartObject("contract");
        WriteNumber(json, "heavy", contract.Heavy);
        WriteNumber(json, "regular", contract.Regular);
        WriteNumber(json, "light", contract.Light);
        json.WriteString("enforcement", contract.Enforcement.ToString());
        json.WriteNumber("warningPercent", contract.WarningPercent);
        json.WriteNumber("reactivationDelayDays", contract.ReactivationDelayDays);
        json.WriteStartObject("pricePerSeat");
        WriteNumber(json, "heavy", contract.PricePerSeat.Heavy);
        WriteNumber(json, "regular", contract.PricePerSeat.Regular);
        WriteNumber(json, "light", contract.PricePerSeat.Light);
        json.WriteEndObject();
        json.WriteString("currency", contract.Currency);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, decimal? number)
    {
        json.WritePropertyName(name);
        if (number is null)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteNumberValue(number.Value);
        }
    }

    private static void WriteTiers(Utf8JsonWriter json, RightTiers tiers)
    {
        json.WriteStartObject("tiers");
        foreach ((string key, Tier tier) in tiers.Changed
            .Select(changed => (RightCatalogue.Default.Rights[changed.Key].Key, changed.Value))
            .OrderBy(changed => changed.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, tier.ToString());
        }

        json.WriteEndObject();
    }

    private static void WriteProfile(Utf8JsonWriter json, ProfileEntry profile)
    {
        json.WriteStartObject();
        json.WriteString("name", profile.Name);
        json.WriteString("description", profile.Description);
        json.WriteBoolean("isDefault", profile.IsDefault);
        json.WriteStartArray("rights");
        foreach (string key in RightCatalogue.Default.RightsOf(profile.Direct).Select(right => right.Key).Order(StringComparer.Ordinal))
        {
            json.WriteStringValue(key);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
