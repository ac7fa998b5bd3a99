using System.Globalization;
using System.Text.Json;

namespace PermModule;

/// <summary>
/// What an event says of a thing before or after it: a JSON object whose missing properties say nothing. A value that this module never writes there
/// is a <see cref="JsonException"/>, as a text is that is no JSON: the event was changed by something else.
/// </summary>
internal readonly struct EventPart
{
    private readonly JsonElement _json;
    private readonly bool _isErased;

    private EventPart(JsonElement json, bool isErased)
    {
        _json = json;
        _isErased = isErased;
    }

    /// <summary>True where the event holds this part at all.</summary>
    public bool IsThere => _json.ValueKind == JsonValueKind.Object;

    /// <summary>Reads a part.</summary>
    /// <param name="json">The part, or null.</param>
    /// <param name="isErased">True where pseudonyms may stand in the place of values: such a value says nothing.</param>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static EventPart Parse(string? json, bool isErased = false)
    {
        if (json is null)
        {
            return default;
        }

        // A document that is not disposed of keeps larger buffers than its copy needs, and as many of them as there are events.
        using JsonDocument document = JsonDocument.Parse(json);
        return new EventPart(document.RootElement.Clone(), isErased);
    }

    public bool Has(string name) => IsThere && _json.TryGetProperty(name, out _);

    public string? Text(string name) => Find(name) is { ValueKind: JsonValueKind.String } value ? Text(value) : null;

    public long? Number(string name) => Find(name) is { ValueKind: JsonValueKind.Number } value ? value.TryGetInt64(out long number) ? number : throw Misread(name) : null;

    public bool Flag(string name) => Find(name) is { ValueKind: JsonValueKind.True };

    /// <summary>A time in stored form.</summary>
    public long? Time(string name)
    {
        if (Known(name) is not { } text)
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? UtcTime.ToStored(time) : throw Misread(name);
    }

    public IReadOnlyList<string> Texts(string name) => Find(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(Text)] : [];

    /// <summary>The objects of a list.</summary>
    public IEnumerable<EventPart> Parts(string name)
    {
        bool isErased = _isErased;
        return Find(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(item => new EventPart(item, isErased)) : [];
    }

    public T? Choice<T>(string name)
        where T : struct, Enum => Text(name) is { } text && Enum.TryParse(text, out T value) ? value : null;

    /// <summary>The rights of a list of keys that this module knows.</summary>
    public RightSet Rights(string name) =>
        Texts(name).Select(RightCatalogue.Default.Find).OfType<PermRight>().Aggregate(RightSet.Empty, (set, right) => set.With(right.Index));

    /// <summary>The department and location a role was given for.</summary>
    public RoleScope? Scope() => IsThere ? new RoleScope(Known("Department"), Known("Location")) : null;

    /// <summary>The contract that the part holds.</summary>
    public SeatContract Contract() => new()
    {
        Heavy = Number(nameof(SeatContract.Heavy)),
        Regular = Number(nameof(SeatContract.Regular)),
        Light = Number(nameof(SeatContract.Light)),
        Enforcement = Choice<SeatEnforcement>(nameof(SeatContract.Enforcement)) ?? default,
        WarningPercent = (int)(Number(nameof(SeatContract.WarningPercent)) ?? 0),
        ReactivationDelayDays = (int)(Number(nameof(SeatContract.ReactivationDelayDays)) ?? 0),
        PricePerSeat = Prices(),
        Currency = Text(nameof(SeatContract.Currency)),
    };

    /// <summary>A user with every field that the part names as the part says.</summary>
    /// <param name="row">The user.</param>
    /// <param name="names">What profiles and groups were called then.</param>
    public UserRow ApplyTo(UserRow row, NamesThen names)
    {
        string name = Text(nameof(UserRow.UserName)) ?? row.UserName;
        string? email = TextOr(nameof(UserRow.Email), row.Email);
        return row with
        {
            UserName = name,
            UserNameKey = NameKey.Fold(name),
            Email = email,
            EmailKey = email is null ? null : NameKey.Fold(email),
            FirstName = TextOr(nameof(UserRow.FirstName), row.FirstName),
            LastName = TextOr(nameof(UserRow.LastName), row.LastName),
            ProfileId = Text("ProfileName") is { } profile ? names.Profile(profile) : row.ProfileId,
            IsActive = Has(nameof(UserRow.IsActive)) ? Flag(nameof(UserRow.IsActive)) : row.IsActive,
            Department = TextOr(nameof(UserRow.Department), row.Department),
            Location = TextOr(nameof(UserRow.Location), row.Location),
            JobTitle = TextOr(nameof(UserRow.JobTitle), row.JobTitle),
            ExternalId = TextOr(nameof(UserRow.ExternalId), row.ExternalId),
            IsSsoOnly = Has(nameof(UserRow.IsSsoOnly)) ? Flag(nameof(UserRow.IsSsoOnly)) : row.IsSsoOnly,
            LastLoginAt = TimeOr(nameof(UserRow.LastLoginAt), row.LastLoginAt),
            LoginCount = Number(nameof(UserRow.LoginCount)) ?? row.LoginCount,
            CreatedAt = Time(nameof(UserRow.CreatedAt)) ?? row.CreatedAt,
            DeactivatedAt = TimeOr(nameof(UserRow.DeactivatedAt), row.DeactivatedAt),
            Groups = Has(nameof(UserRow.Groups)) ? [.. Texts(nameof(UserRow.Groups)).Select(names.Group).Order()] : row.Groups,
        };
    }

    /// <summary>The user that the part describes in full.</summary>
    public UserRow ToRow(long id, long createdAt, NamesThen names) => ApplyTo(new UserRow { Id = id, UserName = "", UserNameKey = "", CreatedAt = createdAt }, names);

    private static JsonException Misread(string name) => new($"'{name}' has a value of another kind.");

    private static string Text(JsonElement value)
    {
        try
        {
            return value.GetString() ?? throw Misread("Text");
        }
        catch (InvalidOperationException)
        {
            // No text, or one with half of a character.
            throw Misread("Text");
        }
    }

    private JsonElement? Find(string name) => IsThere && _json.TryGetProperty(name, out JsonElement value) ? value : null;

    /// <summary>The text of a property, or null where it was erased.</summary>
    private string? Known(string name) => Text(name) is { } text && !(_isErased && Pseudonym.Is(text)) ? text : null;

    private SeatPrices Prices()
    {
        return Find(nameof(SeatContract.PricePerSeat)) is { ValueKind: JsonValueKind.Object } prices
            ? new SeatPrices { Heavy = Price(nameof(SeatPrices.Heavy)), Regular = Price(nameof(SeatPrices.Regular)), Light = Price(nameof(SeatPrices.Light)) }
            : new SeatPrices();

        decimal? Price(string tier) => prices.TryGetProperty(tier, out JsonElement price) && price.ValueKind == JsonValueKind.Number ? price.TryGetDecimal(out decimal amount) ? amount : throw Misread(tier) : null;
    }

    private string? TextOr(string name, string? other) => Has(name) ? Known(name) : other;

    private long? TimeOr(string name, long? other) => Has(name) ? Time(name) : other;
}
