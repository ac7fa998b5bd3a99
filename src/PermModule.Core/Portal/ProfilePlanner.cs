namespace PermModule.Portal;

/// <summary>
/// Plans profiles. The portal's interface shows a profile's role codes and writes nothing of it: a push ends in a list for a person.
/// Rights that no code stands for cannot be compared and stay as they are on either side.
/// </summary>
internal sealed class ProfilePlanner(PortalRun run, PermPortalStep blank)
{
    private const string Place = "by a person in the portal, under Settings > Users & rights > Permission Management";
    private const string Held = "held";

    private readonly PermPortalStep _blank = blank with { Kind = PortalKind.Profile };

    private PortalMaps Maps => run.Maps;

    /// <summary>The steps. Profiles that get another name come before those that are made, which may take the name that is left.</summary>
    public IEnumerable<PermPortalStep> Plan()
    {
        foreach (PortalProfile profile in Maps.AmbiguousProfiles)
        {
            yield return (_blank with { Name = profile.Name!, ExternalId = profile.Id }).Refused(Ambiguous(profile.Name!));
        }

        IEnumerable<PermPortalStep> steps = _blank.Direction == PortalDirection.Push ? Maps.Snapshot.Profiles.SelectMany(PlanPush) : Maps.Profiles.Where(profile => !Maps.AmbiguousProfiles.Contains(profile)).OrderBy(profile => Maps.ToStore(profile) is null).SelectMany(PlanPull);
        foreach (PermPortalStep step in steps)
        {
            yield return step;
        }
    }

    public static PermConflictException Ambiguous(string name) =>
        new(ErrorId.PortalProfileAmbiguous, $"The portal has several profiles called '{TextRules.Cut(name)}'. Which of them is meant cannot be told.", name);

    /// <summary>The rights a profile of the store gets by a pull: those that the codes stand for and what they need, and what no code stands for as it is.</summary>
    public static RightSet Wanted(ProfileEntry? stored, PortalProfile profile)
    {
        RightSet kept = stored is null ? RightSet.Empty : stored.Direct - RoleCodes.Default.Covered;
        return RightChange.Grant(kept, RoleCodes.Default.RightsOf(profile.Roles), includeRequired: true, allowMaintenance: true, profile.Name!);
    }

    private IEnumerable<PermPortalStep> PlanPush(ProfileEntry stored)
    {
        PermPortalStep step = _blank with { Name = stored.Name, Action = PortalAction.Manual };
        if (Maps.ToPortal(stored) is not { } profile)
        {
            if (!Maps.AmbiguousProfiles.Any(known => NameKey.Fold(known.Name!) == stored.NameKey))
            {
                yield return step with { To = Names(stored.Effective), Why = $"the portal has no such profile: made {Place}" };
            }

            yield break;
        }

        step = step with { ExternalId = profile.Id };
        if (NameKey.Fold(profile.Name!) != stored.NameKey)
        {
            yield return step with { Property = "Name", From = profile.Name, To = stored.Name, Why = $"called otherwise in the portal: renamed {Place}" };
        }

        RightSet covered = RoleCodes.Default.Covered;
        RightSet there = RightCatalogue.Default.Closure(RoleCodes.Default.RightsOf(profile.Roles)) & covered;
        RightSet here = stored.Effective & covered;
        string? warning = (stored.Effective - covered).Count is > 0 and int unseen ? $"{Quantity.Of(unseen, "more right of the profile has", "more rights of the profile have")} no role code: whether the portal's profile holds {(unseen == 1 ? "it" : "them")} cannot be read." : null;
        foreach (PermRight right in RightCatalogue.Default.RightsOf((there - here) | (here - there)))
        {
            bool isWanted = here.Contains(right.Index);
            yield return step with { Property = right.Key, From = isWanted ? null : Held, To = isWanted ? Held : null, Why = $"the portal's interface does not write rights: {(isWanted ? "granted" : "revoked")} {Place}", Warning = warning };
        }
    }

    private IEnumerable<PermPortalStep> PlanPull(PortalProfile profile)
    {
        ProfileEntry? stored = Maps.ToStore(profile);
        PermPortalStep step = _blank with { Name = stored?.Name ?? profile.Name!, ExternalId = profile.Id };
        RightSet wanted;
        PermException? refusal = null;
        try
        {
            wanted = Wanted(stored, profile);
        }
        catch (PermException error)
        {
            refusal = error;
            wanted = RightSet.Empty;
        }

        if (refusal is not null)
        {
            yield return step.Refused(refusal);
            yield break;
        }

        RightSet effective = RightCatalogue.Default.Closure(wanted);
        Tier estimate = Maps.Snapshot.Tiers.Of(RightCatalogue.Default.Closure(RoleCodes.Default.RightsOf(profile.Roles)));
        IReadOnlyList<string> unknown = RoleCodes.Default.UnknownOf(profile.Roles);
        string codes = string.Join(", ", profile.Roles.Order(StringComparer.Ordinal));
        if (stored is null)
        {
            yield return step with { Action = PortalAction.Create, To = Names(effective), Tier = estimate, Why = "not in the store", Warning = Warn(unknown, estimate, estimate, effective) };
            yield break;
        }

        Tier tier = Maps.Snapshot.Tiers.Of(effective);
        step = step with { Action = PortalAction.Change, Tier = tier, Warning = Warn(unknown, estimate, tier, effective), Why = "differs from the portal" };
        if (NameKey.Fold(profile.Name!) != stored.NameKey)
        {
            yield return step with { Property = "Name", From = stored.Name, To = profile.Name };
        }

        if (effective != stored.Effective)
        {
            yield return step with { Property = "Rights", From = Names(stored.Effective - effective), To = Names(effective - stored.Effective) };
        }

        IReadOnlyList<string>? known = Maps.Links.Roles(stored.Id);
        if (known is null || PortalLinks.Join(known) != PortalLinks.Join(profile.Roles))
        {
            yield return step with { Property = "RoleCodes", From = known is null ? null : string.Join(", ", known), To = codes };
        }
    }

    private static string? Warn(IReadOnlyList<string> unknown, Tier estimate, Tier tier, RightSet effective)
    {
        string[] warnings =
        [
            .. unknown.Count == 0 ? Array.Empty<string>() : [$"No known right stands for {string.Join(", ", unknown.Select(TextRules.Cut))}; kept as given."],
            .. estimate == tier ? Array.Empty<string>() : [$"By its role codes alone the profile would be {estimate}; the rights that no code stands for make it {tier}."],
            .. RightCatalogue.Default.RightsOf(effective).SelectMany(right => right.RequiredGroups.Where(group => !effective.Overlaps(group)).Select(group =>
                $"'{right.Key}' stays without '{string.Join(" or ", RightCatalogue.Default.RightsOf(group).Select(needed => needed.Key))}', which it needs and the role codes do not hold.")),
        ];
        return warnings.Length == 0 ? null : string.Join(' ', warnings);
    }

    private static string? Names(RightSet rights) => rights.IsEmpty ? null : string.Join(", ", RightCatalogue.Default.RightsOf(rights).Select(right => right.Key));
}
