namespace PermModule;

/// <summary>Profiles and the rights they hold.</summary>
public sealed class ProfileService
{
    private readonly StoreSession _session;

    internal ProfileService(StoreSession session) => _session = session;

    /// <summary>The profiles that are meant, in the order of their names.</summary>
    /// <param name="profile">A name or wildcard, or the profile that was read; all unless given.</param>
    /// <param name="tiers">The tiers they may have, or null.</param>
    /// <param name="right">The key or unique name of a right they hold, directly or because another right includes it, or null.</param>
    /// <exception cref="PermException"><c>ProfileNotFound</c>: a literal name that does not exist, or a profile that is no longer there; <c>RightNotFound</c>, <c>RightAmbiguous</c>.</exception>
    public IReadOnlyList<PermProfile> Find(ProfileReference profile = default, IReadOnlyList<Tier>? tiers = null, string? right = null) => _session.ReadConsistently(() =>
    {
        PermissionSnapshot snapshot = _session.Snapshot();
        PermRight? held = right is null ? null : RightCatalogue.Default.Resolve(right);
        ProfileEntry[] found = [.. profile.Match(_session, snapshot).Where(entry =>
            tiers?.Contains(entry.Tier) != false && (held is null || entry.Effective.Contains(held.Index)))];
        SeatLedger seats = SeatLedger.Load(_session);
        return Array.ConvertAll(found, entry => ToProfile(entry, seats));
    });

    /// <summary>A name written so that it stands for itself where wildcards are read.</summary>
    public static string Literal(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return NamePattern.Escape(name);
    }

    /// <summary>The profile with this name.</summary>
    /// <exception cref="PermNotFoundException"><c>ProfileNotFound</c>.</exception>
    public PermProfile Get(string name) => Find(Literal(name))[0];

    /// <summary>Makes a profile.</summary>
    /// <param name="name">The name, free without regard to case.</param>
    /// <param name="description">What it is for, or null.</param>
    /// <param name="rights">Keys, unique names or wildcards of the rights to grant, or null.</param>
    /// <param name="copyFrom">A profile whose rights it gets too, or null.</param>
    /// <param name="isDefault">Whether new users get it unless another is named.</param>
    /// <param name="excludedRights">Keys, unique names or wildcards of rights to leave out, those of the copied profile included; or null.</param>
    /// <param name="includeRequired">Grants what the rights need as well.</param>
    /// <param name="allowMaintenance">Allows rights that are for maintenance only.</param>
    /// <exception cref="PermException"><c>ProfileAlreadyExists</c>, <c>ProfileNotFound</c> and what a grant can be refused for.</exception>
    public PermProfile Create(
        string name,
        string? description = null,
        IReadOnlyList<string>? rights = null,
        string? copyFrom = null,
        bool isDefault = false,
        IReadOnlyList<string>? excludedRights = null,
        bool includeRequired = false,
        bool allowMaintenance = false)
    {
        SeatLedger.Announce(_session);
        return _session.Write(scope => Create(scope, name, description, rights, copyFrom, isDefault, excludedRights, includeRequired, allowMaintenance));
    }

    private PermProfile Create(
        WriteScope scope,
        string name,
        string? description,
        IReadOnlyList<string>? rights,
        string? copyFrom,
        bool isDefault,
        IReadOnlyList<string>? excludedRights,
        bool includeRequired,
        bool allowMaintenance)
    {
        string clean = TextRules.Name(name, "profile");
        string? text = TextRules.Text(description, "description", TextRules.MaxText);
        PermissionSnapshot snapshot = scope.Snapshot;
        CheckFree(snapshot, clean);
        RightSet excluded = Resolve(excludedRights ?? []);
        RightSet source = copyFrom is null ? RightSet.Empty : snapshot.Profile(copyFrom).Direct;

        // Judged as one grant, so that leaving out a copied right which another one needs is noticed.
        RightSet copied = source - excluded;
        RightSet wanted = ResolveGrant(rights ?? [], excluded, copied, allowMaintenance);
        bool allowsMaintenance = allowMaintenance || copied.Overlaps(RightCatalogue.Default.MaintenanceOnly);
        RightSet granted = copied == source
            ? RightChange.Grant(copied, wanted, includeRequired, allowsMaintenance, clean, excluded)
            : RightChange.Grant(RightSet.Empty, copied | wanted, includeRequired, allowsMaintenance, clean, excluded);
        long id = ProfileWriter.Insert(scope, clean, text, granted, snapshot.Tiers);
        _session.Warnings.AddRange(RightChange.DeprecationWarnings(wanted));
        _session.Warnings.AddRange(RightChange.InclusionWarnings(granted, excluded));
        RightSet effective = RightCatalogue.Default.Closure(granted);
        ProfileEntry made = new(id, clean, NameKey.Fold(clean), text, IsDefault: false, scope.Now, scope.Now, granted, effective, snapshot.Tiers.Of(effective));
        if (isDefault)
        {
            ProfileWriter.SetDefault(scope, snapshot.Default, made);
        }

        return ToProfile(made with { IsDefault = isDefault }, scope.Seats);
    }

