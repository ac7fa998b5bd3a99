using System.Text.Json;

namespace PermModule;

/// <summary>All rights the portal knows, with their default tiers and the relations between them. Immutable.</summary>
public sealed class RightCatalogue
{
    private const string WorkflowSolution = "Creative Workflow";

    private static readonly Lazy<RightCatalogue> LazyDefault = new(Load);

    private static readonly Dictionary<string, string> SolutionAliases = new(StringComparer.Ordinal)
    {
        [WorkflowSolution] = "Asset Workflow",
        ["Brand Guidelines 2.0"] = "CX User Community",
        ["Dynamic Asset Transformations"] = "DAT",
    };

    private readonly PermRight[] _rights;
    private readonly Dictionary<string, PermRight> _byKey;
    private readonly Dictionary<string, List<PermRight>> _byName = new(StringComparer.Ordinal);

    private RightCatalogue(PermRight[] rights)
    {
        _rights = rights;
        _byKey = rights.ToDictionary(right => NameKey.Fold(right.Key), StringComparer.Ordinal);
        foreach (PermRight right in rights)
        {
            foreach (string name in Names(right))
            {
                AddName(name, right);
            }
        }

        IEnumerable<PermRight>[] exclusive = [.. rights.Where(right => right.ExclusiveGroup is not null).GroupBy(right => right.ExclusiveGroup!, StringComparer.Ordinal)];
        ExclusiveGroups = Array.ConvertAll(exclusive, SetOf);
        Solutions = [.. rights.GroupBy(right => right.Solution, StringComparer.Ordinal).Select(group => new PermSolution
        {
            Name = group.Key,
            Alias = SolutionAliases.GetValueOrDefault(group.Key),
            Categories = NameList.Of(group.Select(right => right.Category).Distinct(StringComparer.Ordinal)),
            RightCount = group.Count(),
        })];
        ContentWorkflow = SetOf(rights.Where(right => right.Solution == "Content Workflow"));
        MaintenanceOnly = SetOf(rights.Where(right => right.IsMaintenanceOnly));
        Deprecated = SetOf(rights.Where(right => right.IsDeprecated));
    }

    /// <summary>The catalogue that ships with the module.</summary>
    public static RightCatalogue Default => LazyDefault.Value;

    /// <summary>All rights with their default tiers, in the order of the catalogue.</summary>
    public IReadOnlyList<PermRight> Rights => _rights;

    /// <summary>The solutions, in the order of the catalogue.</summary>
    public IReadOnlyList<PermSolution> Solutions { get; }

    internal RightSet ContentWorkflow { get; }

    internal RightSet MaintenanceOnly { get; }

    internal RightSet Deprecated { get; }

    internal IReadOnlyList<RightSet> ExclusiveGroups { get; }

    /// <summary>The right with this key, or null.</summary>
    public PermRight? Find(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _byKey.GetValueOrDefault(NameKey.Fold(key));
    }

    /// <summary>The one right that a key, a name or an alias stands for.</summary>
    /// <exception cref="PermNotFoundException"><c>RightNotFound</c>: nothing has that key, name or alias.</exception>
    /// <exception cref="PermInvalidInputException"><c>RightAmbiguous</c>: the name stands for several rights.</exception>
    public PermRight Resolve(string nameOrKey)
    {
        ArgumentNullException.ThrowIfNull(nameOrKey);
        string folded = NameKey.Fold(nameOrKey.Trim());
        if (_byKey.TryGetValue(folded, out PermRight? right))
        {
            return right;
        }

        List<PermRight> named = _byName.GetValueOrDefault(folded, []);
        return named.Count switch
        {
            1 => named[0],
            0 => throw new PermNotFoundException(ErrorId.RightNotFound, $"No right has the key or name '{TextRules.Cut(nameOrKey)}'.", nameOrKey),
            _ => throw new PermInvalidInputException(ErrorId.RightAmbiguous, $"The name '{TextRules.Cut(nameOrKey)}' stands for {named.Count} rights: {string.Join(", ", named.Select(r => r.Key))}.", nameOrKey),
        };
    }

