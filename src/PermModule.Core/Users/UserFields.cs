namespace PermModule;

/// <summary>Turns what is said of a user into a row, or says why it cannot be one.</summary>
internal sealed class UserFields(WriteScope scope, GroupNames groups, UserBatchOptions options)
{
    private readonly PermissionSnapshot _snapshot = scope.Snapshot;

    /// <summary>How many users keep the date of their deactivation, because the one that was given is earlier and would shorten the contract's delay.</summary>
    public long KeptDeactivations { get; private set; }

    /// <summary>The row of a new user, without an id.</summary>
    /// <exception cref="PermException"><c>UserNameRequired</c>, <c>InvalidEmail</c>, <c>ProfileRequired</c>, <c>ProfileNotFound</c>, <c>GroupNotFound</c>, <c>InvalidValue</c>.</exception>
    public UserRow Create(UserDraft draft)
    {
        draft.ThrowIfRefused(isAfterProfile: false);
        long profile = Profile(draft, draft.UserName!).Id;
        draft.ThrowIfRefused(isAfterProfile: true);
        return draft.ToRow(profile, draft.Data.Groups is { } groups ? Groups(groups) : [], scope.Now);
    }

    /// <summary>The row of a stored user after a change.</summary>
    /// <param name="row">The user before.</param>
    /// <param name="draft">What is to change.</param>
    /// <param name="keepsName">Leaves the user name as it is.</param>
    /// <param name="isFromFile">Takes a time of whole seconds, as most files have, for no other than a stored one within that second.</param>
    /// <exception cref="PermException">As for a new user.</exception>
    public UserRow Change(UserRow row, UserDraft draft, bool keepsName = false, bool isFromFile = false)
    {
        draft.ThrowIfRefused(isAfterProfile: false);
        UserData data = draft.Data;
        keepsName |= data.UserName is null || draft.UserName == row.UserName;
        bool keepsEmail = data.Email is null || draft.Email == row.Email;
        bool isActive = data.IsActive ?? row.IsActive;
        long profile = data is { Profile: null, ReadProfile: null } ? row.ProfileId : Profile(draft, keepsName ? row.UserName : draft.UserName!).Id;
        draft.ThrowIfRefused(isAfterProfile: true);
        if (isActive && data is { IsActive: null, DeactivatedAt: not null })
        {
            throw UserRules.StateMissing(row.UserName);
        }

        return row with
        {
            UserName = keepsName ? row.UserName : draft.UserName!,
            UserNameKey = keepsName ? row.UserNameKey : draft.UserNameKey!,
            Email = keepsEmail ? row.Email : draft.Email,
            EmailKey = keepsEmail ? row.EmailKey : draft.EmailKey,
            FirstName = data.FirstName is null ? row.FirstName : draft.FirstName,
            LastName = data.LastName is null ? row.LastName : draft.LastName,
            ProfileId = profile,
            IsActive = isActive,
            Department = data.Department is null ? row.Department : draft.Department,
            Location = data.Location is null ? row.Location : draft.Location,
            JobTitle = data.JobTitle is null ? row.JobTitle : draft.JobTitle,
            ExternalId = data.ExternalId is null ? row.ExternalId : draft.ExternalId,
            IsSsoOnly = data.IsSsoOnly ?? row.IsSsoOnly,
            LastLoginAt = Said(data.LastLoginAt, row.LastLoginAt) ?? row.LastLoginAt,
            LoginCount = data.LoginCount ?? row.LoginCount,
            CreatedAt = Said(data.CreatedAt, row.CreatedAt) ?? row.CreatedAt,
            DeactivatedAt = isActive ? null : DeactivatedAt(row, Said(data.DeactivatedAt, row.DeactivatedAt)),
            Groups = data.Groups is null ? row.Groups : Groups(data.Groups),
        };

        long? Said(DateTimeOffset? time, long? stored) =>
            isFromFile && time is { Millisecond: 0 } && stored - UtcTime.ToStored(time) is >= 0 and < 1_000 ? null : UtcTime.ToStored(time);
    }

    /// <summary>While the contract asks for a delay before a reactivation, nobody shortens it by an earlier date than the store knows.</summary>
    private long DeactivatedAt(UserRow row, long? given)
    {
        long known = row.IsActive ? scope.Now : row.DeactivatedAt ?? scope.Now;
        if (given < known && _snapshot.Contract.ReactivationDelayDays > 0)
        {
            KeptDeactivations++;
            return known;
        }

        return given ?? known;
    }

    private ProfileEntry Profile(UserDraft draft, string userName)
    {
        if (draft.Data.ReadProfile is { } read)
        {
            return read.Single(scope.Session, _snapshot);
        }

        if ((draft.Profile ?? options.Profile) is { } wanted)
        {
            return _snapshot.Profile(wanted);
        }

        return _snapshot.Default
            ?? throw new PermInvalidInputException(ErrorId.ProfileRequired, $"'{userName}' has no profile and the store has no default one.", userName);
    }

    private long[] Groups(IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            return [];
        }

        long[] ids = [.. names.Select(name => groups.Resolve(name, options.CreateGroups)).Distinct()];
        Array.Sort(ids);
        return ids;
    }
}
