using System.Globalization;

namespace PermModule;

/// <summary>
/// Goes back over events in the store itself. Each member first checks that the present still is what the event left, and every rule the state of before
/// is subject to; only then it writes, so that what it refuses has changed nothing.
/// </summary>
internal sealed partial class UndoWriter : IStepBack
{
    private readonly WriteScope _scope;
    private readonly StoreSession _session;
    private readonly NamesThen _names;
    private readonly HashSet<long> _targets;
    private readonly UserStatements _users;
    private readonly SeatCounts _seatsAtStart;
    private readonly HashSet<long> _withoutName = [];
    private readonly HashSet<long> _withoutEmail = [];
    private GroupNames? _groupNames;
    private GroupMembers? _members;

    /// <param name="scope">The change.</param>
    /// <param name="names">What profiles and groups were called at the time of the event in hand.</param>
    /// <param name="targets">The ids of all that the change goes back over.</param>
    public UndoWriter(WriteScope scope, NamesThen names, HashSet<long> targets)
    {
        _scope = scope;
        _session = scope.Session;
        _names = names;
        _targets = targets;
        _users = new UserStatements(scope.Session);
        _seatsAtStart = scope.Seats.Take();
    }

    private SeatLedger Seats
    {
        get
        {
            SeatLedger seats = _scope.Seats;
            seats.IsDeferred = true;
            return seats;
        }
    }

    private GroupNames GroupNames => _groupNames ??= new GroupNames(_session);

    /// <summary>Checks what only shows at the end: seats, and names that were lent.</summary>
    /// <exception cref="PermException"><c>SeatLimitExceeded</c>, <c>UndoConflict</c>.</exception>
    public void Complete(string change)
    {
        if (_withoutName.Concat(_withoutEmail).FirstOrDefault() is var id and not 0)
        {
            string name = _users.FindById(id)?.UserName ?? change;
            throw Conflict(name, "two users would have one name or e-mail address");
        }

        Seats.Settle(_seatsAtStart, change);
        _scope.Complete();
    }

    public void RemoveProfile(in AuditRow row, EventPart after)
    {
        ProfileEntry profile = Profile(row, row.Target);
        if (profile.Name != (after.Text("Name") ?? row.Target) || profile.Description != after.Text("Description") || profile.Direct != after.Rights("Rights") || profile.IsDefault)
        {
            throw Conflict(profile.Name, "the profile was changed since");
        }

        (long active, long inactive) = _scope.Seats.Count(profile.Id);
        if (active + inactive > 0)
        {
            throw Conflict(profile.Name, string.Create(CultureInfo.InvariantCulture, $"the profile has {active + inactive} users"));
        }

        ProfileWriter.CheckActing(_scope, profile.Name, RightSet.Empty);
        ProfileWriter.Delete(_scope, profile);
    }

    public void RestoreProfile(in AuditRow row, EventPart before)
    {
        string name = before.Text("Name") ?? row.Target;
        PermissionSnapshot snapshot = _scope.Snapshot;
        long id = row.TargetId ?? _scope.NextId;
        bool isDefault = before.Flag("IsDefault");
        if (snapshot.Has(id) || snapshot.TryProfile(name, out _))
        {
            throw Conflict(name, "a profile of that name is there");
        }

        if (isDefault && snapshot.Default is { } other)
        {
            throw Conflict(name, $"'{other.Name}' became the default profile since");
        }

        ProfileWriter.Insert(_scope, name, before.Text("Description"), before.Rights("Rights"), snapshot.Tiers, id, before.Time("CreatedAt"));
        if (isDefault)
        {
            ProfileWriter.SetDefault(_scope, id);
        }

        SetModified(id, before.Time("ModifiedAt"));
        if (before.Text("PortalKey") is { } key)
        {
            _session.Execute("INSERT INTO portal_profiles (profile_id, external_key, roles) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", id, key, before.Text("PortalRoles") ?? "");
        }
    }

    public void ChangeProfile(in AuditRow row, EventPart before, EventPart after)
    {
        ProfileEntry profile = Profile(row, after.Text("Name") ?? row.Target);
        string name = before.Text("Name") ?? profile.Name;
        if (profile.Name != after.Text("Name") || profile.Description != after.Text("Description"))
        {
            throw Conflict(profile.Name, "the name or description was changed since");
        }

        if (_scope.Snapshot.TryProfile(name, out ProfileEntry? taken) && taken.Id != profile.Id)
        {
            throw Conflict(profile.Name, $"another profile is called '{taken.Name}'");
        }

        ProfileWriter.WriteNames(_scope, profile, name, before.Text("Description"));
        SetModified(profile.Id, before.Time("ModifiedAt"));
    }

    public void ChangeRights(in AuditRow row, EventPart before, EventPart after)
    {
        ProfileEntry profile = Profile(row, row.Target);
        RightSet added = after.Rights("Rights");
        RightSet removed = before.Rights("Rights");
        if (!profile.Direct.ContainsAll(added) || profile.Direct.Overlaps(removed))
        {
            throw Conflict(profile.Name, "the rights were changed since");
        }

        RightSet rest = RightChange.Revoke(profile.Direct, added, includeDependents: false, profile.Name);
        RightChange.Grant(rest, removed, includeRequired: false, allowMaintenance: true, profile.Name);
        RightSet then = (profile.Direct - added) | removed;
        ProfileWriter.CheckActing(_scope, profile, then);
        RightTiers tiers = _scope.Snapshot.Tiers;
        Seats.Retier([(profile.Id, tiers.Of(RightCatalogue.Default.Closure(then)))], profile.Name);
        ProfileWriter.WriteRights(_scope, profile, then, tiers);
        SetModified(profile.Id, before.Time("ModifiedAt"));
    }