    /// <summary>The rights that a key, unique name, alias or wildcard stands for; a wildcard may match none.</summary>
    /// <exception cref="PermNotFoundException"><c>RightNotFound</c>: a literal that nothing is called.</exception>
    /// <exception cref="PermInvalidInputException"><c>RightAmbiguous</c>: a literal name that several rights share.</exception>
    public IReadOnlyList<PermRight> Match(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        NamePattern wanted = NamePattern.Parse(pattern);
        return wanted.IsLiteral ? [Resolve(wanted.Literal)] : [.. _rights.Where(right => wanted.IsMatch(right.Key) || Names(right).Any(wanted.IsMatch))];
    }

    /// <summary>The rights that a key, name, alias or wildcard stands for; unlike <see cref="Match"/>, a shared name gives them all.</summary>
    /// <exception cref="PermNotFoundException"><c>RightNotFound</c>: a literal that nothing is called.</exception>
    public IReadOnlyList<PermRight> Search(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        NamePattern wanted = NamePattern.Parse(pattern);
        List<PermRight> named = wanted.IsLiteral ? _byName.GetValueOrDefault(NameKey.Fold(wanted.Literal.Trim()), []) : [];
        return named.Count > 1 ? named : Match(pattern);
    }

    /// <summary>The rights of a set, in the order of the catalogue.</summary>
    public IEnumerable<PermRight> RightsOf(RightSet set) => set.Indexes().Select(index => _rights[index]);

    /// <summary>The rights of the set and all they imply.</summary>
    public RightSet Closure(RightSet set)
    {
        RightSet closed = set;
        foreach (int index in set.Indexes())
        {
            closed |= _rights[index].Implied;
        }

        return closed;
    }

    /// <summary>The rights that keys, unique names and wildcards stand for.</summary>
    /// <exception cref="PermException"><c>RightNotFound</c>, <c>RightAmbiguous</c>.</exception>
    internal RightSet Resolve(IEnumerable<string> patterns) => SetOf(patterns.SelectMany(Match));

    /// <summary>The rights that a question is about: a name that several rights share means them all.</summary>
    /// <exception cref="PermNotFoundException"><c>RightNotFound</c>.</exception>
    internal RightSet Asked(IEnumerable<string> patterns) => SetOf(patterns.SelectMany(Search));

    /// <summary>
    /// The rights to grant. A wildcard is not meant to reach rights that nobody should be given: it skips those that are deprecated,
    /// and those for maintenance unless they are allowed.
    /// </summary>
    /// <param name="patterns">Keys, unique names or wildcards.</param>
    /// <param name="allowMaintenance">Lets a wildcard reach rights that are for maintenance only.</param>
    /// <returns>The rights to grant, and those that a wildcard skipped.</returns>
    internal (RightSet Wanted, RightSet Skipped) ResolveGrant(IReadOnlyList<string> patterns, bool allowMaintenance)
    {
        ILookup<bool, string> byWildcard = patterns.ToLookup(pattern => !NamePattern.Parse(pattern).IsLiteral);
        RightSet named = Resolve(byWildcard[false]);
        RightSet matched = Resolve(byWildcard[true]);
        RightSet skipped = (matched & (allowMaintenance ? Deprecated : Deprecated | MaintenanceOnly)) - named;
        return (named | (matched - skipped), skipped);
    }

    internal static RightSet SetOf(IEnumerable<PermRight> rights)
    {
        RightSet set = RightSet.Empty;
        foreach (PermRight right in rights)
        {
            set = set.With(right.Index);
        }

        return set;
    }

