using System.Diagnostics.CodeAnalysis;

namespace PermModule.Configuration;

/// <summary>Profiles with their rights, the tiers, the contract and the Content Workflow owner at one moment. Immutable.</summary>
internal sealed class PermissionSnapshot
{
    private const string RightRows = "SELECT id, right_key, tier, is_kept FROM rights";
    private const string HeldRights = "SELECT profile_id, right_id FROM profile_rights";
    private const string ProfileRows = "SELECT id, name, name_key, description, is_default, created_at, modified_at FROM profiles ORDER BY name_key";
    private const string WorkflowOwner = "SELECT user_id FROM content_workflow_owner";

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
        new(ErrorId.ProfileNotFound, $"No profile is called '{TextRules.Cut(name)}'.", name);

    /// <summary>The refusal if a profile that was read is not there.</summary>
    public static PermNotFoundException NotThere(StoreSession session, string name) =>
        new(ErrorId.ProfileNotFound, $"The profile that was read as '{TextRules.Cut(name)}' {session.Absence}.", name) { Detail = ErrorDetail.WasRead };

    /// <summary>The profiles whose name matches, in the order of their names.</summary>
    /// <exception cref="PermNotFoundException"><c>ProfileNotFound</c>: a literal name that does not exist.</exception>
    public IEnumerable<ProfileEntry> Match(string name)
    {
        NamePattern pattern = NamePattern.Parse(name);
        return pattern.IsLiteral ? [Profile(pattern.Literal)] : Profiles.Where(profile => pattern.IsKeyMatch(profile.NameKey));
    }

    /// <summary>The profiles whose tier differs under other tiers of the rights.</summary>
    public IEnumerable<(long ProfileId, Tier Tier)> Moves(RightTiers tiers) => Profiles
        .Select(profile => (profile.Id, Before: profile.Tier, After: tiers.Of(profile.Effective)))
        .Where(move => move.Before != move.After)
        .Select(move => (move.Id, move.After));

    /// <summary>A snapshot of what is at hand, which is not what the store holds now.</summary>
    public static PermissionSnapshot Of(IEnumerable<ProfileEntry> profiles, RightTiers tiers, SeatContract contract, long? workflowOwnerId) =>
        new(-1, [.. profiles.Select(profile => profile with { Tier = tiers.Of(profile.Effective) }).OrderBy(profile => profile.NameKey, StringComparer.Ordinal)], tiers, contract, workflowOwnerId);

    /// <summary>Says that a snapshot is going to be read.</summary>
    public static void Announce(StoreSession session)
    {
        foreach (string sql in (ReadOnlySpan<string>)[RightRows, HeldRights, ProfileRows, WorkflowOwner, SeatContract.Row])
        {
            session.Announce(sql);
        }
    }

    public static PermissionSnapshot Load(StoreSession session, long configurationVersion)
    {
        RightCatalogue catalogue = RightCatalogue.Default;
        Dictionary<long, int> indexes = [];
        Dictionary<int, Tier> changed = [];
        RightSet kept = RightSet.Empty;
        using (Statement rights = session.Query(RightRows))
        {
            while (rights.Next())
            {
                // A right that this module does not know belongs to no profile a user of it can see.
                if (catalogue.Find(rights.Text(1)!) is { } right)
                {
                    indexes.Add(rights.Number(0), right.Index);
                    if (!rights.IsNull(2))
                    {
                        changed.Add(right.Index, (Tier)rights.Number(2));
                    }

                    if (rights.Number(3) != 0)
                    {
                        kept = kept.With(right.Index);
                    }
                }
            }
        }

        RightTiers tiers = new(changed, kept);
        Dictionary<long, RightSet> direct = [];
        using (Statement held = session.Query(HeldRights))
        {
            while (held.Next())
            {
                if (indexes.TryGetValue(held.Number(1), out int index))
                {
                    direct[held.Number(0)] = direct.GetValueOrDefault(held.Number(0)).With(index);
                }
            }
        }

        List<ProfileEntry> profiles = [];
        using (Statement reader = session.Query(ProfileRows))
        {
            while (reader.Next())
            {
                RightSet rights = direct.GetValueOrDefault(reader.Number(0));
                RightSet effective = catalogue.Closure(rights);
                profiles.Add(new ProfileEntry(
                    reader.Number(0),
                    reader.Text(1)!,
                    reader.Text(2)!,
                    reader.Text(3),
                    reader.Number(4) != 0,
                    reader.Number(5),
                    reader.Number(6),
                    rights,
                    effective,
                    tiers.Of(effective)));
            }
        }

        long? owner = session.Scalar(WorkflowOwner);
        return new PermissionSnapshot(configurationVersion, profiles, tiers, SeatContract.Load(session), owner);
    }
}
