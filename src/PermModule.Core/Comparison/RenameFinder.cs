namespace PermModule.Comparison;

/// <summary>
/// Finds what has another name in the reference store, where both are states of one store or of a copy of it. What is told as renamed keeps what is known of it;
/// as a removal and a creation it would lose that.
/// </summary>
internal sealed class RenameFinder(IComparedStore reference, IComparedStore difference)
{
    private readonly bool _isOneStore = reference.Location == difference.Location;

    /// <summary>The renames of the kinds that are compared, in an order in which each finds its name free. Names that are held until late, or exchanged, are left out.</summary>
    /// <param name="kinds">What is compared.</param>
    /// <param name="isOwnerLate">True where the account owner of Content Workflow cannot leave before the others are what they are to be, and keeps the name until then.</param>
    public IReadOnlyList<Rename> Find(IReadOnlyCollection<StoreDifferenceKind> kinds, bool isOwnerLate)
    {
        List<Rename> found = [];
        if (reference.StoreId != difference.StoreId)
        {
            return found;
        }

        // A profile goes only after its users have left it, so that its name is not free in time.
        Add(StoreDifferenceKind.Profile, () => Names(reference.Profiles), () => Names(difference.Profiles), key => difference.Profiles.Any(profile => profile.NameKey == key));
        Add(StoreDifferenceKind.Group, () => Names(reference.Groups()), () => Names(difference.Groups()), _ => false);

        string? owner = isOwnerLate && difference.WorkflowOwner() is { } name ? NameKey.Fold(name) : null;
        Add(StoreDifferenceKind.User, reference.UserNames, difference.UserNames, key => key == owner);
        return found;

        void Add(StoreDifferenceKind kind, Func<IEnumerable<ComparedName>> left, Func<IEnumerable<ComparedName>> right, Func<string, bool> isHeldTillLate)
        {
            if (kinds.Contains(kind))
            {
                found.AddRange(Sort(Match(kind, left(), right()).ToDictionary(rename => rename.FromKey, StringComparer.Ordinal), isHeldTillLate));
            }
        }
    }

    private static IEnumerable<ComparedName> Names(IEnumerable<ProfileEntry> profiles) =>
        profiles.Select(profile => new ComparedName(profile.Id, profile.CreatedAt, profile.NameKey, profile.Name)).OrderBy(profile => profile.Id);

    private static IEnumerable<ComparedName> Names(IEnumerable<ComparedGroup> groups) =>
        groups.Select(group => new ComparedName(group.Id, group.CreatedAt, group.Key, group.Name)).OrderBy(group => group.Id);

    /// <summary>Two copies that went their own ways can give one number to two things, which were then made at different times.</summary>
    private IEnumerable<Rename> Match(StoreDifferenceKind kind, IEnumerable<ComparedName> reference, IEnumerable<ComparedName> difference)
    {
        using IEnumerator<ComparedName> left = reference.GetEnumerator();
        using IEnumerator<ComparedName> right = difference.GetEnumerator();
        bool isBoth = left.MoveNext() && right.MoveNext();
        while (isBoth)
        {
            (ComparedName then, ComparedName now) = (left.Current, right.Current);
            if (then.Id == now.Id && then.Key != now.Key && (_isOneStore || then.CreatedAt == now.CreatedAt))
            {
                yield return new Rename(kind, now.Id, now.Key, now.Name, then.Key, then.Name);
            }

            isBoth = (then.Id > now.Id || left.MoveNext()) && (now.Id > then.Id || right.MoveNext());
        }
    }

    /// <summary>Follows each rename to the one that frees its name, which has to come first.</summary>
    private static IEnumerable<Rename> Sort(Dictionary<string, Rename> renames, Func<string, bool> isHeldTillLate)
    {
        Dictionary<string, bool> isFree = new(StringComparer.Ordinal);
        foreach (Rename start in renames.Values)
        {
            Stack<Rename> path = [];
            HashSet<string> onPath = new(StringComparer.Ordinal);
            string key = start.FromKey;
            while (!isFree.ContainsKey(key) && renames.TryGetValue(key, out Rename? rename) && onPath.Add(key))
            {
                path.Push(rename);
                key = rename.ToKey;
            }

            bool isEnd = isFree.TryGetValue(key, out bool known) ? known : !renames.ContainsKey(key) && !isHeldTillLate(key);
            while (path.TryPop(out Rename? rename))
            {
                isFree[rename.FromKey] = isEnd;
                if (isEnd)
                {
                    yield return rename;
                }
            }
        }
    }
}
