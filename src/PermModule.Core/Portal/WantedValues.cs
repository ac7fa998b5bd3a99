namespace PermModule.Portal;

/// <summary>What steps want a user of the portal to be, and whether the user is so.</summary>
internal sealed class WantedValues(PortalRun run)
{
    /// <summary>The name under which the groups are wanted, as one text.</summary>
    public const string Groups = "Groups";

    /// <summary>The values that the steps ask for; the groups as one sorted list of names.</summary>
    public Dictionary<string, string?> Of(PermPortalStep[] work, PortalUser? current)
    {
        Dictionary<string, string?> wanted = new(StringComparer.Ordinal);
        List<string> groups = current is null ? [] : [.. run.Maps.GroupsOf(current) ?? []];
        bool hasGroups = false;
        foreach (PermPortalStep step in work)
        {
            if (step.Action == PortalAction.Create)
            {
                foreach ((string name, string value) in step.Values!)
                {
                    wanted[name] = value;
                }

                wanted[PortalProperty.State] = PortalProperty.Yes;
            }
            else if (step.Kind == PortalKind.Membership)
            {
                hasGroups = true;
                groups.RemoveAll(group => NameKey.Fold(group) == NameKey.Fold(step.Property!));
                groups.AddRange(step.To is null ? [] : [step.Property!]);
            }
            else
            {
                wanted[step.Property!] = step.To;
            }
        }

        if (hasGroups)
        {
            wanted[Groups] = Join(groups);
        }

        return wanted;
    }

    /// <summary>What the user has now of those values.</summary>
    public Dictionary<string, string?> Now(Dictionary<string, string?> wanted, PortalUser? user) =>
        user is null ? [] : wanted.Keys.ToDictionary(name => name, name => Value(user, name), StringComparer.Ordinal);

    /// <summary>True when the user has all of the values.</summary>
    public bool AreMet(PortalUser user, IReadOnlyDictionary<string, string?> wanted) => wanted.All(value => IsMet(user, value.Key, value.Value));

    /// <summary>The first value that the user does not have, for a message.</summary>
    public string Difference(PortalUser user, Dictionary<string, string?> wanted)
    {
        string name = wanted.First(value => !IsMet(user, value.Key, value.Value)).Key;
        return $"{name} is '{TextRules.Cut(Value(user, name))}' there";
    }

    private string? Value(PortalUser user, string name) => name switch
    {
        PortalProperty.State => PortalProperty.Truth(user.IsActive),
        Groups => Join(run.Maps.GroupsOf(user) ?? []),
        _ => PortalProperty.Find(name).InPortal(user, run.Maps),
    };

    private bool IsMet(PortalUser user, string name, string? wanted)
    {
        string? now = Value(user, name);
        return name is PortalProperty.State ? now == wanted
            : name is Groups ? NameKey.Fold(now ?? "") == NameKey.Fold(wanted ?? "")
            : PortalProperty.Find(name).AreEqual(now, wanted);
    }

    private static string Join(IEnumerable<string> groups) => string.Join("; ", groups.OrderBy(NameKey.Fold, StringComparer.Ordinal));
}
