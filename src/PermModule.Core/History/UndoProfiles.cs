namespace PermModule;

/// <summary>Undoes what was done to profiles, their rights and which of them is the default.</summary>
internal sealed class UndoProfiles(UndoContext context)
{
    public void Remove(in AuditRow row, EventPart after)
    {
        ProfileEntry profile = Profile(row, row.Target);
        if (profile.Name != (after.Text("Name") ?? row.Target) || profile.Description != after.Text("Description") || profile.Direct != after.Rights("Rights") || profile.IsDefault)
        {
            throw UndoContext.Conflict(profile.Name, "the profile was changed since");
        }

        (long active, long inactive) = context.Scope.Seats.Count(profile.Id);
        if (active + inactive > 0)
        {
            throw UndoContext.Conflict(profile.Name, $"the profile has {Quantity.Of(active + inactive, "user")}");
        }

        ProfileWriter.CheckActing(context.Scope, profile.Name, RightSet.Empty);
        ProfileWriter.Delete(context.Scope, profile);
    }

    public void Restore(in AuditRow row, EventPart before)
    {
        string name = before.Text("Name") ?? row.Target;
        PermissionSnapshot snapshot = context.Scope.Snapshot;
        long id = row.TargetId ?? context.Scope.NextId;
        bool isDefault = before.Flag("IsDefault");
        if (snapshot.Has(id) || snapshot.TryProfile(name, out _))
        {
            throw UndoContext.Conflict(name, "a profile of that name is there");
        }

        if (isDefault && snapshot.Default is { } other)
        {
            throw UndoContext.Conflict(name, $"'{other.Name}' became the default profile since");
        }

        ProfileWriter.Insert(context.Scope, name, before.Text("Description"), before.Rights("Rights"), snapshot.Tiers, id, before.Time("CreatedAt"));
        if (isDefault)
        {
            ProfileWriter.SetDefault(context.Scope, id);
        }

        SetModified(id, before.Time("ModifiedAt"));
        if (before.Text("PortalKey") is { } key)
        {
            context.Session.Execute("INSERT INTO portal_profiles (profile_id, external_key, roles) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", id, key, before.Text("PortalRoles") ?? "");
        }
    }

    public void Change(in AuditRow row, EventPart before, EventPart after)
    {
        ProfileEntry profile = Profile(row, after.Text("Name") ?? row.Target);
        string name = before.Text("Name") ?? profile.Name;
        if (profile.Name != after.Text("Name") || profile.Description != after.Text("Description"))
        {
            throw UndoContext.Conflict(profile.Name, "the name or description was changed since");
        }

        if (context.Scope.Snapshot.TryProfile(name, out ProfileEntry? taken) && taken.Id != profile.Id)
        {
            throw UndoContext.Conflict(profile.Name, $"another profile is called '{taken.Name}'");
        }

        ProfileWriter.WriteNames(context.Scope, profile, name, before.Text("Description"));
        SetModified(profile.Id, before.Time("ModifiedAt"));
    }

    public void ChangeRights(in AuditRow row, EventPart before, EventPart after)
    {
        ProfileEntry profile = Profile(row, row.Target);
        RightSet added = after.Rights("Rights");
        RightSet removed = before.Rights("Rights");
        if (!profile.Direct.ContainsAll(added) || profile.Direct.Overlaps(removed))
        {
            throw UndoContext.Conflict(profile.Name, "the rights were changed since");
        }

        RightSet rest = RightChange.Revoke(profile.Direct, added, includeDependents: false, profile.Name);
        RightChange.Grant(rest, removed, includeRequired: false, allowMaintenance: true, profile.Name);
        RightSet then = (profile.Direct - added) | removed;
        ProfileWriter.CheckActing(context.Scope, profile, then);
        RightTiers tiers = context.Scope.Snapshot.Tiers;
        context.Seats.Retier([(profile.Id, tiers.Of(RightCatalogue.Default.Closure(then)))], profile.Name);
        ProfileWriter.WriteRights(context.Scope, profile, then, tiers);
        SetModified(profile.Id, before.Time("ModifiedAt"));
    }

    public void ChangeDefault(in AuditRow row, EventPart before, EventPart after)
    {
        PermissionSnapshot snapshot = context.Scope.Snapshot;
        long? then = before.Text("Default") is { } name ? context.Names.Profile(name) : null;
        long? known = after.Text("Default") is { } now ? context.Names.Profile(now) : null;
        if (snapshot.Default?.Id != known)
        {
            throw UndoContext.Conflict(row.Target, "another profile became the default since");
        }

        if (then is { } id && !snapshot.Has(id))
        {
            throw UndoContext.Conflict(row.Target, $"the profile '{before.Text("Default")}' is no longer there");
        }

        ProfileWriter.SetDefault(context.Scope, then);
        SetModified(known, before.Time("ModifiedAt"));
        SetModified(then, before.Time("DefaultModifiedAt"));
    }

    private ProfileEntry Profile(in AuditRow row, string nameAfter)
    {
        long id = row.TargetId ?? context.Names.Profile(nameAfter);
        return context.Scope.Snapshot.Has(id) ? context.Scope.Snapshot.Profile(id) : throw UndoContext.Conflict(row.Target, "the profile is no longer there");
    }

    private void SetModified(long? profileId, long? time)
    {
        if (profileId is { } id && time is { } at)
        {
            context.Session.Execute("UPDATE profiles SET modified_at = $1 WHERE id = $2", at, id);
            context.Session.ConfigurationChanged();
        }
    }
}
