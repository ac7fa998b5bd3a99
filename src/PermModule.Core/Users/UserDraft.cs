namespace PermModule;

/// <summary>What is said of a user, after the rules that need no store: texts are checked and trimmed, names folded. Any thread may make it.</summary>
internal sealed class UserDraft
{
    private UserDraft(UserData data) => Data = data;

    public UserData Data { get; }

    public string? UserName { get; private set; }

    public string? UserNameKey { get; private set; }

    public string? Email { get; private set; }

    public string? EmailKey { get; private set; }

    public string? FirstName { get; private set; }

    public string? LastName { get; private set; }

    public string? Profile { get; private set; }

    public string? Department { get; private set; }

    public string? Location { get; private set; }

    public string? JobTitle { get; private set; }

    public string? ExternalId { get; private set; }

    /// <summary>Why it cannot be a user, or null.</summary>
    public PermException? Error { get; private set; }

    /// <summary>True where the profile is asked for before the error shows: a row with several errors is refused for the first one.</summary>
    public bool IsErrorAfterProfile { get; private set; }

    /// <summary>The event that tells of the new user, as far as it can be made ahead; or null.</summary>
    public UserCreation? Creation { get; set; }

    /// <summary>Who is to be made.</summary>
    public static UserDraft ForNew(UserData data) => Make(new UserDraft(data), isNew: true);

    /// <summary>What is to change of somebody.</summary>
    public static UserDraft ForChange(UserData data) => Make(new UserDraft(data), isNew: false);

    /// <exception cref="PermException">The error that shows before the profile is asked for.</exception>
    public void ThrowIfRefused(bool isAfterProfile)
    {
        if (Error is not null && IsErrorAfterProfile == isAfterProfile)
        {
            throw Error;
        }
    }

    /// <summary>The row of a new user, without an id.</summary>
    public UserRow ToRow(long profileId, long[] groups, long now)
    {
        bool isActive = Data.IsActive ?? true;
        return new UserRow
        {
            UserName = UserName!,
            UserNameKey = UserNameKey!,
            Email = Email,
            EmailKey = EmailKey,
            FirstName = FirstName,
            LastName = LastName,
            ProfileId = profileId,
            IsActive = isActive,
            Department = Department,
            Location = Location,
            JobTitle = JobTitle,
            ExternalId = ExternalId,
            IsSsoOnly = Data.IsSsoOnly ?? false,
            LastLoginAt = UtcTime.ToStored(Data.LastLoginAt),
            LoginCount = Data.LoginCount ?? 0,
            CreatedAt = UtcTime.ToStored(Data.CreatedAt) ?? now,
            DeactivatedAt = isActive ? null : UtcTime.ToStored(Data.DeactivatedAt) ?? now,
            Groups = groups,
        };
    }

    private static UserDraft Make(UserDraft draft, bool isNew)
    {
        try
        {
            draft.Check(isNew);
        }
        catch (PermException error)
        {
            draft.Error = error;
        }

        return draft;
    }

    private void Check(bool isNew)
    {
        Email = Mail(Data.Email);
        UserName = isNew && string.IsNullOrWhiteSpace(Data.UserName)
            ? Email ?? throw new PermInvalidInputException(ErrorId.UserNameRequired, "A user needs a user name or an e-mail address.", target: null)
            : Data.UserName is null ? null : TextRules.Name(Data.UserName, "user name");
        UserNameKey = UserName is null ? null : NameKey.Fold(UserName);
        EmailKey = Email is null ? null : Email == UserName ? UserNameKey : NameKey.Fold(Email);
        FirstName = TextRules.Text(Data.FirstName, "first name");
        LastName = TextRules.Text(Data.LastName, "last name");
        Profile = TextRules.Text(Data.Profile, "profile");
        IsErrorAfterProfile = true;
        Department = TextRules.Text(Data.Department, "department");
        Location = TextRules.Text(Data.Location, "location");
        JobTitle = TextRules.Text(Data.JobTitle, "job title");
        ExternalId = TextRules.Text(Data.ExternalId, "external id");
        if (isNew && Data is { IsActive: null, DeactivatedAt: not null })
        {
            throw UserRules.StateMissing(UserName!);
        }

        if (Data.LoginCount is < 0)
        {
            throw new PermInvalidInputException(ErrorId.InvalidValue, $"The number of logins is {Data.LoginCount}; it is 0 or more.", Data.LoginCount);
        }
    }

    private static string? Mail(string? value)
    {
        string? email = TextRules.Text(value, "e-mail address");
        if (email is null || EmailRule.IsValid(email))
        {
            return email;
        }

        throw new PermInvalidInputException(
            ErrorId.InvalidEmail,
            InvisibleText.FirstHidden(email) is { } hidden
                ? $"The e-mail address '{TextRules.Cut(email)}' holds the invisible character U+{hidden.Value:X4}."
                : $"'{TextRules.Cut(email)}' is not an e-mail address of the form name@domain.tld.",
            TextRules.Cut(email));
    }
}
