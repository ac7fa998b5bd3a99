using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace PermModule;

/// <summary>
/// Works out the history of the seats from the trail alone, for stores that did not keep it yet and to recount what is kept.
/// Holds the profile and the state of every user in memory.
/// </summary>
internal sealed class SeatReplay
{
    private readonly IReadOnlyList<(string Key, Tier Tier)> _earlierDefaults;
    private readonly Dictionary<string, Profile> _profiles = new(StringComparer.Ordinal);
    private readonly ReplayedUsers<(Profile Profile, bool IsActive)> _users = new();
    private readonly List<SeatHour> _hours = [];
    private readonly HashSet<Profile> _moved = [];
    private readonly long[] _used = new long[4];
    private readonly long[] _usedAsNoted = new long[4];
    private RightTiers _tiers = new(new Dictionary<int, Tier>(), RightSet.Empty);
    private SeatContract _contract = new();
    private SeatContract _contractAsNoted = new();
    private long _at;

    private SeatReplay(IReadOnlyList<(string Key, Tier Tier)> earlierDefaults) => _earlierDefaults = earlierDefaults;

    /// <summary>The hours in which something changed, oldest first.</summary>
    public IReadOnlyList<SeatHour> Hours => _hours;

    /// <summary>The profiles at the end, by folded name, with the hours in which something about them changed.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<SeatProfileHour>> Profiles =>
        _profiles.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<SeatProfileHour>)pair.Value.Hours, StringComparer.Ordinal);

    /// <summary>The first event that does not say enough to go on, as after its values were erased; null if all do.</summary>
    public PermAuditEvent? Stopped { get; private set; }

    /// <summary>The seats of a tier in use at the end.</summary>
    public long Used(Tier tier) => _used[(int)tier];

    /// <summary>Reads the trail from its first event, by the tiers of the first catalogue where they differ from those of now, and tells what share is read.</summary>
    public static SeatReplay Run(StoreSession session, IReadOnlyList<(string Key, Tier Tier)> earlierDefaults, Action<double>? progress = null)
    {
        SeatReplay replay = new(earlierDefaults);
        double last = progress is null ? 0 : session.Scalar("SELECT MAX(id) FROM audit_events") ?? 0;
        foreach (PermAuditEvent item in new AuditEventReader(session, new AuditEventFilter()).Read())
        {
            if (item.Id % Batching.Page == 0)
            {
                progress?.Invoke(item.Id / last);
            }

            long at = UtcTime.ToStored(item.At);
            if (at != replay._at)
            {
                replay.Note();
                replay._at = at;
            }

            if (!replay.Apply(item))
            {
                replay.Stopped = item;
                return replay;
            }
        }

        replay.Note();
        return replay;
    }

    /// <summary>Notes what the changes of one time came to.</summary>
    private void Note()
    {
        if (!_used.AsSpan().SequenceEqual(_usedAsNoted) || _contract != _contractAsNoted)
        {
            Append(_hours, SeatHour.After(_hours.LastOrDefault(), _at, _used, _contract), hour => hour.Hour);
            _used.CopyTo(_usedAsNoted, 0);
            _contractAsNoted = _contract;
        }

        foreach (Profile profile in _moved)
        {
            if (profile.Noted != (profile.Tier, profile.Active))
            {
                Append(profile.Hours, SeatProfileHour.After(profile.Hours.LastOrDefault(), _at, profile.Tier, profile.Active), hour => hour.Hour);
                profile.Noted = (profile.Tier, profile.Active);
            }
        }

        _moved.Clear();
    }

    private static void Append<T>(List<T> hours, T hour, Func<T, long> end)
    {
        if (hours.Count > 0 && end(hours[^1]) == end(hour))
        {
            hours[^1] = hour;
        }
        else
        {
            hours.Add(hour);
        }
    }

    /// <summary>Applies an event; false if it does not say enough.</summary>
    private bool Apply(PermAuditEvent item)
    {
        switch (item.Action)
        {
            case AuditAction.StoreCreated:
                return Created(item);
            case AuditAction.ContractChanged:
                return Contract(item);
            case AuditAction.RightTierChanged:
                return TierChanged(item);
            case AuditAction.ProfileCreated:
                return ProfileCreated(item);
            case AuditAction.ProfileChanged:
                return ProfileRenamed(item);
            case AuditAction.ProfileRemoved:
                return _profiles.Remove(NameKey.Fold(item.Target));
            case AuditAction.RightsGranted or AuditAction.RightsRevoked or AuditAction.RightsChanged:
                return RightsChanged(item);
            case AuditAction.UserCreated:
                return UserCreated(item);
            case AuditAction.UserActivated or AuditAction.UserDeactivated:
                return UserSwitched(item);
            case AuditAction.UserChanged:
                return UserChanged(item);
            case AuditAction.UserRemoved:
                return UserRemoved(item);
            default:
                return true;
        }
    }

    private bool Created(PermAuditEvent item)
    {
        if (!TryParse(item.After, out JsonElement after) || !after.TryGetProperty("SchemaVersion", out JsonElement version))
        {
            return false;
        }

        if (version.GetInt32() == 1)
        {
            _tiers = _earlierDefaults.Aggregate(_tiers, (tiers, row) => tiers.With(RightCatalogue.Default.Find(row.Key)!, row.Tier));
        }

        return true;
    }

    private bool Contract(PermAuditEvent item)
    {
        if (!TryParse(item.After, out JsonElement after))
        {
            return false;
        }

        _contract = new SeatContract
        {
            Heavy = Limit(nameof(SeatContract.Heavy)),
            Regular = Limit(nameof(SeatContract.Regular)),
            Light = Limit(nameof(SeatContract.Light)),
            WarningPercent = after.GetProperty(nameof(SeatContract.WarningPercent)).GetInt32(),
        };
        return true;

        long? Limit(string name) => after.GetProperty(name) is { ValueKind: JsonValueKind.Number } limit ? limit.GetInt64() : null;
    }

    private bool TierChanged(PermAuditEvent item)
    {
        if (!TryParse(item.After, out JsonElement after) || !Enum.TryParse(Text(after, "Tier"), out Tier tier))
        {
            return false;
        }

        if (RightCatalogue.Default.Find(item.Target) is { } right)
        {
            _tiers = _tiers.With(right, tier);
            foreach (Profile profile in _profiles.Values)
            {
                Retier(profile);
            }
        }

        return true;
    }

    private bool ProfileCreated(PermAuditEvent item)
    {
        if (!TryParse(item.After, out JsonElement after))
        {
            return false;
        }

        Profile profile = new() { Tier = Tier.Light, Rights = Rights(after) };
        _profiles[NameKey.Fold(item.Target)] = profile;
        Retier(profile);
        _moved.Add(profile);
        return true;
    }

    private bool ProfileRenamed(PermAuditEvent item)
    {
        if (!TryParse(item.After, out JsonElement after) || Text(after, "Name") is not { } name || !_profiles.Remove(NameKey.Fold(item.Target), out Profile? profile))
        {
            return false;
        }

        _profiles[NameKey.Fold(name)] = profile;
        return true;
    }

    private bool RightsChanged(PermAuditEvent item)
    {
        if (!TryParse(item.Before, out JsonElement before) || !TryParse(item.After, out JsonElement after) || !_profiles.TryGetValue(NameKey.Fold(item.Target), out Profile? profile))
        {
            return false;
        }

        profile.Rights = (profile.Rights - Rights(before)) | Rights(after);
        Retier(profile);
        return true;
    }

    private bool UserCreated(PermAuditEvent item)
    {
        if (!TryParse(item.After, out JsonElement after) || !TryProfile(after, out Profile? profile))
        {
            return false;
        }

        bool isActive = after.TryGetProperty("IsActive", out JsonElement flag) && flag.GetBoolean();
        _users.Add(item, (profile, isActive));
        Count(profile, isActive ? 1 : 0);
        return true;
    }

    private bool UserSwitched(PermAuditEvent item)
    {
        if (!_users.TryFind(item, out (Profile Profile, bool IsActive) user))
        {
            return false;
        }

        Move(item, newName: null, user, user.Profile, item.Action == AuditAction.UserActivated);
        return true;
    }

    private bool UserChanged(PermAuditEvent item)
    {
        if (!TryParse(item.After, out JsonElement after) || !_users.TryFind(item, out (Profile Profile, bool IsActive) user))
        {
            return false;
        }

        Profile? profile = user.Profile;
        if (after.TryGetProperty("ProfileName", out _) && !TryProfile(after, out profile))
        {
            return false;
        }

        bool isActive = after.TryGetProperty("IsActive", out JsonElement flag) ? flag.GetBoolean() : user.IsActive;
        Move(item, Text(after, "UserName"), user, profile, isActive);
        return true;
    }

    private bool UserRemoved(PermAuditEvent item)
    {
        if (!_users.TryFind(item, out (Profile Profile, bool IsActive) user))
        {
            return false;
        }

        _users.Remove(item);
        Count(user.Profile, user.IsActive ? -1 : 0);
        return true;
    }

    private void Move(PermAuditEvent item, string? newName, (Profile Profile, bool IsActive) user, Profile profile, bool isActive)
    {
        _users.Set(item, (profile, isActive), newName);
        Count(user.Profile, user.IsActive ? -1 : 0);
        Count(profile, isActive ? 1 : 0);
    }

    private void Count(Profile profile, long change)
    {
        profile.Active += change;
        _used[(int)profile.Tier] += change;
        _moved.Add(profile);
    }

    private void Retier(Profile profile)
    {
        Tier tier = _tiers.Of(RightCatalogue.Default.Closure(profile.Rights));
        if (tier != profile.Tier)
        {
            _used[(int)profile.Tier] -= profile.Active;
            _used[(int)tier] += profile.Active;
            profile.Tier = tier;
            _moved.Add(profile);
        }
    }

    private bool TryProfile(JsonElement json, [NotNullWhen(true)] out Profile? profile)
    {
        profile = null;
        return Text(json, "ProfileName") is { } name && _profiles.TryGetValue(NameKey.Fold(name), out profile);
    }

    private static RightSet Rights(JsonElement json) => json.TryGetProperty("Rights", out JsonElement keys)
        ? RightCatalogue.SetOf(keys.EnumerateArray().Select(key => RightCatalogue.Default.Find(key.GetString()!)).OfType<PermRight>())
        : RightSet.Empty;

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool TryParse(string? json, out JsonElement element)
    {
        element = default;
        if (json is null)
        {
            return false;
        }

        try
        {
            element = JsonSerializer.Deserialize<JsonElement>(json);
            return element.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private sealed class Profile
    {
        public RightSet Rights { get; set; }

        public Tier Tier { get; set; }

        public long Active { get; set; }

        public List<SeatProfileHour> Hours { get; } = [];

        public (Tier Tier, long Active)? Noted { get; set; }
    }
}
