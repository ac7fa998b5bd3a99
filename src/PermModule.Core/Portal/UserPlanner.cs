namespace PermModule.Portal;

/// <summary>Plans one user: what differs, and what would be done about it.</summary>
internal sealed class UserPlanner(PortalRun run, PortalCompareOptions options, PermPortalStep blank)
{
    private const string UserPlace = "by a person in the portal, under Settings > Users & rights > Users";
    private static readonly string DeactivationWarning = $"The portal's support pages say that a deactivated user can be activated again only after {PortalAssumptions.ReactivationDelayDays} days.";
    private static readonly string ReactivationWarning = $"The portal may refuse this until {PortalAssumptions.ReactivationDelayDays} days after the deactivation.";

    private bool IsPush => options.Direction == PortalDirection.Push;

    private bool Clears => options.Mode == ImportMode.Sync;

    private PortalMaps Maps => run.Maps;

    /// <summary>A user of the portal, and the one of the store or null.</summary>
    public IEnumerable<PermPortalStep> Plan(PortalUser user, UserRow? row)
    {
        PermPortalStep step = blank with { Kind = PortalKind.User, Name = row?.UserName ?? user.Name, ExternalId = user.Id };
        IEnumerable<PermPortalStep> steps = (IsPush, row) switch
        {
            (true, null) => PlanUnknown(step, user),
            (true, _) => PlanPush(step, user, row),
            (false, null) => PlanPulled(step, user),
            (false, _) => PlanPull(step, user, row),
        };
        return steps.Where(planned => options.Has(planned.Kind)).Select(planned => Guard(planned, user, row));
    }

    /// <summary>A user of the store whom the portal does not have.</summary>
    public IEnumerable<PermPortalStep> PlanMissing(UserRow row)
    {
        PermPortalStep step = blank with { Kind = PortalKind.User, Name = row.UserName };
        IEnumerable<PermPortalStep> steps = IsPush ? PlanCreate(step, row)
            : Clears && row.IsActive ? [Deactivate(step, Maps.Snapshot.Profile(row.ProfileId).Name, "not in the portal", warning: null)]
            : [];
        return steps.Where(planned => options.Has(planned.Kind)).Select(planned => Guard(planned, user: null, row));
    }

    /// <summary>Leaves to a person what would lock the token or the organization out.</summary>
    private PermPortalStep Guard(PermPortalStep step, PortalUser? user, UserRow? row)
    {
        if (step.Action == PortalAction.Manual || step.Result == PortalResult.Refused)
        {
            return step;
        }

        if (IsPush && user is not null && run.IsOwn(user))
        {
            return Manual(step, $"this is the user whose token is used: {UserPlace}");
        }

        if (step.TakesPlace)
        {
            if (run.Owners.IsLast(row))
            {
                return Manual(step, $"this is the last active portal owner: decided {UserPlace}");
            }

            run.Owners.Take(row);
        }

        return step;
    }

    private IEnumerable<PermPortalStep> PlanPush(PermPortalStep step, PortalUser user, UserRow row)
    {
        string profile = Maps.Snapshot.Profile(row.ProfileId).Name;
        foreach (PortalProperty property in PortalProperty.All.Where(property => !property.IsPullOnly && (user.IsWhole || !property.NeedsDetail)))
        {
            (string? from, string? to) = (property.InPortal(user, Maps), property.InStore(row, Maps));
            if (property.AreEqual(from, to) || (to is null && (!Clears || property.Name == nameof(PermUser.Email))))
            {
                continue;
            }

            PermPortalStep change = step with { Property = property.Name, From = from, To = to, Action = PortalAction.Change, Why = "differs from the store" };
            if (property.Name == "Profile" && Maps.ToPortal(profile) is null)
            {
                yield return Manual(change, "the portal has no such profile yet, or several of that name");
            }
            else if (property.Field is null)
            {
                yield return Manual(change, $"the portal's interface does not write it: {UserPlace}");
            }
            else
            {
                yield return WithSso(property.Name == "Profile" && user.IsActive && row.IsActive ? Seated(change, from, to) : change, user);
            }
        }

        if (user.IsActive && !row.IsActive)
        {
            yield return Deactivate(step, Maps.ProfileName(user.ProfileId), "inactive in the store", DeactivationWarning);
        }
        else if (!user.IsActive && row.IsActive)
        {
            yield return Activate(step, profile, "active in the store", ReactivationWarning);
        }

        foreach (PermPortalStep membership in PlanGroups(step, Maps.GroupsOf(user), Maps.GroupsOf(row), Maps.HasInStore))
        {
            if (Maps.GroupId(membership.Property!) is null)
            {
                // The step for the group itself says that a person has to make it first.
                continue;
            }

            bool isLeft = membership.To is null && run.Client.GroupIds == PortalGroupIds.Add;
            yield return isLeft ? Manual(membership, $"this portal only adds groups: {UserPlace}")
                : Maps.IsAmbiguousGroup(membership.Property!) ? Manual(membership, $"the portal has several groups of that name: {UserPlace}")
                : WithSso(membership, user);
        }
    }

