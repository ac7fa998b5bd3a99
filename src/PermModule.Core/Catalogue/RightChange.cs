namespace PermModule;

/// <summary>What a profile's rights become when some are granted or revoked: the rules, without the store.</summary>
internal static class RightChange
{
    /// <summary>The direct rights after a grant.</summary>
    /// <exception cref="PermConflictException"><c>RightRequiresOther</c>, <c>RightExclusive</c>.</exception>
    /// <exception cref="PermNotPermittedException"><c>RightMaintenanceOnly</c>.</exception>
    public static RightSet Grant(RightSet direct, RightSet wanted, bool includeRequired, bool allowMaintenance, object target, RightSet excluded = default)
    {
        RightCatalogue catalogue = RightCatalogue.Default;
        RightSet before = catalogue.Closure(direct);
        RightSet result = direct | wanted;
        RightSet added = catalogue.Closure(result) - before;
        if (!allowMaintenance && added.Overlaps(catalogue.MaintenanceOnly))
        {
            PermRight right = catalogue.RightsOf(added & catalogue.MaintenanceOnly).First();
            throw new PermNotPermittedException(ErrorId.RightMaintenanceOnly, $"'{right.Key}' is for the vendor's maintenance and must not be in the profile '{target}' of a person.", right.Key);
        }

        bool grew = true;
        while (grew)
        {
            grew = false;
            RightSet effective = catalogue.Closure(result);
            foreach (PermRight right in catalogue.RightsOf(effective - before))
            {
                foreach (RightSet missing in right.RequiredGroups.Where(group => !effective.Overlaps(group)))
                {
                    RightSet choices = missing - excluded;
                    if (!includeRequired || choices.IsEmpty)
                    {
                        string needed = string.Join(" or ", catalogue.RightsOf(missing).Select(r => r.Key));
                        string why = choices.IsEmpty ? "which is excluded" : $"which the profile '{target}' does not hold";
                        throw new PermConflictException(ErrorId.RightRequiresOther, $"'{right.Key}' needs '{needed}', {why}.", right.Key) { Detail = choices.IsEmpty ? ErrorDetail.RightExcluded : null };
                    }

                    result = result.With(choices.Indexes().First());
                    grew = true;
                    effective = catalogue.Closure(result);
                }
            }
        }

        foreach (RightSet group in catalogue.ExclusiveGroups)
        {
            // Only rights given as such exclude each other: Creator includes Viewer and is still one of them.
            RightSet both = result & group;
            if (both.Count > 1 && (direct & group) != both)
            {
                PermRight right = catalogue.RightsOf(both - direct).First();
                string other = string.Join(", ", catalogue.RightsOf(both).Where(r => r.Index != right.Index).Select(r => r.Key));
                throw new PermConflictException(ErrorId.RightExclusive, $"The profile '{target}' can hold only one of '{right.Key}' and '{other}'.", right.Key);
            }
        }

        return result;
    }

    /// <summary>The direct rights after a revocation.</summary>
    /// <exception cref="PermConflictException"><c>RightRequiredByOther</c>: another right that stays needs or includes one of them.</exception>
    public static RightSet Revoke(RightSet direct, RightSet unwanted, bool includeDependents, object target)
    {
        RightCatalogue catalogue = RightCatalogue.Default;
        RightSet before = catalogue.Closure(direct);
        RightSet leaving = unwanted & before;
        RightSet result = direct - unwanted;
        bool shrank = true;
        while (shrank)
        {
            shrank = false;
            RightSet effective = catalogue.Closure(result);
            foreach (PermRight right in catalogue.RightsOf(result))
            {
                bool includesLeaving = right.Implied.Overlaps(leaving);
                bool lacksRequired = Family(right).Any(held => held.RequiredGroups.Any(group => group.Overlaps(before) && !effective.Overlaps(group)));
                if (!includesLeaving && !lacksRequired)
                {
                    continue;
                }

                if (!includeDependents)
                {
                    PermRight wanted = catalogue.RightsOf(leaving).First(r => right.Implied.Contains(r.Index) || Family(right).Any(held => held.RequiredGroups.Any(group => group.Contains(r.Index))));
                    string verb = includesLeaving ? "includes" : "needs";
                    throw new PermConflictException(ErrorId.RightRequiredByOther, $"'{wanted.Key}' stays in the profile '{target}' because '{right.Key}' {verb} it.", wanted.Key);
                }

                result -= RightSet.Of(right.Index);
                shrank = true;
                break;
            }
        }

        return result;
    }

    /// <summary>A warning for each deprecated right among those that a grant adds.</summary>
    public static IEnumerable<PermWarning> DeprecationWarnings(RightSet added) =>
        RightCatalogue.Default.RightsOf(added & RightCatalogue.Default.Deprecated)
            .Select(right => new PermWarning(WarningId.DeprecatedRight, $"'{right.Key}' is deprecated: the portal keeps it for old profiles only.", right.Key));

    /// <summary>One warning that names the rights which a wildcard skipped, if there are any.</summary>
    public static IEnumerable<PermWarning> SkipWarnings(RightSet skipped) => skipped.IsEmpty
        ? []
        : [new PermWarning(WarningId.RightsSkipped, $"The wildcard skipped rights that are deprecated or for the vendor's maintenance: {string.Join(", ", RightCatalogue.Default.RightsOf(skipped).Select(right => right.Key))}.", Target: null)];

    /// <summary>A warning for each wildcard that no right matches: probably it is mistyped.</summary>
    public static IEnumerable<PermWarning> UnmatchedWarnings(IEnumerable<string> patterns) => patterns
        .Where(pattern => RightCatalogue.Default.Match(pattern).Count == 0)
        .Select(pattern => new PermWarning(WarningId.NoRightMatched, $"No right matches '{TextRules.Cut(pattern)}'.", pattern));

    /// <summary>A warning for each excluded right that other rights include all the same.</summary>
    public static IEnumerable<PermWarning> InclusionWarnings(RightSet granted, RightSet excluded)
    {
        RightCatalogue catalogue = RightCatalogue.Default;
        return catalogue.RightsOf((catalogue.Closure(granted) & excluded) - granted)
            .Select(right => new PermWarning(WarningId.RightStillIncluded, $"'{right.Key}' is excluded, but '{catalogue.RightsOf(granted).First(other => other.Implied.Contains(right.Index)).Key}' includes it.", right.Key));
    }

    private static IEnumerable<PermRight> Family(PermRight right) => RightCatalogue.Default.RightsOf(right.Implied).Prepend(right);
}
