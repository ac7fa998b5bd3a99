namespace PermModule;

/// <summary>The tiers that rights have in one store: the catalogue's defaults and what the contract changed.</summary>
internal sealed class RightTiers
{
    private readonly Tier[] _tiers;
    private readonly RightSet _heavy;
    private readonly RightSet _regular;

    public RightTiers(IReadOnlyDictionary<int, Tier> changed, RightSet kept)
    {
        IReadOnlyList<PermRight> rights = RightCatalogue.Default.Rights;
        _tiers = [.. rights.Select(right => changed.GetValueOrDefault(right.Index, right.DefaultTier))];
        _heavy = RightCatalogue.SetOf(rights.Where(right => _tiers[right.Index] == Tier.Heavy));
        _regular = RightCatalogue.SetOf(rights.Where(right => _tiers[right.Index] == Tier.Regular));
        Changed = changed;
        Kept = kept;
    }

    /// <summary>The tiers that differ from the catalogue's, by place in it.</summary>
    public IReadOnlyDictionary<int, Tier> Changed { get; }

    /// <summary>The rights that kept the default of an earlier catalogue, because the seats did not allow the new one.</summary>
    public RightSet Kept { get; }

    /// <summary>The tier of one right.</summary>
    public Tier Of(int index) => _tiers[index];

    /// <summary>The tier of a profile that holds these rights, implied ones included.</summary>
    public Tier Of(RightSet effective)
    {
        if (effective.Overlaps(_heavy))
        {
            return Tier.Heavy;
        }

        return effective.Overlaps(_regular) ? Tier.Regular : Tier.Light;
    }

    /// <summary>The right with its tier in this store.</summary>
    public PermRight Apply(PermRight right) => _tiers[right.Index] == right.Tier ? right : right with { Tier = _tiers[right.Index] };

    /// <summary>These tiers with one right changed, or reset to its default by null.</summary>
    public RightTiers With(PermRight right, Tier? tier)
    {
        Dictionary<int, Tier> changed = new(Changed);
        if (tier is null || tier == right.DefaultTier)
        {
            changed.Remove(right.Index);
        }
        else
        {
            changed[right.Index] = tier.Value;
        }

        return new RightTiers(changed, Kept - RightSet.Of(right.Index));
    }
}