    private IEnumerable<PermPortalStep> PlanUnknown(PermPortalStep step, PortalUser user)
    {
        if (Clears && user.IsActive)
        {
            yield return Deactivate(step, Maps.ProfileName(user.ProfileId), "not in the store", DeactivationWarning);
        }
    }

    private IEnumerable<PermPortalStep> PlanCreate(PermPortalStep step, UserRow row)
    {
        if (!row.IsActive || !options.Has(PortalKind.User))
        {
            // Nobody who is not created has a group there.
            yield break;
        }

        string profile = Maps.Snapshot.Profile(row.ProfileId).Name;
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (PortalProperty property in PortalProperty.All.Where(property => property.Field is not null))
        {
            if (property.InStore(row, Maps) is { } value)
            {
                values.Add(property.Name, value);
            }
        }

        string[] missing = [.. ((string[])[nameof(PermUser.Email), nameof(PermUser.FirstName), nameof(PermUser.LastName)]).Where(name => !values.ContainsKey(name))];
        PermPortalStep create = step with { Action = PortalAction.Create, To = Describe(values), Values = values, Seats = 1, Tier = Maps.TierOf(profile), Why = "not in the portal" };
        if (IsPortalId(row.ExternalId))
        {
            // Somebody removed the user there. To create the account again without a word could let a leaver back in.
            yield return Manual(create, $"the portal no longer has the user with the id {row.ExternalId}. Deactivate the user in the store, or clear the id there to have the account created again");
        }
        else if (missing.Length > 0)
        {
            yield return Manual(create, $"the portal asks for {string.Join(", ", missing)}, which the store lacks");
        }
        else if (Maps.ToPortal(profile) is null)
        {
            yield return Manual(create, $"the portal has no profile '{profile}' yet, or several of that name");
        }
        else
        {
            yield return row.IsSsoOnly ? create with { Warning = "Signs in through single sign-on only: a directory may create the account." } : create;
            foreach (PermPortalStep membership in PlanGroups(step, [], Maps.GroupsOf(row), Maps.HasInStore).Where(membership => Maps.GroupId(membership.Property!) is not null && !Maps.IsAmbiguousGroup(membership.Property!)))
            {
                yield return membership;
            }
        }
    }

    private IEnumerable<PermPortalStep> PlanPull(PermPortalStep step, PortalUser user, UserRow row)
    {
        foreach (PortalProperty property in PortalProperty.All.Where(property => user.IsWhole || !property.NeedsDetail))
        {
            (string? from, string? to) = (property.InStore(row, Maps), property.InPortal(user, Maps));
            if (property.AreEqual(from, to))
            {
                continue;
            }

            PermPortalStep change = step with { Property = property.Name, From = from, To = to, Action = PortalAction.Change, Why = "differs from the portal" };
            if (property.Name == "Profile" && to is null)
            {
                yield return Manual(change, user.ProfileId is null ? $"the portal shows no profile for the user: given {UserPlace}" : $"the portal shows a profile that it does not list, '{user.ProfileId}': given {UserPlace}");
            }
            else if (property.Name == "Profile")
            {
                yield return user.IsActive && row.IsActive ? Seated(change, from, to) : change;
            }
            else if (to is not null || (Clears && !IsKept(property)))
            {
                yield return change;
            }
        }

        if (row.IsActive && !user.IsActive)
        {
            yield return Deactivate(step, Maps.Snapshot.Profile(row.ProfileId).Name, "inactive in the portal", warning: null);
        }
        else if (!row.IsActive && user.IsActive)
        {
            yield return Activate(step, Maps.ProfileName(user.ProfileId) ?? Maps.Snapshot.Profile(row.ProfileId).Name, "active in the portal", warning: null);
        }

        foreach (PermPortalStep membership in PlanGroups(step, Maps.GroupsOf(row), Maps.GroupsOf(user), Maps.HasInPortal))
        {
            yield return membership;
        }
    }

