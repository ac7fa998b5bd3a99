namespace PermModule;

/// <summary>Turns what is said of a user into a row, or says why it cannot be one.</summary>
internal sealed class UserFields(WriteScope scope, GroupNames groups, UserBatchOptions options)
{
    private readonly PermissionSnapshot _snapshot = scope.Snapshot;

    /// <summary>How many users keep the date of their deactivation, because the one that was given is earlier and would shorten the contract's delay.</summary>
    public long KeptDeactivations { get; private set; }

    /// <summary>The row of a new user, without an id.</summary>
    /// <exception cref="PermException"><c>UserNameRequired</c>, <c>InvalidEmail</c>, <c>ProfileRequired</c>, <c>ProfileNotFound</c>, <c>GroupNotFound</c>, <c>InvalidValue</c>.</exception>
    public UserRow Create(UserData data)
    {
        string? email = Email(data.Email);
        string name = string.IsNullOrWhiteSpace(data.UserName)
            ? email ?? throw new PermInvalidInputException(ErrorId.UserNameRequired, "A user needs a user name or an e-mail address.", target: null)
            : TextRules.Name(data.UserName, "user name");
        bool isActive = data.IsActive ?? true;
        return new UserRow
        {
            UserName = name,
            UserNameKey = NameKey.Fold(name),
            Email = email,
            EmailKey = email is null ? null : NameKey.Fold(email),
            FirstName = TextRules.Text(data.FirstName, "first name"),
            LastName = TextRules.Text(data.LastName, "last name"),
            ProfileId = Profile(data.Profile, name).Id,
            IsActive = isActive,
            Department = TextRules.Text(data.Department, "department"),
            Location = TextRules.Text(data.Location, "location"),
            JobTitle = TextRules.Text(data.JobTitle, "job title"),
            ExternalId = TextRules.Text(data.ExternalId, "external id"),
            IsSsoOnly = data.IsSsoOnly ?? false,
            LastLoginAt = UtcTime.ToStored(data.LastLoginAt),
            LoginCount = LoginCount(data.LoginCount) ?? 0,
            CreatedAt = UtcTime.ToStored(data.CreatedAt) ?? scope.Now,
            DeactivatedAt = isActive ? null : UtcTime.ToStored(data.DeactivatedAt) ?? scope.Now,
            Groups = data.Groups is null ? [] : Groups(data.Groups),
        };
    }

    /// <summary>The row of a stored user after a change.</summary>
    /// <exception cref="PermException">As for a new user.</exception>
    public UserRow Change(UserRow row, UserData data)
    {
        string? email = data.Email is null ? row.Email : Email(data.Email);
        string name = data.UserName is null ? row.UserName : TextRules.Name(data.UserName, "user name");
        bool isActive = data.IsActive ?? row.IsActive;
        return row with
        {
            UserName = name,
            UserNameKey = name == row.UserName ? row.UserNameKey : NameKey.Fold(name),
            Email = email,
            EmailKey = email == row.Email ? row.EmailKey : email is null ? null : NameKey.Fold(email),
            FirstName = data.FirstName is null ? row.FirstName : TextRules.Text(data.FirstName, "first name"),
            LastName = data.LastName is null ? row.LastName : TextRules.Text(data.LastName, "last name"),
            ProfileId = data.Profile is null ? row.ProfileId : Profile(data.Profile, name).Id,
            IsActive = isActive,
            Department = data.Department is null ? row.Department : TextRules.Text(data.Department, "department"),
            Location = data.Location is null ? row.Location : TextRules.Text(data.Location, "location"),
            JobTitle = data.JobTitle is null ? row.JobTitle : TextRules.Text(data.JobTitle, "job title"),
            ExternalId = data.ExternalId is null ? row.ExternalId : TextRules.Text(data.ExternalId, "external id"),
            IsSsoOnly = data.IsSsoOnly ?? row.IsSsoOnly,
            LastLoginAt = UtcTime.ToStored(data.LastLoginAt) ?? row.LastLoginAt,
            LoginCount = LoginCount(data.LoginCount) ?? row.LoginCount,
            CreatedAt = UtcTime.ToStored(data.CreatedAt) ?? row.CreatedAt,
            DeactivatedAt = isActive ? null : DeactivatedAt(row, UtcTime.ToStored(data.DeactivatedAt)),
            Groups = data.Groups is null ? row.Groups : Groups(data.Groups),
        };
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

    private static string? Email(string? value)
    {
        string? email = TextRules.Text(value, "e-mail address");
        return email is null || EmailRule.IsValid(email)
            ? email
            : throw new PermInvalidInputException(ErrorId.InvalidEmail, $"'{TextRules.Cut(email)}' is not an e-mail address of the form name@domain.tld.", TextRules.Cut(email));
    }

    private static long? LoginCount(long? count) => count is < 0
        ? throw new PermInvalidInputException(ErrorId.InvalidValue, $"The number of logins is {count}; it is 0 or more.", count)
        : count;

    private ProfileEntry Profile(string? name, string userName)
    {
        string? wanted = TextRules.Text(name, "profile") ?? options.Profile;
        if (wanted is not null)
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
