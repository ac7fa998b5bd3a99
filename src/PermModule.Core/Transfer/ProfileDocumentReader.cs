using System.Globalization;
using System.Text.Json;

namespace PermModule.Transfer;

/// <summary>
/// Reads a document of profiles strictly: what it does not understand it refuses, naming the place.
/// Comments, commas behind the last item and any Unicode encoding are accepted, because people edit these documents by hand.
/// </summary>
internal static class ProfileDocumentReader
{
    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private const string Root = "document";

    private static readonly string[] RootNames = ["$schema", "schemaVersion", "contract", "tiers", "profiles"];
    private static readonly string[] ContractNames = ["heavy", "regular", "light", "enforcement", "warningPercent", "reactivationDelayDays", "pricePerSeat", "currency"];
    private static readonly string[] PriceNames = ["heavy", "regular", "light"];
    private static readonly string[] ProfileNames = ["name", "description", "isDefault", "rights"];

    /// <exception cref="PermException"><c>InvalidDocument</c>, <c>SchemaVersionUnknown</c>, <c>RightNotFound</c>, <c>DuplicateRight</c>, <c>DuplicateProfile</c>, <c>InvalidName</c>.</exception>
    public static ProfileDocument Read(Stream stream)
    {
        try
        {
            using Stream text = ImportText.Open(stream, ImportText.Find(stream, given: null));
            using JsonDocument json = JsonDocument.Parse(text, Options);
            return Read(json.RootElement);
        }
        catch (JsonException error)
        {
            throw new PermInvalidInputException(ErrorId.InvalidDocument, $"The document is not JSON: line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}.", target: null, error);
        }
        catch (InvalidOperationException error)
        {
            throw new PermInvalidInputException(ErrorId.InvalidDocument, "The document holds text that is not valid Unicode.", target: null, error);
        }
    }

    private static ProfileDocument Read(JsonElement root)
    {
        Dictionary<string, JsonElement> parts = Properties(root, Root, RootNames);
        CheckVersion(parts);
        if (!parts.TryGetValue("profiles", out JsonElement list) || list.ValueKind != JsonValueKind.Array)
        {
            throw Invalid("profiles", "is missing or no list", list);
        }

        List<DocumentProfile> profiles = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (JsonElement item in list.EnumerateArray())
        {
            DocumentProfile profile = Profile(item, string.Create(CultureInfo.InvariantCulture, $"profiles[{profiles.Count}]"));
            if (!names.Add(NameKey.Fold(profile.Name)))
            {
                throw new PermInvalidInputException(ErrorId.DuplicateProfile, $"The profile '{TextRules.Cut(profile.Name)}' is in the document twice.", profile.Name);
            }

            profiles.Add(profile);
        }

        if (profiles.Where(profile => profile.IsDefault).Skip(1).FirstOrDefault() is { } second)
        {
            throw new PermInvalidInputException(ErrorId.InvalidDocument, $"The profile '{TextRules.Cut(second.Name)}' is a second default; there can be only one.", second.Name);
        }

        return new ProfileDocument(
            profiles,
            parts.TryGetValue("tiers", out JsonElement tiers) ? Tiers(tiers) : null,
            parts.TryGetValue("contract", out JsonElement contract) ? Contract(contract) : null);
    }

    private static void CheckVersion(Dictionary<string, JsonElement> parts)
    {
        bool isKnown = parts.TryGetValue("schemaVersion", out JsonElement version)
            && version.ValueKind == JsonValueKind.Number
            && version.TryGetInt32(out int number)
            && number == ProfileDocument.Version;
        if (!isKnown)
        {
            string shown = version.ValueKind == JsonValueKind.Undefined ? "missing" : TextRules.Cut(version.GetRawText());
            throw new PermInvalidInputException(ErrorId.SchemaVersionUnknown, $"The schemaVersion is {shown}; this module reads version {ProfileDocument.Version}.", shown);
        }
    }

    private static DocumentProfile Profile(JsonElement item, string place)
    {
        Dictionary<string, JsonElement> parts = Properties(item, place, ProfileNames);
        if (!parts.TryGetValue("name", out JsonElement name) || name.ValueKind != JsonValueKind.String)
        {
            throw Invalid(place + ".name", "is missing or no text", name);
        }

        if (!parts.TryGetValue("rights", out JsonElement rights) || rights.ValueKind != JsonValueKind.Array)
        {
            throw Invalid(place + ".rights", "is missing or no list", rights);
        }

        RightSet set = RightSet.Empty;
        foreach (JsonElement key in rights.EnumerateArray())
        {
            PermRight right = Right(key, place + ".rights");
            if (set.Contains(right.Index))
            {
                throw new PermInvalidInputException(ErrorId.DuplicateRight, $"The right '{right.Key}' is in '{place}' twice.", right.Key);
            }

            set = set.With(right.Index);
        }

        return new DocumentProfile(
            TextRules.Name(name.GetString(), "profile"),
            TextRules.Text(Text(parts, "description", place), "description", TextRules.MaxText),
            Flag(parts, "isDefault", place),
            set);
    }

    private static Dictionary<int, Tier> Tiers(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Invalid("tiers", "is no object of right keys and tiers", element);
        }

        Dictionary<int, Tier> tiers = [];
        HashSet<int> met = [];
        foreach (JsonProperty property in element.EnumerateObject())
        {
            PermRight right = Find(property.Name);
            if (!met.Add(right.Index))
            {
                throw new PermInvalidInputException(ErrorId.DuplicateRight, $"The right '{right.Key}' is in 'tiers' twice.", right.Key);
            }

            Tier tier = Choice<Tier>(property.Value, "tiers." + right.Key);
            if (tier != right.DefaultTier)
            {
                tiers.Add(right.Index, tier);
            }
        }

