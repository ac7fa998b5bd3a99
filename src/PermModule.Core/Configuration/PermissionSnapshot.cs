using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace PermModule.Configuration;

/// <summary>Profiles with their rights, the tiers, the contract and the Content Workflow owner at one moment. Immutable.</summary>
internal sealed class PermissionSnapshot
{
    private readonly Dictionary<long, ProfileEntry> _byId;
    private readonly Dictionary<string, ProfileEntry> _byKey;

    private PermissionSnapshot(long configurationVersion, IReadOnlyList<ProfileEntry> profiles, RightTiers tiers, SeatContract contract, long? workflowOwnerId)
    {
        ConfigurationVersion = configurationVersion;
        Profiles = profiles;
        Tiers = tiers;
        Contract = contract;
        WorkflowOwnerId = workflowOwnerId;
        _byId = profiles.ToDictionary(profile => profile.Id);
        _byKey = profiles.ToDictionary(profile => profile.NameKey, StringComparer.Ordinal);
    }

    public long ConfigurationVersion { get; }

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<ProfileEntry> Profiles { get; }

    public RightTiers Tiers { get; }

    public SeatContract Contract { get; }

    public long? WorkflowOwnerId { get; }

    public ProfileEntry? Default => Profiles.FirstOrDefault(profile => profile.IsDefault);

    public ProfileEntry Profile(long id) => _byId[id];

    public bool Has(long id) => _byId.ContainsKey(id);

    public bool TryProfile(string name, [NotNullWhen(true)] out ProfileEntry? profile) => _byKey.TryGetValue(NameKey.Fold(name.Trim()), out profile);

    /// <exception cref="PermNotFoundException"><c>ProfileNotFound</c>.</exception>
    public ProfileEntry Profile(string name) =>
        TryProfile(name, out ProfileEntry? profile)
            ? profile
            : throw NotFound(name);

    public static PermNotFoundException NotFound(string name) =>
        new("ProfileNotFound", $"No profile is called '{TextRules.Cut(name)}'. List them with Get-PermProfile, or make it with New-PermProfile.", name);

    public static PermissionSnapshot Load(StoreSession session, long configurationVersion)
    {
        RightCatalogue catalogue = RightCatalogue.Default;
        Dictionary<long, int> indexes = [];
        Dictionary<int, Tier> changed = [];
        using (SqliteDataReader rights = session.Query("SELECT id, right_key, tier FROM rights"))
        {
            while (rights.Read())
            {
                // A right that this module does not know belongs to no profile a user of it can see.
                if (catalogue.Find(rights.GetString(1)) is { } right)
                {
                    indexes.Add(rights.GetInt64(0), right.Index);
                    if (!rights.IsDBNull(2))
                    {
                        changed.Add(right.Index, (Tier)rights.GetInt32(2));
                    }
                }
            }
        }

        RightTiers tiers = new(changed);
        Dictionary<long, RightSet> direct = [];
        using (SqliteDataReader held = session.Query("SELECT profile_id, right_id FROM profile_rights"))
        {
            while (held.Read())
            {
                if (indexes.TryGetValue(held.GetInt64(1), out int index))
                {
                    direct[held.GetInt64(0)] = direct.GetValueOrDefault(held.GetInt64(0)).With(index);
                }
            }
        }

        List<ProfileEntry> profiles = [];
        using (SqliteDataReader reader = session.Query("SELECT id, name, name_key, description, is_default, created_at, modified_at FROM profiles ORDER BY name_key"))
        {
            while (reader.Read())
            {
                RightSet rights = direct.GetValueOrDefault(reader.GetInt64(0));
                RightSet effective = catalogue.Closure(rights);
                profiles.Add(new ProfileEntry(
                    reader.GetInt64(0),
                    reader.GetString(1),
                    reader.GetString(2),
                    reader.IsDBNull(3) ? null : reader.GetString(3),
                    reader.GetBoolean(4),
                    reader.GetInt64(5),
                    reader.GetInt64(6),
                    rights,
                    effective,
                    tiers.Of(effective)));
            }
        }

        long? owner = session.Scalar("SELECT user_id FROM content_workflow_owner");
        return new PermissionSnapshot(configurationVersion, profiles, tiers, SeatContract.Load(session), owner);
    }
}