    private void AddName(string name, PermRight right)
    {
        string folded = NameKey.Fold(name);
        if (!_byName.TryGetValue(folded, out List<PermRight>? named))
        {
            _byName.Add(folded, named = []);
        }

        // An alias can differ from the name in case only.
        if (!named.Contains(right))
        {
            named.Add(right);
        }
    }

    private static IEnumerable<string> Names(PermRight right) => right.Alias.Prepend(right.Name);

    private static RightCatalogue Load()
    {
        // JSON, because its reader is compiled ahead with the runtime: every PowerShell process reads this once.
        // And loops rather than queries: what is generic over structs and numbers is compiled in every process anew.
        using Stream stream = typeof(RightCatalogue).Assembly.GetManifestResourceStream("rights.json")!;
        using JsonDocument document = JsonDocument.Parse(stream);
        List<Row> rows = [];
        foreach (JsonElement row in document.RootElement.EnumerateArray())
        {
            Tier tier = Enum.Parse<Tier>(Text(row, "tier")!);
            PermRight right = new()
            {
                Index = rows.Count,
                Key = Text(row, "key")!,
                Name = Text(row, "name")!,
                Alias = NameList.Of(List(row, "alias")),
                Solution = Text(row, "solution")!,
                Category = Text(row, "category")!,
                Tier = tier,
                DefaultTier = tier,
                TierSource = Enum.Parse<TierSource>(Text(row, "tierSource")!),
                Kind = Enum.Parse<RightKind>(Text(row, "kind")!),
                ExclusiveGroup = Text(row, "exclusiveGroup"),
                IsDeprecated = row.TryGetProperty("isDeprecated", out _),
                IsMaintenanceOnly = row.TryGetProperty("isMaintenanceOnly", out _),
                PortalRoles = NameList.Of(List(row, "portalRoles")),
                Description = Text(row, "description")!,
            };
            rows.Add(new Row(right, List(row, "requires"), List(row, "implies")));
        }

        Dictionary<string, int> indexes = new(StringComparer.Ordinal);
        foreach (Row row in rows)
        {
            indexes.Add(row.Right.Key, row.Right.Index);
        }

        RightSet[] implied = Imply(rows, indexes);
        return new RightCatalogue([.. rows.Select(row => row.Right with
        {
            Requires = NameList.Of(row.Requires),
            RequiredGroups = Array.ConvertAll(row.Requires, group => SetOf(group.Split('|').Select(key => rows[indexes[key]].Right))),
            Implied = implied[row.Right.Index],
            Implies = NameList.Of(implied[row.Right.Index].Indexes().Select(index => rows[index].Right.Key)),
        })]);
    }

    private static RightSet[] Imply(List<Row> rows, Dictionary<string, int> indexes)
    {
        RightSet[] implied = new RightSet[rows.Count];
        foreach (Row row in rows)
        {
            foreach (string pattern in row.Implies)
            {
                IEnumerable<Row> targets = pattern.EndsWith('*') ? rows.Where(target => target.Right.Key.StartsWith(pattern[..^1], StringComparison.Ordinal)) : [rows[indexes[pattern]]];
                implied[row.Right.Index] |= SetOf(targets.Where(target => target != row).Select(target => target.Right));
            }
        }

        bool grew;
        do
        {
            grew = false;
            for (int i = 0; i < implied.Length; i++)
            {
                RightSet closed = implied[i];
                foreach (int index in implied[i].Indexes())
                {
                    closed |= implied[index];
                }

                closed -= RightSet.Of(i);
                grew |= closed != implied[i];
                implied[i] = closed;
            }
        }
        while (grew);

        return implied;
    }

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static string[] List(JsonElement row, string name)
    {
        if (!row.TryGetProperty(name, out JsonElement values))
        {
            return [];
        }

        string[] texts = new string[values.GetArrayLength()];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = values[i].GetString()!;
        }

        return texts;
    }

    /// <summary>A right as the list of them has it, with what it needs and brings by key.</summary>
    private sealed record Row(PermRight Right, string[] Requires, string[] Implies);
}