        return tiers;
    }

    private static Func<SeatContract, SeatContract> Contract(JsonElement element)
    {
        Dictionary<string, JsonElement> parts = Properties(element, "contract", ContractNames);
        long? heavy = Limit(parts, "heavy");
        long? regular = Limit(parts, "regular");
        long? light = Limit(parts, "light");
        SeatEnforcement? enforcement = parts.TryGetValue("enforcement", out JsonElement given) ? Choice<SeatEnforcement>(given, "contract.enforcement") : null;
        long? warning = Limit(parts, "warningPercent", int.MaxValue);
        long? delay = Limit(parts, "reactivationDelayDays", int.MaxValue);
        Func<SeatPrices, SeatPrices> prices = parts.TryGetValue("pricePerSeat", out JsonElement perSeat) ? Prices(perSeat) : known => known;
        string? currency = Currency(parts);
        return before => new SeatContract
        {
            Heavy = parts.ContainsKey("heavy") ? heavy : before.Heavy,
            Regular = parts.ContainsKey("regular") ? regular : before.Regular,
            Light = parts.ContainsKey("light") ? light : before.Light,
            Enforcement = enforcement ?? before.Enforcement,
            WarningPercent = (int)(warning ?? before.WarningPercent),
            ReactivationDelayDays = (int)(delay ?? before.ReactivationDelayDays),
            PricePerSeat = prices(before.PricePerSeat),
            Currency = parts.ContainsKey("currency") ? currency : before.Currency,
        };
    }

    private static string? Currency(Dictionary<string, JsonElement> parts)
    {
        if (!parts.TryGetValue("currency", out JsonElement element) || element.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return element.ValueKind == JsonValueKind.String && SeatContract.IsCurrency(element.GetString()!)
            ? element.GetString()
            : throw Invalid("contract.currency", "is no code of three letters, nor null", element);
    }

    private static Func<SeatPrices, SeatPrices> Prices(JsonElement element)
    {
        Dictionary<string, JsonElement> parts = Properties(element, "contract.pricePerSeat", PriceNames);
        Dictionary<string, decimal?> given = parts.ToDictionary(part => part.Key, part => Price(part.Key, part.Value), StringComparer.Ordinal);
        return before => new SeatPrices
        {
            Heavy = given.TryGetValue("heavy", out decimal? heavy) ? heavy : before.Heavy,
            Regular = given.TryGetValue("regular", out decimal? regular) ? regular : before.Regular,
            Light = given.TryGetValue("light", out decimal? light) ? light : before.Light,
        };
    }

    private static decimal? Price(string name, JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number when element.TryGetDecimal(out decimal price) && SeatPrices.IsValid(price) => price,
        _ => throw Invalid("contract.pricePerSeat." + name, "is no price with at most two decimals, nor null", element),
    };

    private static long? Limit(Dictionary<string, JsonElement> parts, string name, long most = long.MaxValue)
    {
        if (!parts.TryGetValue(name, out JsonElement element) || element.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out long number) && number >= 0 && number <= most
            ? number
            : throw Invalid("contract." + name, "is no whole number from 0 on, nor null", element);
    }

    private static T Choice<T>(JsonElement element, string place)
        where T : struct, Enum =>
        element.ValueKind == JsonValueKind.String && Enum.GetNames<T>().Contains(element.GetString(), StringComparer.Ordinal)
            ? Enum.Parse<T>(element.GetString()!)
            : throw Invalid(place, $"is none of {string.Join(", ", Enum.GetNames<T>())}", element);

    private static string? Text(Dictionary<string, JsonElement> parts, string name, string place) =>
        !parts.TryGetValue(name, out JsonElement element) || element.ValueKind == JsonValueKind.Null
            ? null
            : element.ValueKind == JsonValueKind.String ? element.GetString() : throw Invalid($"{place}.{name}", "is no text", element);

    private static bool Flag(Dictionary<string, JsonElement> parts, string name, string place) =>
        parts.TryGetValue(name, out JsonElement element)
        && (element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : throw Invalid($"{place}.{name}", "is neither true nor false", element));

    private static PermRight Right(JsonElement element, string place) =>
        element.ValueKind == JsonValueKind.String ? Find(element.GetString()!) : throw Invalid(place, "holds something that is no right key", element);

    // Keys only: a name that is unique today need not be so in the next catalogue, and the document is kept.
    private static PermRight Find(string key) =>
        RightCatalogue.Default.Find(key)
        ?? throw new PermNotFoundException(ErrorId.RightNotFound, $"No right has the key '{TextRules.Cut(key)}'.", key);

    private static Dictionary<string, JsonElement> Properties(JsonElement element, string place, string[] known)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Invalid(place, "is no object", element);
        }

        Dictionary<string, JsonElement> properties = new(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name, StringComparer.Ordinal))
            {
                throw Invalid(place, $"has the property '{TextRules.Cut(property.Name)}', which is none of {string.Join(", ", known)}", element);
            }

            if (!properties.TryAdd(property.Name, property.Value))
            {
                throw Invalid(place, $"has the property '{property.Name}' twice", element);
            }
        }

        return properties;
    }

    private static PermInvalidInputException Invalid(string place, string problem, JsonElement found)
    {
        string value = found.ValueKind == JsonValueKind.Undefined ? "" : $" (found: {TextRules.Cut(found.GetRawText())})";
        return new PermInvalidInputException(ErrorId.InvalidDocument, $"'{place}' {problem}{value}.", place);
    }
}
