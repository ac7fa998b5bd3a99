using System.Text.Json;
using Microsoft.Data.Sqlite;
using PermModule.Audit;
using PermModule.Storage;

namespace PermModule;

/// <summary>A user as stored, folded keys included: what the bulk path reads, compares and writes.</summary>
internal sealed record UserRow
{
    public const string Columns = "id, user_name, user_name_key, email, email_key, first_name, last_name, profile_id, is_active, department, location, job_title, external_id, is_sso_only, last_login_at, login_count, created_at, deactivated_at";

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

    public static UserRow Read(SqliteDataReader reader, long[] groups) => new()
    {
        Id = reader.GetInt64(0),
        UserName = reader.GetString(1),
        UserNameKey = reader.GetString(2),
        Email = Text(reader, 3),
        EmailKey = Text(reader, 4),
        FirstName = Text(reader, 5),
        LastName = Text(reader, 6),
        ProfileId = reader.GetInt64(7),
        IsActive = reader.GetBoolean(8),
        Department = Text(reader, 9),
        Location = Text(reader, 10),
        JobTitle = Text(reader, 11),
        ExternalId = Text(reader, 12),
        IsSsoOnly = reader.GetBoolean(13),
        LastLoginAt = Number(reader, 14),
        LoginCount = reader.GetInt64(15),
        CreatedAt = reader.GetInt64(16),
        DeactivatedAt = Number(reader, 17),
        Groups = groups,
    };

    /// <summary>The row that a look-up found.</summary>
    public static UserRow Read(LookUp found, long[] groups) => new()
    {
        Id = found.Column(0),
        UserName = found.Text(1)!,
        UserNameKey = found.Text(2)!,
        Email = found.Text(3),
        EmailKey = found.Text(4),
        FirstName = found.Text(5),
        LastName = found.Text(6),
        ProfileId = found.Column(7),
        IsActive = found.Column(8) != 0,
        Department = found.Text(9),
        Location = found.Text(10),
        JobTitle = found.Text(11),
        ExternalId = found.Text(12),
        IsSsoOnly = found.Column(13) != 0,
        LastLoginAt = found.OptionalColumn(14),
        LoginCount = found.Column(15),
        CreatedAt = found.Column(16),
        DeactivatedAt = found.OptionalColumn(17),
        Groups = groups,
    };

    public bool SameAs(UserRow other) => Groups.AsSpan().SequenceEqual(other.Groups) && this with { Groups = other.Groups } == other;

    public PermUser ToUser(ProfileEntry profile, IReadOnlyList<string> groups, long readVersion, object origin) => new()
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
        Groups = groups,
        ExternalId = ExternalId,
        IsSsoOnly = IsSsoOnly,
        LastLoginAt = LastLoginAt is { } login ? UtcTime.FromStored(login) : null,
        LoginCount = LoginCount,
        CreatedAt = UtcTime.FromStored(CreatedAt),
        DeactivatedAt = DeactivatedAt is { } deactivated ? UtcTime.FromStored(deactivated) : null,
        ReadVersion = readVersion,
        Origin = origin,
    };

    /// <summary>Writes what the audit trail keeps of a user; with <paramref name="other"/> only what differs from it.</summary>
    public void WriteTo(Utf8JsonWriter json, Func<long, string> profileName, Func<long, string> groupName, UserRow? other = null)
    {
        WriteText(json, nameof(UserName), UserName, other?.UserName);
        WriteText(json, nameof(Email), Email, other?.Email, other is not null);
        WriteText(json, nameof(FirstName), FirstName, other?.FirstName, other is not null);
        WriteText(json, nameof(LastName), LastName, other?.LastName, other is not null);
        if (other is null || other.ProfileId != ProfileId)
        {
            json.WriteString("ProfileName", profileName(ProfileId));
        }

        if (other is null || other.IsActive != IsActive)
        {
            json.WriteBoolean(nameof(IsActive), IsActive);
        }

        WriteText(json, nameof(Department), Department, other?.Department, other is not null);
        WriteText(json, nameof(Location), Location, other?.Location, other is not null);
        WriteText(json, nameof(JobTitle), JobTitle, other?.JobTitle, other is not null);
        WriteText(json, nameof(ExternalId), ExternalId, other?.ExternalId, other is not null);
        if (other is null ? IsSsoOnly : other.IsSsoOnly != IsSsoOnly)
        {
            json.WriteBoolean(nameof(IsSsoOnly), IsSsoOnly);
        }

        if (other is null ? LoginCount != 0 : other.LoginCount != LoginCount)
        {
            json.WriteNumber(nameof(LoginCount), LoginCount);
        }

        WriteTime(json, nameof(LastLoginAt), LastLoginAt, other?.LastLoginAt, other is not null);
        if (other is not null && other.CreatedAt != CreatedAt)
        {
            json.WriteString(nameof(CreatedAt), UtcTime.ToText(CreatedAt));
        }

        WriteTime(json, nameof(DeactivatedAt), DeactivatedAt, other?.DeactivatedAt, other is not null);
        if (other is null ? Groups.Length > 0 : !Groups.AsSpan().SequenceEqual(other.Groups))
        {
            json.WriteStartArray(nameof(Groups));
            foreach (long group in Groups)
            {
                json.WriteStringValue(groupName(group));
            }

            json.WriteEndArray();
        }
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value, string? other, bool isDifference = true)
    {
        if (!isDifference)
        {
            json.WriteIfSet(name, value);
        }
        else if (!string.Equals(value, other, StringComparison.Ordinal))
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteTime(Utf8JsonWriter json, string name, long? value, long? other, bool isDifference)
    {
        if (isDifference ? value != other : value is not null)
        {
            json.WriteString(name, value is { } time ? UtcTime.ToText(time) : null);
        }
    }

    private static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static long? Number(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
}