    private IEnumerable<PermPortalStep> PlanPulled(PermPortalStep step, PortalUser user)
    {
        if (!options.Has(PortalKind.User))
        {
            yield break;
        }

        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (PortalProperty property in PortalProperty.All)
        {
            if (property.InPortal(user, Maps) is { } value)
            {
                values.Add(property.Name, value);
            }
        }

        values[PortalProperty.State] = PortalProperty.Truth(user.IsActive);
        string? profile = values.GetValueOrDefault("Profile");
        PermPortalStep create = step with { Action = PortalAction.Create, To = Describe(values), Values = values, Seats = user.IsActive ? 1 : 0, Tier = user.IsActive ? Maps.TierOf(profile) : null, Why = "not in the store" };
        if (profile is null)
        {
            yield return create.Refused(new PermConflictException(ErrorId.PortalProfileUnknown, $"'{TextRules.Cut(user.Name)}' was left out: the portal shows {(user.ProfileId is null ? "no profile" : $"the profile '{TextRules.Cut(user.ProfileId)}', which it does not list,")} for the user, and every user has one.", user.Name));
            yield break;
        }

        if (Maps.TryProfile(user.ProfileId, out PortalProfile? portal) && Maps.AmbiguousProfiles.Contains(portal))
        {
            yield return create.Refused(ProfilePlanner.Ambiguous(portal.Name!));
            yield break;
        }

        yield return create;
        foreach (PermPortalStep membership in PlanGroups(step, [], Maps.GroupsOf(user), Maps.HasInPortal))
        {
            yield return membership;
        }
    }

    /// <summary>The memberships in which two lists differ; where one side does not tell its groups, none.</summary>
    /// <param name="step">What the steps are made of.</param>
    /// <param name="from">The groups on the side that follows.</param>
    /// <param name="to">The groups on the side that leads.</param>
    /// <param name="leads">Whether the leading side has a group. Of one that it lacks it says nothing, unless all is to be cleared that it lacks.</param>
    private IEnumerable<PermPortalStep> PlanGroups(PermPortalStep step, IReadOnlyList<string>? from, IReadOnlyList<string>? to, Func<string, bool> leads)
    {
        if (from is null || to is null)
        {
            yield break;
        }

        HashSet<string> before = [.. from.Select(NameKey.Fold)];
        HashSet<string> after = [.. to.Select(NameKey.Fold)];
        PermPortalStep change = step with { Kind = PortalKind.Membership, Action = PortalAction.Change };
        foreach (string group in from.Where(group => !after.Contains(NameKey.Fold(group)) && (Clears || leads(group))))
        {
            yield return change with { Property = group, From = PermPortalStep.Member, Why = "not a member on the other side" };
        }

        foreach (string group in to.Where(group => !before.Contains(NameKey.Fold(group))))
        {
            yield return change with { Property = group, To = PermPortalStep.Member, Why = "a member on the other side" };
        }
    }

    /// <summary>The portal leaves the texts of the single user empty where nobody filled them in; only what it owns is cleared by that.</summary>
    private static bool IsKept(PortalProperty property) => property.Name is nameof(PermUser.UserName) or nameof(PermUser.Email) or nameof(PermUser.ExternalId) or nameof(PermUser.LastLoginAt) or nameof(PermUser.IsSsoOnly);

    private PermPortalStep Seated(PermPortalStep step, string? from, string? to)
    {
        Tier? tier = Maps.TierOf(to);
        return tier is null || tier == Maps.TierOf(from) ? step : step with { Seats = 1, Tier = tier };
    }

    private PermPortalStep Deactivate(PermPortalStep step, string? profile, string why, string? warning) => step with
    {
        Action = PortalAction.Deactivate,
        Property = PortalProperty.State,
        From = PortalProperty.Yes,
        To = PortalProperty.No,
        Seats = -1,
        Tier = Maps.TierOf(profile),
        Why = why,
        Warning = warning,
    };

    private PermPortalStep Activate(PermPortalStep step, string profile, string why, string? warning) => step with
    {
        Action = PortalAction.Reactivate,
        Property = PortalProperty.State,
        From = PortalProperty.No,
        To = PortalProperty.Yes,
        Seats = 1,
        Tier = Maps.TierOf(profile),
        Why = why,
        Warning = warning,
    };

    private static PermPortalStep WithSso(PermPortalStep step, PortalUser user) => user.IsSsoOnly == true
        ? step with { Warning = "Signs in through single sign-on only: a directory may own this and set it back." }
        : step;

    private static PermPortalStep Manual(PermPortalStep step, string why) => step with { Action = PortalAction.Manual, Seats = 0, Tier = null, Why = why };

    private static string Describe(Dictionary<string, string> values) => $"{values.GetValueOrDefault(nameof(PermUser.Email))} ({values.GetValueOrDefault("Profile")})";

    /// <summary>The spelling is the portal's own; directories write theirs in another.</summary>
    private static bool IsPortalId(string? id) => id is not null && id.Split('-') is [{ Length: 8 }, { Length: 4 }, { Length: 4 }, { Length: 16 }];
}
