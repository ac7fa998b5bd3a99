using System.Text.Json;

namespace PermModule;

/// <summary>The catalogue with the tiers of one store, and the changing of those tiers.</summary>
public sealed class RightService
{
    /// <summary>What an event of a tier says where a migration kept that tier.</summary>
    internal const string IsKept = nameof(IsKept);

    private readonly StoreSession _session;

    internal RightService(StoreSession session) => _session = session;

    /// <summary>The rights that a key, name, alias or wildcard stands for, in the order of the catalogue.</summary>
    /// <exception cref="PermException"><c>RightNotFound</c> for a literal that nothing is called. A name that several rights share gives them all.</exception>
    public IReadOnlyList<PermRight> Find(string pattern = "*")
    {
        RightTiers tiers = _session.Read(_session.Snapshot).Tiers;
        IReadOnlyList<PermRight> rights = RightCatalogue.Default.Search(pattern);
        return [.. rights.Select(right => Shown(tiers, right))];
    }

    /// <summary>The rights that a filter leaves, in the order of the catalogue.</summary>
    /// <exception cref="PermNotFoundException"><c>RightNotFound</c>, <c>SolutionNotFound</c>, <c>CategoryNotFound</c>, <c>ProfileNotFound</c>: a literal that does not exist.</exception>
    public IReadOnlyList<PermRight> Find(RightFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        PermissionSnapshot snapshot = _session.Read(_session.Snapshot);
        RightCatalogue catalogue = RightCatalogue.Default;
        IEnumerable<PermRight> found = filter.Rights is null
            ? catalogue.Rights
            : filter.Rights.SelectMany(catalogue.Search).DistinctBy(right => right.Index).OrderBy(right => right.Index);
        if (filter.Solutions is not null)
        {
            HashSet<string> solutions = [.. filter.Solutions.SelectMany(FindSolutions).Select(solution => solution.Name)];
            found = found.Where(right => solutions.Contains(right.Solution));
        }

        if (filter.Categories is not null)
        {
            HashSet<string> categories = [.. filter.Categories.SelectMany(MatchCategories)];
            found = found.Where(right => categories.Contains(right.Category));
        }

        if (filter.Profiles is not null)
        {
            RightSet held = filter.Profiles
                .SelectMany(profile => profile.Match(_session, snapshot))
                .Aggregate(RightSet.Empty, (set, profile) => set | profile.Effective);
            found = found.Where(right => held.Contains(right.Index));
        }

        return [.. found
            .Where(right => filter.Kinds?.Contains(right.Kind) != false
                && filter.TierSources?.Contains(right.TierSource) != false
                && filter.Tiers?.Contains(snapshot.Tiers.Of(right.Index)) != false)
            .Select(right => Shown(snapshot.Tiers, right))];
    }

    /// <summary>The solutions whose name or alias matches, in the order of the catalogue.</summary>
    /// <exception cref="PermNotFoundException"><c>SolutionNotFound</c>: a literal that nothing is called.</exception>
    public static IReadOnlyList<PermSolution> FindSolutions(string pattern = "*")
    {
        NamePattern wanted = NamePattern.Parse(pattern);
        PermSolution[] found = [.. RightCatalogue.Default.Solutions.Where(solution => wanted.IsMatch(solution.Name) || (solution.Alias is { } alias && wanted.IsMatch(alias)))];
        return found.Length > 0 || !wanted.IsLiteral
            ? found
            : throw new PermNotFoundException(ErrorId.SolutionNotFound, $"No solution is called '{TextRules.Cut(pattern)}'.", pattern);
    }

    /// <summary>The one right that a key or unique name stands for.</summary>
    /// <exception cref="PermException"><c>RightNotFound</c>, <c>RightAmbiguous</c>.</exception>
    public PermRight Get(string nameOrKey) => Shown(_session.Read(_session.Snapshot).Tiers, RightCatalogue.Default.Resolve(nameOrKey));

    /// <summary>Gives a right another tier, or its default again. Every profile that holds it moves at once, inside the seat limits.</summary>
    /// <param name="nameOrKey">The right.</param>
    /// <param name="tier">The tier, or null for the catalogue's.</param>
    /// <exception cref="PermException"><c>RightNotFound</c>, <c>RightAmbiguous</c>, <c>SeatLimitExceeded</c>.</exception>
    public PermRight SetTier(string nameOrKey, Tier? tier)
    {
        SeatLedger.Announce(_session);
        return _session.Write(scope => SetTier(scope, nameOrKey, tier));
    }

    private PermRight SetTier(WriteScope scope, string nameOrKey, Tier? tier)
    {
        PermRight right = RightCatalogue.Default.Resolve(nameOrKey);
        PermissionSnapshot snapshot = scope.Snapshot;
        Tier before = snapshot.Tiers.Of(right.Index);
        Tier after = tier ?? right.DefaultTier;
        if (before != after || snapshot.Tiers.Kept.Contains(right.Index))
        {
            scope.Acting?.Demand(DelegatedAction.ManageSettings, right.Key);
            scope.Seats.Retier([.. snapshot.Moves(snapshot.Tiers.With(right, after))], right.Key);
            WriteTiers(scope, [(right, after)]);
        }

        return Shown(snapshot.Tiers.With(right, after), right);
    }

    /// <summary>Writes tiers for which the seats are settled; where there are none, nothing.</summary>
    /// <param name="scope">The change.</param>
    /// <param name="changes">The rights and their tiers.</param>
    /// <param name="areKept">True where an undo makes them again what a migration kept.</param>
    internal static void WriteTiers(WriteScope scope, IReadOnlyList<(PermRight Right, Tier Tier)> changes, bool areKept = false)
    {
        if (changes.Count == 0)
        {
            return;
        }

        scope.Acting?.Demand(DelegatedAction.ManageSettings, changes[0].Right.Key);
        RightTiers before = scope.Snapshot.Tiers;
        foreach ((PermRight right, Tier tier) in changes)
        {
            WriteChanged(scope.Audit, right, before.Of(right.Index), tier, before.Kept.Contains(right.Index), areKept);
            long? stored = tier == right.DefaultTier && !areKept ? null : (long)tier;
            scope.Session.Send("UPDATE rights SET tier = $1, is_kept = $2 WHERE right_key = $3", stored, areKept, right.Key);
        }

        scope.Session.ConfigurationChanged();
    }

    /// <summary>Writes the event of a right that gets another tier, or whose kept tier somebody confirms.</summary>
    internal static void WriteChanged(AuditWriter audit, PermRight right, Tier before, Tier after, bool wasKept, bool isKept = false) => audit.Write(
        AuditAction.RightTierChanged,
        "Right",
        right.Key,
        targetId: null,
        json => Write(json, before, wasKept),
        json => Write(json, after, isKept));

    private static void Write(Utf8JsonWriter json, Tier tier, bool isKept)
    {
        json.WriteString("Tier", tier.ToString());
        if (isKept)
        {
            json.WriteBoolean(IsKept, true);
        }
    }

    private PermRight Shown(RightTiers tiers, PermRight right) => tiers.Apply(right) with { Origin = new ReadOrigin(_session.Origin) };

    private static IReadOnlyList<string> MatchCategories(string pattern)
    {
        NamePattern wanted = NamePattern.Parse(pattern);
        string[] found = [.. RightCatalogue.Default.Solutions.SelectMany(solution => solution.Categories).Where(wanted.IsMatch)];
        return found.Length > 0 || !wanted.IsLiteral
            ? found
            : throw new PermNotFoundException(ErrorId.CategoryNotFound, $"No solution has a category '{TextRules.Cut(pattern)}'.", pattern);
    }
}
