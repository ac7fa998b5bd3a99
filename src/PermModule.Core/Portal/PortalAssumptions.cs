namespace PermModule.Portal;

/// <summary>
/// What the published description of the portal's interface leaves open, and what is assumed of it. The topic about the portal
/// lists the same points with a way to check each on a real portal.
/// </summary>
internal static class PortalAssumptions
{
    /// <summary>The default that is published for users. A larger page may be cut to an unpublished maximum without a word.</summary>
    public const int UsersPerPage = 100;

    /// <summary>The default that is published for groups.</summary>
    public const int GroupsPerPage = 20;

    /// <summary>The separator in <c>groupIds</c> is that of other lists in the same interface.</summary>
    public const char GroupSeparator = ',';

    /// <summary>A modified user may be served from a copy that is a moment old.</summary>
    public const int ReadBackAttempts = 3;

    /// <summary>How long the portal stays closed to an address that asked too often, counted from its last request.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Support pages name this number of days before a deactivated user can be activated again.</summary>
    public const int ReactivationDelayDays = 180;

    /// <summary>
    /// The key under which ids are compared. Ids come as 8-4-4-16 and as 8-4-4-4-12 hexadecimal digits, in either case;
    /// both spellings are taken to hold the same digits.
    /// </summary>
    public static string Key(string id) => id.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>True for an id as directories write theirs, 8-4-4-4-12. The user interface of version 4 knows nobody by such an id.</summary>
    public static bool IsOfDirectory(string id) => Guid.TryParseExact(id, "D", out _);

    /// <summary>An id in the spelling that the user interface of version 4 takes: 8-4-4-16.</summary>
    public static string ToVersion4(string id)
    {
        string key = Key(id);
        return key.Length == 32 && key.All(char.IsAsciiHexDigit) ? $"{key[..8]}-{key[8..12]}-{key[12..16]}-{key[16..]}" : id;
    }
}