    public void ChangeDefault(in AuditRow row, EventPart before, EventPart after)
    {
        PermissionSnapshot snapshot = _scope.Snapshot;
        long? then = before.Text("Default") is { } name ? _names.Profile(name) : null;
        long? known = after.Text("Default") is { } now ? _names.Profile(now) : null;
        if (snapshot.Default?.Id != known)
        {
            throw Conflict(row.Target, "another profile became the default since");
        }

        if (then is { } id && !snapshot.Has(id))
        {
            throw Conflict(row.Target, $"the profile '{before.Text("Default")}' is no longer there");
        }

        ProfileWriter.SetDefault(_scope, then);
        SetModified(known, before.Time("ModifiedAt"));
        SetModified(then, before.Time("DefaultModifiedAt"));
    }

    public void RemoveGroup(in AuditRow row, EventPart after)
    {
        PermGroup group = Group(row, row.Target);
        if (group.Name != (after.Text("Name") ?? row.Target) || group.Description != after.Text("Description"))
        {
            throw Conflict(group.Name, "the group was changed since");
        }

        if (group.MemberCount > 0)
        {
            throw Conflict(group.Name, string.Create(CultureInfo.InvariantCulture, $"the group has {group.MemberCount} members"));
        }

        new GroupService(_session).Remove(group);
        ForgetGroups();
    }

    public void RestoreGroup(in AuditRow row, EventPart before)
    {
        string name = before.Text("Name") ?? row.Target;
        long id = row.TargetId ?? _scope.NextId;
        if (GroupNames.Has(id))
        {
            throw Conflict(name, "the group is there again");
        }

        CheckFree(name, id);
        GroupWriter.Insert(_scope, name, before.Text("Description"), id, before.Time("CreatedAt"));
        if (before.Text("PortalKey") is { } key)
        {
            _session.Execute("INSERT INTO portal_groups (group_id, external_key) VALUES ($1, $2) ON CONFLICT DO NOTHING", id, key);
        }

        ForgetGroups();
    }

    public void ChangeGroup(in AuditRow row, EventPart before, EventPart after)
    {
        PermGroup group = Group(row, after.Text("Name") ?? row.Target);
        if (group.Name != after.Text("Name") || group.Description != after.Text("Description"))
        {
            throw Conflict(group.Name, "the name or description was changed since");
        }

        string name = before.Text("Name") ?? group.Name;
        CheckFree(name, group.Id);
        new GroupService(_session).Update(group, name, before.Text("Description") ?? "");
        ForgetGroups();
    }

    public void SetTier(in AuditRow row, PermRight right, EventPart before, EventPart after)
    {
        PermissionSnapshot snapshot = _scope.Snapshot;
        bool isKept = before.Flag("IsKept");
        Tier then = before.Choice<Tier>("Tier") ?? right.DefaultTier;
        Tier now = snapshot.Tiers.Of(right.Index);
        if (now != after.Choice<Tier>("Tier") || snapshot.Tiers.Kept.Contains(right.Index))
        {
            throw Conflict(right.Key, "the tier was changed since");
        }

        _scope.Acting?.Demand(DelegatedAction.ManageSettings, right.Key);
        Seats.Retier([.. snapshot.Moves(snapshot.Tiers.With(right, then))], right.Key);
        RightService.WriteTiers(_scope, [(right, then)]);
        if (isKept)
        {
            _session.Execute("UPDATE rights SET tier = $1, is_kept = 1 WHERE right_key = $2", (long)then, right.Key);
        }
    }

    public void SetContract(in AuditRow row, EventPart before, EventPart after)
    {
        SeatContract now = _scope.Snapshot.Contract;
        if (now != after.Contract() with { Origin = now.Origin })
        {
            throw Conflict(row.Target, "the contract was changed since");
        }

        SeatContract then = before.Contract() with { Origin = now.Origin };
        _scope.Acting?.Demand(DelegatedAction.ManageSettings, row.Target);
        Seats.Reshape([], then, row.Target);
        SeatService.Write(_scope, now, then);
    }

    private static PermConflictException Conflict(string target, string why) =>
        new(ErrorId.UndoConflict, $"'{TextRules.Cut(target)}' differs from what the event left: {why}.", target);

    private ProfileEntry Profile(in AuditRow row, string nameAfter)
    {
        long id = row.TargetId ?? _names.Profile(nameAfter);
        return _scope.Snapshot.Has(id) ? _scope.Snapshot.Profile(id) : throw Conflict(row.Target, "the profile is no longer there");
    }

    private PermGroup Group(in AuditRow row, string nameAfter) => Group(row.TargetId ?? _names.Group(nameAfter)) ?? throw Conflict(row.Target, "the group is no longer there");

    private PermGroup? Group(long id)
    {
        _scope.GroupCounts.Complete();
        return new GroupService(_session).Find(id);
    }

    private void CheckFree(string name, long id)
    {
        if (_session.Scalar("SELECT id FROM user_groups WHERE name_key = $1 AND id <> $2", NameKey.Fold(name), id) is not null)
        {
            throw Conflict(name, "a group of that name is there");
        }
    }

    private void SetModified(long? profileId, long? time)
    {
        if (profileId is { } id && time is { } at)
        {
            _session.Execute("UPDATE profiles SET modified_at = $1 WHERE id = $2", at, id);
            _session.ConfigurationChanged();
        }
    }

    private void ForgetGroups()
    {
        _groupNames = null;
        _members = null;
    }
}
