using System.Collections.Frozen;
using CsvHelper;
using PermModule.Storage;

namespace PermModule;

/// <summary>All rights the portal knows, with their default tiers and the relations between them. Immutable.</summary>
public sealed class RightCatalogue
{
    private const string WorkflowSolution = "Creative Workflow";

    private static readonly Lazy<RightCatalogue> LazyDefault = new(Load);

    private static readonly FrozenDictionary<string, string> SolutionAliases = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [WorkflowSolution] = "Asset Workflow",
        ["Brand Guidelines 2.0"] = "CX User Community",
        ["Dynamic Asset Transformations"] = "DAT",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly PermRight[] _rights;
    private readonly FrozenDictionary<string, PermRight> _byKey;
    private readonly ILookup<string, PermRight> _byName;
    private readonly FrozenDictionary<string, RightSet> _exclusiveGroups;

    private RightCatalogue(PermRight[] rights)
    {
        _rights = rights;
        _byKey = rights.ToFrozenDictionary(right => NameKey.Fold(right.Key), StringComparer.Ordinal);
        _byName = rights
            .SelectMany(right => Names(right).Select(name => (Name: NameKey.Fold(name), Right: right)))
            .Distinct()
            .ToLookup(pair => pair.Name, pair => pair.Right, StringComparer.Ordinal);
        _exclusiveGroups = rights
            .Where(right => right.ExclusiveGroup is not null)
            .GroupBy(right => right.ExclusiveGroup!, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => SetOf(group), StringComparer.Ordinal);
        Solutions = [.. rights.GroupBy(right => right.Solution, StringComparer.Ordinal).Select(group => new PermSolution
        {
            Name = group.Key,
            Alias = SolutionAliases.GetValueOrDefault(group.Key),
            Categories = [.. group.Select(right => right.Category).Distinct(StringComparer.Ordinal)],
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

    internal IEnumerable<RightSet> ExclusiveGroups => _exclusiveGroups.Values;

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

        PermRight[] named = [.. _byName[folded]];
        return named.Length switch
        {
            1 => named[0],
            0 => throw new PermNotFoundException("RightNotFound", $"No right has the key or name '{TextRules.Cut(nameOrKey)}'. List them with Get-PermRight '*part of the name*'.", nameOrKey),
            _ => throw new PermInvalidInputException("RightAmbiguous", $"The name '{TextRules.Cut(nameOrKey)}' stands for {named.Length} rights: {string.Join(", ", named.Select(r => r.Key))}. Give one of these keys.", nameOrKey),
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
        PermRight[] named = wanted.IsLiteral ? [.. _byName[NameKey.Fold(wanted.Literal.Trim())]] : [];
        return named.Length > 1 ? named : Match(pattern);
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

    internal static RightSet SetOf(IEnumerable<PermRight> rights)
    {
        RightSet set = RightSet.Empty;
        foreach (PermRight right in rights)
        {
            set = set.With(right.Index);
        }

        return set;
    }

    private static IEnumerable<string> Names(PermRight right) => right.Alias is null ? [right.Name] : [right.Name, right.Alias];

    private static RightCatalogue Load()
    {
        using Stream stream = typeof(RightCatalogue).Assembly.GetManifestResourceStream("rights.csv")!;
        using CsvReader csv = CsvReader.Create(stream, new CsvReaderOptions { Separator = ',' });
        List<(PermRight Right, string Requires, string Implies)> rows = [];
        while (csv.Read())
        {
            Tier tier = Enum.Parse<Tier>(csv.GetString("tier"));
            PermRight right = new()
            {
                Index = rows.Count,
                Key = csv.GetString("key"),
                Name = csv.GetString("name"),
                Alias = NullIfEmpty(csv.GetString("alias")),
                Solution = csv.GetString("solution"),
                Category = csv.GetString("category"),
                Tier = tier,
                DefaultTier = tier,
                TierSource = Enum.Parse<TierSource>(csv.GetString("tier_source")),
                Kind = Enum.Parse<RightKind>(csv.GetString("kind")),
                ExclusiveGroup = NullIfEmpty(csv.GetString("exclusive_group")),
                IsDeprecated = bool.Parse(csv.GetString("is_deprecated")),
                IsMaintenanceOnly = bool.Parse(csv.GetString("is_maintenance_only")),
                PortalRoles = Split(csv.GetString("portal_role"), " / "),
                Description = csv.GetString("description"),
            };
            rows.Add((right, csv.GetString("requires"), csv.GetString("implies")));
        }

        Dictionary<string, int> indexes = rows.ToDictionary(row => row.Right.Key, row => row.Right.Index, StringComparer.Ordinal);
        RightSet[] implied = Imply(rows, indexes);
        return new RightCatalogue([.. rows.Select(row => row.Right with
        {
            Requires = Split(row.Requires, " & "),
            RequiredGroups = [.. Split(row.Requires, " & ").Select(group => group.Split('|').Aggregate(RightSet.Empty, (set, key) => set.With(indexes[key])))],
            Implied = implied[row.Right.Index],
            Implies = [.. implied[row.Right.Index].Indexes().Select(index => rows[index].Right.Key)],
        })]);
    }

    private static RightSet[] Imply(List<(PermRight Right, string Requires, string Implies)> rows, Dictionary<string, int> indexes)
    {
        RightSet[] implied = new RightSet[rows.Count];
        foreach ((PermRight right, _, string implies) in rows)
        {
            foreach (string pattern in Split(implies, "|"))
            {
                IEnumerable<int> targets = pattern.EndsWith('*')
                    ? rows.Where(row => row.Right.Key.StartsWith(pattern[..^1], StringComparison.Ordinal)).Select(row => row.Right.Index)
                    : [indexes[pattern]];
                foreach (int target in targets.Where(target => target != right.Index))
                {
                    implied[right.Index] = implied[right.Index].With(target);
                }
            }
        }

        bool grew;
        do
        {
            grew = false;
            for (int i = 0; i < implied.Length; i++)
            {
                RightSet closed = implied[i].Indexes().Aggregate(implied[i], (set, index) => set | implied[index]) - RightSet.Of(i);
                grew |= closed != implied[i];
                implied[i] = closed;
            }
        }
        while (grew);

        return implied;
    }

    private static string[] Split(string text, string separator) =>
        text.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
