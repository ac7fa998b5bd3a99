using System.Text.Json;

namespace PermModule;

/// <summary>A user as stored, folded keys included: what the bulk path reads, compares and writes.</summary>
internal sealed record UserRow
{
    public const string Columns = "id, user_name, user_name_key, email, email_key, first_name, last_name, profile_id, is_active, department, location, job_title, external_id, is_sso_only, last_login_at, login_count, created_at, deactivated_at";

    private static readonly UserRow Blank = new() { UserName = "", UserNameKey = "" };

    public long Id { get; init; }

    public required string UserName { get; init; }

    public required string UserNameKey { get; init; }

    public string? Email { get; init; }

    public string? EmailKey { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public long ProfileId { get; init; }

    public bool IsActive { get; init; }

    public string? Department { get; init; }

    public string? Location { get; init; }

    public string? JobTitle { get; init; }

    public string? ExternalId { get; init; }

    public bool IsSsoOnly { get; init; }

    public long? LastLoginAt { get; init; }

    public long LoginCount { get; init; }

    public long CreatedAt { get; init; }

    public long? DeactivatedAt { get; init; }

    /// <summary>The ids of the user's groups, sorted. Filled where groups matter.</summary>
    public long[] Groups { get; init; } = [];

    /// <summary>The row that a look-up found.</summary>
    public static UserRow Read(Statement found, long[] groups)
    {
        string name = found.Text(1)!;
        return new()
        {
            Id = found.Number(0),
            UserName = name,
            UserNameKey = NameKey.WithoutPlaceholder(found.Text(2)!, name),
            Email = found.Text(3),
            EmailKey = found.Text(4),
            FirstName = found.Text(5),
            LastName = found.Text(6),
            ProfileId = found.Number(7),
            IsActive = found.Number(8) != 0,
            Department = found.Text(9),
            Location = found.Text(10),
            JobTitle = found.Text(11),
            ExternalId = found.Text(12),
            IsSsoOnly = found.Number(13) != 0,
            LastLoginAt = found.OptionalNumber(14),
            LoginCount = found.Number(15),
            CreatedAt = found.Number(16),
            DeactivatedAt = found.OptionalNumber(17),
            Groups = groups,
        };
    }

    /// <summary>What differs between this state of a user and another one.</summary>
    public UserFieldSet DifferenceFrom(UserRow other) =>
        If(UserName != other.UserName, UserFieldSet.UserName)
        | If(Email != other.Email, UserFieldSet.Email)
        | If(FirstName != other.FirstName, UserFieldSet.FirstName)
        | If(LastName != other.LastName, UserFieldSet.LastName)
        | If(ProfileId != other.ProfileId, UserFieldSet.Profile)
        | If(IsActive != other.IsActive, UserFieldSet.IsActive)
        | If(Department != other.Department, UserFieldSet.Department)
        | If(Location != other.Location, UserFieldSet.Location)
        | If(JobTitle != other.JobTitle, UserFieldSet.JobTitle)
        | If(ExternalId != other.ExternalId, UserFieldSet.ExternalId)
        | If(IsSsoOnly != other.IsSsoOnly, UserFieldSet.IsSsoOnly)
        | If(LastLoginAt != other.LastLoginAt, UserFieldSet.LastLoginAt)
        | If(LoginCount != other.LoginCount, UserFieldSet.LoginCount)
        | If(CreatedAt != other.CreatedAt, UserFieldSet.CreatedAt)
        | If(DeactivatedAt != other.DeactivatedAt, UserFieldSet.DeactivatedAt)
        | If(!Groups.AsSpan().SequenceEqual(other.Groups), UserFieldSet.Groups);

    private static UserFieldSet If(bool isDifferent, UserFieldSet field) => isDifferent ? field : UserFieldSet.None;

    /// <summary>The part that groups, roles and rights need.</summary>
    public UserOutline ToOutline() => new(Id, UserName, UserNameKey, ProfileId, IsActive, Department, Location);

    public PermUser ToUser(ProfileEntry profile, IReadOnlyList<string> groups, long readVersion, StoreOrigin origin) => new()
    {
        Id = Id,
        UserName = UserName,
        Email = Email,
        FirstName = FirstName,
        LastName = LastName,
        ProfileName = profile.Name,
        ProfileId = ProfileId,
        Tier = profile.Tier,
        IsActive = IsActive,
        Department = Department,
        Location = Location,
        JobTitle = JobTitle,
        Groups = NameList.Of(groups),
        ExternalId = ExternalId,
        IsSsoOnly = IsSsoOnly,
        LastLoginAt = LastLoginAt is { } login ? UtcTime.FromStored(login) : null,
        LoginCount = LoginCount,
        CreatedAt = UtcTime.FromStored(CreatedAt),
        DeactivatedAt = DeactivatedAt is { } deactivated ? UtcTime.FromStored(deactivated) : null,
        ReadVersion = readVersion,
        Stored = new UserKey(Id, UserName, CreatedAt, IsActive),
        Origin = origin,
    };

    /// <summary>The fields that say something of the user: what the audit trail keeps of a user who comes or goes.</summary>
    public UserFieldSet Held => DifferenceFrom(Blank) | UserFieldSet.IsActive;

    /// <summary>Writes fields of a user for the audit trail.</summary>
    public void WriteTo(Utf8JsonWriter json, Func<long, string> profileName, Func<long, string> groupName, UserFieldSet fields)
    {
        WriteText(nameof(UserName), UserFieldSet.UserName, UserName);
        WriteText(nameof(Email), UserFieldSet.Email, Email);
        WriteText(nameof(FirstName), UserFieldSet.FirstName, FirstName);
        WriteText(nameof(LastName), UserFieldSet.LastName, LastName);
        if (fields.Has(UserFieldSet.Profile))
        {
            json.WriteString("ProfileName", profileName(ProfileId));
        }

        if (fields.Has(UserFieldSet.IsActive))
        {
            json.WriteBoolean(nameof(IsActive), IsActive);
        }

        WriteText(nameof(Department), UserFieldSet.Department, Department);
        WriteText(nameof(Location), UserFieldSet.Location, Location);
        WriteText(nameof(JobTitle), UserFieldSet.JobTitle, JobTitle);
        WriteText(nameof(ExternalId), UserFieldSet.ExternalId, ExternalId);
        if (fields.Has(UserFieldSet.IsSsoOnly))
        {
            json.WriteBoolean(nameof(IsSsoOnly), IsSsoOnly);
        }

        if (fields.Has(UserFieldSet.LoginCount))
        {
            json.WriteNumber(nameof(LoginCount), LoginCount);
        }

        WriteTime(nameof(LastLoginAt), UserFieldSet.LastLoginAt, LastLoginAt);
        WriteTime(nameof(CreatedAt), UserFieldSet.CreatedAt, CreatedAt);
        WriteTime(nameof(DeactivatedAt), UserFieldSet.DeactivatedAt, DeactivatedAt);
        if (fields.Has(UserFieldSet.Groups))
        {
            json.WriteStartArray(nameof(Groups));
            foreach (long group in Groups)
            {
                json.WriteStringValue(groupName(group));
            }

            json.WriteEndArray();
        }

        void WriteText(string name, UserFieldSet field, string? value)
        {
            if (fields.Has(field))
            {
                json.WriteString(name, value);
            }
        }

        void WriteTime(string name, UserFieldSet field, long? value)
        {
            if (fields.Has(field))
            {
                json.WriteString(name, value is { } time ? UtcTime.ToText(time) : null);
            }
        }
    }
}