    /// <summary>Makes a profile with the description and rights of another; it is never the default.</summary>
    /// <exception cref="PermException"><c>ProfileNotFound</c>, <c>ProfileAlreadyExists</c>.</exception>
    public PermProfile Copy(string name, string newName)
    {
        SeatLedger.Announce(_session);
        return _session.Write(scope => Create(scope, newName, scope.Snapshot.Profile(name).Description, rights: null, name, isDefault: false, excludedRights: null, includeRequired: false, allowMaintenance: false));
    }

    /// <summary>Changes a profile; what is null stays as it is.</summary>
    /// <exception cref="PermException"><c>ProfileNotFound</c>, <c>ProfileAlreadyExists</c>.</exception>
    public PermProfile Update(string name, string? newName = null, string? description = null, bool? isDefault = null) => Update(name, read: null, newName, description, isDefault);

    /// <summary>Changes a profile that was read from this store, whatever it is called by now; what is null stays as it is.</summary>
    /// <exception cref="PermException"><c>ProfileNotFound</c>, <c>ProfileAlreadyExists</c>; <c>ConcurrentChange</c>: somebody else changed since it was read what this changes.</exception>
    public PermProfile Update(PermProfile profile, string? newName = null, string? description = null, bool? isDefault = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return Update(profile.Name, profile.Origin.IsOf(_session) ? profile : null, newName, description, isDefault);
    }

    /// <summary>Removes a profile, after moving its users where it has any.</summary>
    /// <param name="name">The profile.</param>
    /// <param name="moveUsersTo">The profile its users get, or null.</param>
    /// <exception cref="PermException"><c>ProfileNotFound</c>; <c>ProfileInUse</c>: it has users and no other profile is named; <c>SeatLimitExceeded</c>.</exception>
    public void Remove(string name, string? moveUsersTo = null) => Remove(name, read: null, moveUsersTo);

    /// <summary>Removes a profile that was read from this store, whatever it is called by now, after moving its users where it has any.</summary>
    /// <exception cref="PermException">As by name.</exception>
    public void Remove(PermProfile profile, string? moveUsersTo = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        Remove(profile.Name, profile.Origin.IsOf(_session) ? profile : null, moveUsersTo);
    }

    /// <summary>Grants rights to a profile. A right that it holds already changes nothing.</summary>
    /// <param name="name">The profile.</param>
    /// <param name="rights">Keys, unique names or wildcards.</param>
    /// <param name="includeRequired">Grants what the rights need as well.</param>
    /// <param name="allowMaintenance">Allows rights that are for maintenance only.</param>
    /// <param name="excludedRights">Keys, unique names or wildcards of rights to leave out, or null.</param>
    /// <exception cref="PermException"><c>ProfileNotFound</c>, <c>RightNotFound</c>, <c>RightAmbiguous</c>, <c>RightRequiresOther</c>, <c>RightExclusive</c>, <c>RightMaintenanceOnly</c>, <c>SeatLimitExceeded</c>.</exception>
    public PermProfile Grant(string name, IReadOnlyList<string> rights, bool includeRequired = false, bool allowMaintenance = false, IReadOnlyList<string>? excludedRights = null) =>
        Grant(name, read: null, rights, includeRequired, allowMaintenance, excludedRights);

    /// <summary>Grants rights to a profile that was read from this store, whatever it is called by now.</summary>
    /// <exception cref="PermException">As by name.</exception>
    public PermProfile Grant(PermProfile profile, IReadOnlyList<string> rights, bool includeRequired = false, bool allowMaintenance = false, IReadOnlyList<string>? excludedRights = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return Grant(profile.Name, profile.Origin.IsOf(_session) ? profile : null, rights, includeRequired, allowMaintenance, excludedRights);
    }

    private PermProfile Grant(string name, PermProfile? read, IReadOnlyList<string> rights, bool includeRequired, bool allowMaintenance, IReadOnlyList<string>? excludedRights) => Write(scope =>
    {
        ProfileEntry profile = Find(scope, name, read);
        RightSet excluded = Resolve(excludedRights ?? []);
        RightSet wanted = ResolveGrant(rights, excluded, profile.Direct, allowMaintenance);
        RightSet granted = RightChange.Grant(profile.Direct, wanted, includeRequired, allowMaintenance, profile.Name, excluded);
        _session.Warnings.AddRange(RightChange.DeprecationWarnings(granted - profile.Direct));
        _session.Warnings.AddRange(RightChange.InclusionWarnings(granted, excluded));
        return SetRights(scope, profile, granted);
    });

