namespace PermModule;

/// <summary>Which rights are wanted; what is null does not matter. Several entries mean any of them.</summary>
public sealed record RightFilter
{
    /// <summary>Keys, names, aliases or wildcards.</summary>
    public IReadOnlyList<string>? Rights { get; init; }

    /// <summary>Solutions, by name, alias or wildcard.</summary>
    public IReadOnlyList<string>? Solutions { get; init; }

    /// <summary>Categories, by name or wildcard.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>The tiers the rights have in the store.</summary>
    public IReadOnlyList<Tier>? Tiers { get; init; }

    /// <summary>How sure the default tiers of the rights are.</summary>
    public IReadOnlyList<TierSource>? TierSources { get; init; }

    /// <summary>What holding the rights does.</summary>
    public IReadOnlyList<RightKind>? Kinds { get; init; }

    /// <summary>Profiles that hold the rights, directly or by implication, by name or wildcard or as they were read.</summary>
    public IReadOnlyList<ProfileReference>? Profiles { get; init; }
}
