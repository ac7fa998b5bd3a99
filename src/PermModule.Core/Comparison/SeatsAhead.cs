namespace PermModule.Comparison;

/// <summary>The seats of the difference store as they become while the differences are worked off.</summary>
internal sealed class SeatsAhead
{
    private static readonly Tier[] Limited = [Tier.Heavy, Tier.Regular, Tier.Light];

    private readonly Dictionary<string, long> _active = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RightSet> _rights;
    private readonly Dictionary<string, RightSet> _wantedRights;
    private readonly Dictionary<Tier, long?> _limits;
    private readonly Dictionary<Tier, bool> _isMetAtTheEnd;
    private readonly bool _isBlocking;
    private RightTiers _tiers;
    private Dictionary<Tier, long> _used;

    /// <param name="reference">What it is to become.</param>
    /// <param name="difference">What it is.</param>
    /// <param name="isContractWanted">True where the contract becomes that of the reference: then the looser of the two is in force meanwhile.</param>
    public SeatsAhead(IComparedStore reference, IComparedStore difference, bool isContractWanted)
    {
        SeatContract now = difference.Snapshot.Contract;
        SeatContract then = isContractWanted ? reference.Snapshot.Contract : now;
        _isBlocking = now.Enforcement == SeatEnforcement.Block && then.Enforcement == SeatEnforcement.Block;
        _limits = Limited.ToDictionary(tier => tier, tier => now.Limit(tier) is { } one && then.Limit(tier) is { } other ? (long?)Math.Max(one, other) : null);
        _tiers = difference.Snapshot.Tiers;
        _rights = difference.Profiles.ToDictionary(profile => profile.NameKey, profile => profile.Effective, StringComparer.Ordinal);
        _wantedRights = reference.Profiles.ToDictionary(profile => profile.NameKey, profile => profile.Effective, StringComparer.Ordinal);
        IReadOnlyDictionary<long, long> active = difference.ActiveUsers();
        foreach (ProfileEntry profile in difference.Profiles)
        {
            _active.Add(profile.NameKey, active.GetValueOrDefault(profile.Id));
        }

        IReadOnlyDictionary<long, long> atTheEnd = reference.ActiveUsers();
        _isMetAtTheEnd = Limited.ToDictionary(
            tier => tier,
            tier => reference.Profiles.Where(profile => profile.Tier == tier).Sum(profile => atTheEnd.GetValueOrDefault(profile.Id)) <= (then.Limit(tier) ?? long.MaxValue));
        _used = Count(_rights, _tiers);
    }

    /// <summary>True where the seats that a difference takes are free.</summary>
    public bool IsFree(StoreDifference found) => !Overfull(found).Any();

    /// <summary>True where they are not free but will be at the end, because others wait for the seats that this one frees.</summary>
    public bool IsFreeAtTheEnd(StoreDifference found) => Overfull(found).All(tier => _isMetAtTheEnd[tier]);

    /// <summary>The tier of a profile as it is by now.</summary>
    public Tier TierOf(string profileKey) => _tiers.Of(_rights.GetValueOrDefault(profileKey));

    /// <summary>Counts a difference as worked off.</summary>
    public void Apply(StoreDifference found)
    {
        _used = After(found);
        if (found.Seat is { } step)
        {
            Move(step.From, -1);
            Move(step.To, 1);
        }
        else if (found.Kind == StoreDifferenceKind.Tier)
        {
            _tiers = Wanted(found);
        }
        else if (found is { Kind: StoreDifferenceKind.Profile, SideIndicator: Side.OnlyReference } || IsOfRights(found))
        {
            string key = NameKey.Fold(found.Name);
            _rights[key] = _wantedRights.GetValueOrDefault(key);
        }

        void Move(string? profile, long change)
        {
            if (profile is not null)
            {
                _active[profile] = _active.GetValueOrDefault(profile) + change;
            }
        }
    }

    private static bool IsOfRights(StoreDifference found) => found is { Kind: StoreDifferenceKind.Profile, Property: nameof(PermProfile.Rights) };

    private IEnumerable<Tier> Overfull(StoreDifference found)
    {
        if (!_isBlocking)
        {
            return [];
        }

        Dictionary<Tier, long> after = After(found);
        return Limited.Where(tier => after[tier] > _used[tier] && after[tier] > (_limits[tier] ?? long.MaxValue));
    }

    private Dictionary<Tier, long> After(StoreDifference found)
    {
        if (found.Seat is { } step)
        {
            Dictionary<Tier, long> moved = new(_used);
            Move(step.From, -1);
            Move(step.To, 1);
            return moved;

            void Move(string? profile, long change)
            {
                if (profile is not null)
                {
                    moved[TierOf(profile)] += change;
                }
            }
        }

        return found.Kind == StoreDifferenceKind.Tier ? Count(_rights, Wanted(found))
            : IsOfRights(found) && NameKey.Fold(found.Name) is var key ? Count(new Dictionary<string, RightSet>(_rights, StringComparer.Ordinal) { [key] = _wantedRights.GetValueOrDefault(key) }, _tiers)
            : _used;
    }

    private RightTiers Wanted(StoreDifference found) => _tiers.With(RightCatalogue.Default.Find(found.Name)!, (Tier)found.Reference!);

    private Dictionary<Tier, long> Count(Dictionary<string, RightSet> rights, RightTiers tiers)
    {
        Dictionary<Tier, long> used = Enum.GetValues<Tier>().ToDictionary(tier => tier, _ => 0L);
        foreach ((string profile, long active) in _active)
        {
            used[tiers.Of(rights.GetValueOrDefault(profile))] += active;
        }

        return used;
    }
}
