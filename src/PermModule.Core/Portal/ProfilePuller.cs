namespace PermModule.Portal;

/// <summary>Carries out steps about profiles on the store.</summary>
internal sealed class ProfilePuller(PortalRun run)
{
    /// <summary>Applies a step, and says what became of it.</summary>
    /// <param name="step">The step.</param>
    /// <param name="deferred">Gets what waits for a seat or a name that others may leave, for which nothing is returned; null where it is the last chance.</param>
    public PermPortalStep? Apply(PermPortalStep step, List<PermPortalStep>? deferred)
    {
        try
        {
            if (run.Maps.Profiles.FirstOrDefault(profile => PortalAssumptions.Key(profile.Id!) == PortalAssumptions.Key(step.ExternalId ?? "")) is not { } profile)
            {
                throw PortalRun.Outdated(step, "the portal no longer has the profile");
            }

            return run.Session.Write(scope => Apply(scope, step, profile)) ? step.As(PortalResult.Done) : step.As(PortalResult.Unchanged);
        }
        catch (PermException error) when (deferred is not null && error is SeatLimitException or PermAlreadyExistsException)
        {
            deferred.Add(step);
            return null;
        }
        catch (PermException error)
        {
            return step.Refused(error);
        }
    }

    private bool Apply(WriteScope scope, PermPortalStep step, PortalProfile profile)
    {
        PermissionSnapshot snapshot = scope.Snapshot;
        if (Find(snapshot, step, profile) is not { } stored)
        {
            if (step.Action != PortalAction.Create)
            {
                throw PortalRun.Outdated(step, "the store no longer has the profile");
            }

            long id = ProfileWriter.Insert(scope, TextRules.Name(profile.Name, "profile"), description: null, ProfilePlanner.Wanted(stored: null, profile), snapshot.Tiers);
            NoteRoles(scope, id, profile);
            return true;
        }

        if (step.Action == PortalAction.Create && run.Maps.Links.ProfileId(profile.Id!) != stored.Id)
        {
            throw new PermAlreadyExistsException(ErrorId.ProfileAlreadyExists, $"A profile called '{stored.Name}' exists already, and it is not known to be that of the portal.", stored.Name);
        }

        switch (step.Property)
        {
            case "Name":
                string name = TextRules.Name(profile.Name, "profile");
                if (snapshot.TryProfile(name, out ProfileEntry? taken) && taken.Id != stored.Id)
                {
                    throw new PermAlreadyExistsException(ErrorId.ProfileAlreadyExists, $"A profile called '{taken.Name}' exists already; '{stored.Name}' keeps its name.", name);
                }

                ProfileWriter.WriteNames(scope, stored, name, stored.Description);
                return true;
            case "Rights":
                RightSet wanted = ProfilePlanner.Wanted(stored, profile);
                ProfileWriter.CheckActing(scope, stored, wanted);
                scope.Seats.Retier([(stored.Id, snapshot.Tiers.Of(RightCatalogue.Default.Closure(wanted)))], stored.Name);
                ProfileWriter.WriteRights(scope, stored, wanted, snapshot.Tiers);
                return wanted != stored.Direct;
            default:
                IReadOnlyList<string>? known = run.Maps.Links.Roles(stored.Id);
                if (known is not null && PortalLinks.Join(known) == PortalLinks.Join(profile.Roles))
                {
                    return false;
                }

                ProfileWriter.CheckActing(scope, stored.Name, RightSet.Empty);
                NoteRoles(scope, stored.Id, profile);
                return true;
        }
    }

    /// <summary>The profile of the store, also where the step before gave it another name.</summary>
    private ProfileEntry? Find(PermissionSnapshot snapshot, PermPortalStep step, PortalProfile profile) =>
        run.Maps.Links.ProfileId(profile.Id!) is { } id && snapshot.Has(id) ? snapshot.Profile(id)
        : snapshot.TryProfile(step.Name, out ProfileEntry? named) ? named
        : null;

    private void NoteRoles(WriteScope scope, long profileId, PortalProfile profile)
    {
        IReadOnlyList<string>? known = run.Maps.Links.Roles(profileId);
        scope.Audit.Write(
            AuditAction.PortalRolesRead,
            PortalTrail.TargetType,
            scope.Snapshot.Profile(profileId).Name,
            profileId,
            known is null ? null : json => json.WriteString("RoleCodes", string.Join(", ", known)),
            json => json.WriteString("RoleCodes", string.Join(", ", profile.Roles.Order(StringComparer.Ordinal))));
        run.Maps.Links.LinkProfile(profileId, profile);
    }
}
