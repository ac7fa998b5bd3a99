namespace PermModule.Portal;

/// <summary>What steps want a user of the portal to be, and whether the user is so.</summary>
internal sealed class WantedValues(PortalRun run)
{
    /// <summary>The values that the steps ask for, and the groups that the user has with those changes.</summary>
    /// <exception cref="PermConflictException"><c>PlanOutdated</c>: the portal has no such group; <c>PortalUserProtected</c>: the user's groups cannot be sent whole.</exception>
    public WantedUser Of(PermPortalStep[] work, PortalUser? current)
    {
        Dictionary<string, string?> wanted = new(StringComparer.Ordinal);
        List<PortalGroup>? groups = null;
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
                Apply(step, groups ??= Present(step, current));
            }
            else
            {
                wanted[step.Property!] = step.To;
            }
        }

        return new WantedUser(wanted, groups);
    }

    /// <summary>What the user has now of those values.</summary>
    public WantedUser Now(WantedUser wanted, PortalUser? user) => user is null
        ? new WantedUser(new Dictionary<string, string?>(StringComparer.Ordinal), Groups: null)
        : new WantedUser(wanted.Values.Keys.ToDictionary(name => name, name => Value(user, name), StringComparer.Ordinal), wanted.Groups is null ? null : run.Maps.Identify(user));

    /// <summary>True when the user has all of the values.</summary>
    public bool AreMet(PortalUser user, WantedUser wanted) => wanted.Values.All(value => IsMet(user, value.Key, value.Value)) && AreMet(user, wanted.Groups);

    /// <summary>The first value that the user does not have, for a message.</summary>
    public string Difference(PortalUser user, WantedUser wanted)
    {
        string? name = wanted.Values.Where(value => !IsMet(user, value.Key, value.Value)).Select(value => value.Key).FirstOrDefault();
        return name is null ? $"Groups is '{TextRules.Cut(string.Join("; ", run.Maps.GroupsOf(user) ?? []))}' there" : $"{name} is '{TextRules.Cut(Value(user, name))}' there";
    }

    /// <summary>The present groups, each with the id under which it is sent again: one that is left out of the list would be lost.</summary>
    private List<PortalGroup> Present(PermPortalStep step, PortalUser? user)
    {
        List<PortalGroup> groups = user is null ? [] : [.. run.Maps.Identify(user)];
        return groups.TrueForAll(group => group.Id is not null) ? groups : throw PortalRun.Protected(step, "the portal shows one of the user's groups without an id, and the list of groups is only sent whole");
    }

    private void Apply(PermPortalStep step, List<PortalGroup> groups)
    {
        string key = NameKey.Fold(step.Property!);
        string? id = run.Maps.IsAmbiguousGroup(step.Property!) ? null : run.Maps.GroupId(step.Property!);
        if (id is null)
        {
            throw new PermConflictException(ErrorId.PlanOutdated, $"The portal has no group '{TextRules.Cut(step.Property)}' by now, or several of that name.", step.Property);
        }

        bool isMember = groups.Exists(group => NameKey.Fold(group.Name ?? "") == key);
        if (step.To is null)
        {
            groups.RemoveAll(group => NameKey.Fold(group.Name ?? "") == key);
        }
        else if (!isMember)
        {
            groups.Add(new PortalGroup { Id = id, Name = step.Property });
        }
    }

    private string? Value(PortalUser user, string name) =>
        name == PortalProperty.State ? PortalProperty.Truth(user.IsActive) : PortalProperty.Find(name).InPortal(user, run.Maps);

    private bool IsMet(PortalUser user, string name, string? wanted)
    {
        string? now = Value(user, name);
        return name == PortalProperty.State ? now == wanted : PortalProperty.Find(name).AreEqual(now, wanted);
    }

    private bool AreMet(PortalUser user, IReadOnlyList<PortalGroup>? wanted)
    {
        if (wanted is null)
        {
            return true;
        }

        IReadOnlyList<PortalGroup> now = run.Maps.Identify(user);

        // An earlier version noted names alone.
        return wanted.All(group => group.Id is not null)
            ? Keys(now, group => group.Id is { } id ? PortalAssumptions.Key(id) : "").SetEquals(Keys(wanted, group => PortalAssumptions.Key(group.Id!)))
            : Keys(now, group => NameKey.Fold(group.Name ?? "")).SetEquals(Keys(wanted, group => NameKey.Fold(group.Name ?? "")));
    }

    private static HashSet<string> Keys(IEnumerable<PortalGroup> groups, Func<PortalGroup, string> key) => new(groups.Select(key), StringComparer.Ordinal);
}