    /// <summary>Revokes rights from a profile. A right that it does not hold changes nothing.</summary>
    /// <param name="name">The profile.</param>
    /// <param name="rights">Keys, unique names or wildcards.</param>
    /// <param name="includeDependents">Revokes the rights that need or include them as well.</param>
    /// <exception cref="PermException"><c>ProfileNotFound</c>, <c>RightNotFound</c>, <c>RightAmbiguous</c>, <c>RightRequiredByOther</c>, <c>SeatLimitExceeded</c>.</exception>
    public PermProfile Revoke(string name, IReadOnlyList<string> rights, bool includeDependents = false) => Revoke(name, read: null, rights, includeDependents);

    /// <summary>Revokes rights from a profile that was read from this store, whatever it is called by now.</summary>
    /// <exception cref="PermException">As by name.</exception>
    public PermProfile Revoke(PermProfile profile, IReadOnlyList<string> rights, bool includeDependents = false)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return Revoke(profile.Name, profile.Origin.IsOf(_session) ? profile : null, rights, includeDependents);
    }

    private PermProfile Revoke(string name, PermProfile? read, IReadOnlyList<string> rights, bool includeDependents) => Write(scope =>
    {
        ProfileEntry profile = Find(scope, name, read);
        return SetRights(scope, profile, RightChange.Revoke(profile.Direct, Resolve(rights), includeDependents, profile.Name));
    });

    /// <summary>The rights in which two profiles differ, in the order of the catalogue.</summary>
    /// <param name="reference">The profile that is compared with.</param>
    /// <param name="difference">The profile that is compared.</param>
    /// <param name="includeEqual">Adds the rights both hold.</param>
    /// <exception cref="PermNotFoundException"><c>ProfileNotFound</c>.</exception>
    public IReadOnlyList<ProfileDifference> Compare(string reference, string difference, bool includeEqual = false) => Compare(this, reference, difference, includeEqual);

    /// <summary>The rights in which a profile differs from one of another store, in the order of the catalogue, with their tiers in this store.</summary>
    /// <param name="other">The profiles of the store that is compared with.</param>
    /// <param name="reference">The profile of that store.</param>
    /// <param name="difference">The profile of this store that is compared.</param>
    /// <param name="includeEqual">Adds the rights both hold.</param>
    /// <exception cref="PermNotFoundException"><c>ProfileNotFound</c>.</exception>
    public IReadOnlyList<ProfileDifference> Compare(ProfileService other, string reference, string difference, bool includeEqual = false) => _session.Read(() =>
    {
        ArgumentNullException.ThrowIfNull(other);
        PermissionSnapshot snapshot = _session.Snapshot();
        RightSet left = (ReferenceEquals(other, this) ? snapshot : other._session.Read(other._session.Snapshot)).Profile(reference).Effective;
        RightSet right = snapshot.Profile(difference).Effective;
        RightSet shown = includeEqual ? left | right : (left - right) | (right - left);
        return (IReadOnlyList<ProfileDifference>)[.. RightCatalogue.Default.RightsOf(shown).Select(held => new ProfileDifference
        {
            Right = held.Key,
            Name = held.Name,
            Tier = snapshot.Tiers.Of(held.Index),
            SideIndicator = (left.Contains(held.Index), right.Contains(held.Index)) switch
            {
                (true, true) => "==",
                (true, false) => "<=",
                _ => "=>",
            },
        })];
    });

    private RightSet Resolve(IReadOnlyList<string> rights)
    {
        _session.Warnings.AddRange(RightChange.UnmatchedWarnings(rights));
        return RightCatalogue.Default.Resolve(rights);
    }

    private RightSet ResolveGrant(IReadOnlyList<string> rights, RightSet excluded, RightSet held, bool allowMaintenance)
    {
        _session.Warnings.AddRange(RightChange.UnmatchedWarnings(rights));
        (RightSet wanted, RightSet skipped) = RightCatalogue.Default.ResolveGrant(rights, allowMaintenance);
        _session.Warnings.AddRange(RightChange.SkipWarnings(skipped - excluded - held));
        return wanted - excluded;
    }

    /// <summary>Runs a change that needs the counters of the profiles.</summary>
    private T Write<T>(Func<WriteScope, T> change)
    {
        SeatLedger.Announce(_session);
        return _session.Write(change);
    }

    private bool Remove(string name, PermProfile? read, string? moveUsersTo)
    {
        ProfileWriter.AnnounceDelete(_session);
        return Write(scope => Remove(scope, name, read, moveUsersTo));
    }

    private static bool Remove(WriteScope scope, string name, PermProfile? read, string? moveUsersTo)
    {
        ProfileEntry profile = Find(scope, name, read);
        ProfileWriter.CheckActing(scope, profile.Name, RightSet.Empty);
        (long active, long inactive) = scope.Seats.Count(profile.Id);
        if (active + inactive > 0)
        {
            if (moveUsersTo is null)
            {
                throw new PermConflictException(ErrorId.ProfileInUse, $"The profile '{profile.Name}' has {Quantity.Of(active + inactive, "user")} ({active} active) and cannot be removed without moving them.", profile.Name);
            }

            ProfileWriter.MoveUsers(scope, profile, scope.Snapshot.Profile(moveUsersTo));
        }

        ProfileWriter.Delete(scope, profile);
        return true;
    }

    /// <summary>The profile that was read, and no other that got its name since; or that of the name.</summary>
    private static ProfileEntry Find(WriteScope scope, string name, PermProfile? read)
    {
        PermissionSnapshot snapshot = scope.Snapshot;
        return read is null ? snapshot.Profile(name) : snapshot.Has(read.Id) ? snapshot.Profile(read.Id) : throw PermissionSnapshot.NotThere(scope.Session, name);
    }

    private PermProfile Update(string name, PermProfile? read, string? newName, string? description, bool? isDefault) => Write(scope =>
    {
        ProfileEntry before = Find(scope, name, read);
        ProfileEntry? byDefault = scope.Snapshot.Default;
        SeatLedger seats = scope.Seats;
        string cleanName = newName is null ? before.Name : TextRules.Name(newName, "profile");
        string? text = description is null ? before.Description : TextRules.Text(description, "description", TextRules.MaxText);
        if (read is not null)
        {
            LostUpdate.Check(ErrorDetail.Profile, before.Name, nameof(PermProfile.Name), read.Name, before.Name, cleanName);
            LostUpdate.Check(ErrorDetail.Profile, before.Name, nameof(PermProfile.Description), read.Description, before.Description, text);
            LostUpdate.Check(ErrorDetail.Profile, before.Name, nameof(PermProfile.IsDefault), read.IsDefault, before.IsDefault, isDefault ?? before.IsDefault);
        }

        if (NameKey.Fold(cleanName) != before.NameKey)
        {
            CheckFree(scope.Snapshot, cleanName);
        }

        if (cleanName != before.Name || text != before.Description)
        {
            ProfileWriter.WriteNames(scope, before, cleanName, text);
        }

        ProfileEntry after = cleanName == before.Name && text == before.Description ? before : before with { Name = cleanName, NameKey = NameKey.Fold(cleanName), Description = text, ModifiedAt = scope.Now };
        if (isDefault is { } wanted && wanted != before.IsDefault)
        {
            ProfileWriter.SetDefault(scope, before.IsDefault ? after : byDefault, wanted ? after : null);
            after = after with { IsDefault = wanted, ModifiedAt = scope.Now };
        }

        return ToProfile(after, seats);
    });

    private PermProfile SetRights(WriteScope scope, ProfileEntry profile, RightSet rights)
    {
        ProfileWriter.CheckActing(scope, profile, rights);
        RightTiers tiers = scope.Snapshot.Tiers;
        scope.Seats.Retier([(profile.Id, tiers.Of(RightCatalogue.Default.Closure(rights)))], profile.Name);
        return ToProfile(ProfileWriter.WriteRights(scope, profile, rights, tiers), scope.Seats);
    }

    private static void CheckFree(PermissionSnapshot snapshot, string name)
    {
        if (snapshot.TryProfile(name, out ProfileEntry? taken))
        {
            throw new PermAlreadyExistsException(ErrorId.ProfileAlreadyExists, $"A profile called '{taken.Name}' already exists.", name);
        }
    }

    private PermProfile ToProfile(ProfileEntry profile, SeatLedger seats) => new()
    {
        Id = profile.Id,
        Name = profile.Name,
        Description = profile.Description,
        Tier = profile.Tier,
        Rights = NameList.Of(RightCatalogue.Default.RightsOf(profile.Direct).Select(right => right.Key)),
        ActiveUsers = seats.Count(profile.Id).Active,
        InactiveUsers = seats.Count(profile.Id).Inactive,
        IsDefault = profile.IsDefault,
        CreatedAt = UtcTime.FromStored(profile.CreatedAt),
        ModifiedAt = UtcTime.FromStored(profile.ModifiedAt),
        Origin = new ReadOrigin(_session.Origin),
    };
}
