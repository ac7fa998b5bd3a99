namespace PermModule.Transfer;

/// <summary>What the columns of files of people are called, and which field of a user each name stands for.</summary>
internal static class UserColumnNames
{
    /// <summary>The column that a file of rejected rows has in front; an import passes over it.</summary>
    public const string RejectReason = "RejectReason";

    /// <summary>The columns of the portal's user export, in its order.</summary>
    public static readonly string[] Portal =
    [
        "First name", "Last name", "User ID", "Username", "Email Address", "Last Login Date", "Account Status", "Country", "Phone Number", "Job",
        "Company Name", "Department", "Number of Logins", "Permission Profile", "Assigned User Groups", "Created Date", "Deactivation Date", "SSO Only", "Website",
    ];

    private static readonly Dictionary<string, UserField> Known = new(StringComparer.Ordinal)
    {
        ["username"] = UserField.UserName,
        ["login"] = UserField.UserName,
        ["loginname"] = UserField.UserName,
        ["userprincipalname"] = UserField.UserName,
        ["upn"] = UserField.UserName,
        ["samaccountname"] = UserField.UserName,
        ["email"] = UserField.Email,
        ["emailaddress"] = UserField.Email,
        ["mail"] = UserField.Email,
        ["primaryemail"] = UserField.Email,
        ["primarysmtpaddress"] = UserField.Email,
        ["inviteeemail"] = UserField.Email,
        ["firstname"] = UserField.FirstName,
        ["givenname"] = UserField.FirstName,
        ["lastname"] = UserField.LastName,
        ["surname"] = UserField.LastName,
        ["familyname"] = UserField.LastName,
        ["sn"] = UserField.LastName,
        ["profile"] = UserField.Profile,
        ["profilename"] = UserField.Profile,
        ["permissionprofile"] = UserField.Profile,
        ["group"] = UserField.Group,
        ["groups"] = UserField.Group,
        ["usergroups"] = UserField.Group,
        ["assignedusergroups"] = UserField.Group,
        ["department"] = UserField.Department,
        ["location"] = UserField.Location,
        ["country"] = UserField.Location,
        ["jobtitle"] = UserField.JobTitle,
        ["job"] = UserField.JobTitle,
        ["title"] = UserField.JobTitle,
        ["externalid"] = UserField.ExternalId,
        ["userid"] = UserField.ExternalId,
        ["objectid"] = UserField.ExternalId,
        ["objectguid"] = UserField.ExternalId,
        ["ssoonly"] = UserField.SsoOnly,
        ["isssoonly"] = UserField.SsoOnly,
        ["active"] = UserField.Active,
        ["isactive"] = UserField.Active,
        ["status"] = UserField.Active,
        ["accountstatus"] = UserField.Active,
        ["userstatus"] = UserField.Active,
        ["enabled"] = UserField.Active,
        ["isenabled"] = UserField.Active,
        ["accountenabled"] = UserField.Active,
        ["inactive"] = UserField.Inactive,
        ["isinactive"] = UserField.Inactive,
        ["disabled"] = UserField.Inactive,
        ["isdisabled"] = UserField.Inactive,
        ["accountdisabled"] = UserField.Inactive,
        ["suspended"] = UserField.Inactive,
        ["issuspended"] = UserField.Inactive,
        ["deactivated"] = UserField.Inactive,
        ["blocked"] = UserField.Inactive,
        ["blocksignin"] = UserField.Inactive,
        ["blockcredential"] = UserField.Inactive,
        ["lastloginat"] = UserField.LastLoginAt,
        ["lastlogindate"] = UserField.LastLoginAt,
        ["lastlogin"] = UserField.LastLoginAt,
        ["lastlogondate"] = UserField.LastLoginAt,
        ["lastsignin"] = UserField.LastLoginAt,
        ["lastsignindatetime"] = UserField.LastLoginAt,
        ["logincount"] = UserField.LoginCount,
        ["numberoflogins"] = UserField.LoginCount,
        ["createdat"] = UserField.CreatedAt,
        ["createddate"] = UserField.CreatedAt,
        ["createddatetime"] = UserField.CreatedAt,
        ["whencreated"] = UserField.CreatedAt,
        ["deactivatedat"] = UserField.DeactivatedAt,
        ["deactivationdate"] = UserField.DeactivatedAt,
    };

    /// <summary>Names that count only where no better one is in the file; an export of a directory has several for one field.</summary>
    private static readonly string[] SecondChoice = ["userprincipalname", "upn", "primarysmtpaddress", "objectid", "objectguid"];

    private static readonly string[] ThirdChoice = ["samaccountname"];

    // Nothing here needs them, so they are not stored: what is not kept cannot leak.
    private static readonly HashSet<string> NotKeptNames = new(StringComparer.Ordinal)
    {
        "phonenumber", "phone", "telephonenumber", "officephone", "mobile", "mobilephone", "companyname", "company", "website",
        "password", "initialpassword", "passwordprofile", "streetaddress", "city", "stateorprovince", "postalcode", "ziporpostalcode", "usagelocation",
    };

    // Parts of names by which a column says who is active, and parts by which it speaks of something else.
    private static readonly string[] StateParts =
        ["enabled", "disabled", "active", "status", "suspended", "blocked", "deactivat", "terminat", "archived", "aktiv", "actif", "gesperrt", "useraccountcontrol", "locked", "accountlock", "accountstate", "userstate", "lifecyclestate", "deleted", "expired", "activo", "attivo", "ativo", "actief", "habilitado", "bloque", "attiv", "aktywn", "désactiv", "bloqu", "blokk", "bloccat", "zablok"];

    private static readonly string[] NoStateParts =
        ["last", "letzt", "dernier", "laatst", "ultim", "último", "ostatni", "date", "datum", "fecha", "data", "time", "since", "directory", "interactive", "mfa", "multifactor", "2fa", "twofactor", "password", "license", "licence", "marital", "mail", "sync", "consent"];

    private static readonly string[] HeaderWords = ["name", "fullname", "displayname", "id", "role", "number", "no", "description", "comment", "manager", "type", "address", "street", "town", "language"];

    /// <summary>The same names with those of other languages, which no message suggests.</summary>
    private static readonly Dictionary<string, UserField> All = WithLocalized();

    /// <summary>How many fields of a user these names stand for; how likely they are a header.</summary>
    public static int CountKnown(IEnumerable<string> names) => names.Count(name => All.ContainsKey(Key(name)));

    /// <summary>True when the names hold a user name or an e-mail address.</summary>
    public static bool NamesPeople(IEnumerable<string> names) => names.Any(name => FieldOf(name) is UserField.UserName or UserField.Email);

    /// <summary>
    /// True for a row with which another table begins: one of people with other columns, or after an empty row one of groups or the like,
    /// whose names would become people.
    /// </summary>
    /// <param name="cells">The cells of the row.</param>
    /// <param name="header">The names of the columns of the table so far.</param>
    /// <param name="isAfterGap">True where an empty row is in front of it.</param>
    /// <remarks>A person may have a profile that is called like a column, and a state that is: without a gap all cells have to be such names, and one with an address never is one.</remarks>
    public static bool BeginsOtherTable(IReadOnlyList<string> cells, IReadOnlyList<string> header, bool isAfterGap)
    {
        string[] said = [.. cells.Where(cell => cell.Length > 0)];
        bool isOfPeople = NamesPeople(said) && CountKnown(said) > 1 && (isAfterGap || Array.TrueForAll(said, LooksLikeHeader));
        bool isOfOthers = isAfterGap && said is [{ } first, ..] && FieldOf(first) is not null && !Array.Exists(said, cell => cell.Any(char.IsDigit));
        return (isOfPeople || isOfOthers) && !Array.Exists(said, cell => cell.Contains('@', StringComparison.Ordinal)) && !Repeats(cells, header);
    }

    /// <summary>True for a row that says again what the columns are called, as files do that were put one behind the other.</summary>
    public static bool Repeats(IReadOnlyList<string> cells, IReadOnlyList<string> header) => NamesPeople(cells) && KeysOf(cells).SequenceEqual(KeysOf(header), StringComparer.Ordinal);

    /// <summary>The field that a name stands for, or null.</summary>
    public static UserField? FieldOf(string name) => All.TryGetValue(Key(name), out UserField field) ? field : null;

    /// <summary>How many better names a field can have than this one.</summary>
    public static int Rank(string name) => Key(name) is var key && SecondChoice.Contains(key, StringComparer.Ordinal) ? 1 : ThirdChoice.Contains(key, StringComparer.Ordinal) ? 2 : 0;

    /// <summary>True for a name that an import does not know and that seems to say who is active.</summary>
    public static bool SeemsToSayWhoIsActive(string name)
    {
        string key = Key(name);
        return !All.ContainsKey(key)
            && StateParts.Any(part => key.Contains(part, StringComparison.Ordinal))
            && !NoStateParts.Any(part => key.Contains(part, StringComparison.Ordinal));
    }

    /// <summary>True for a name that is known and whose column is deliberately not kept.</summary>
    public static bool IsNotKept(string name) => NotKeptNames.Contains(Key(name));

    /// <summary>True for a name that a header has, whether an import reads its column or not.</summary>
    public static bool LooksLikeHeader(string name) => Key(name) is var key && (All.ContainsKey(key) || NotKeptNames.Contains(key) || HeaderWords.Contains(key, StringComparer.Ordinal));

    /// <summary>The field whose name an unknown name is close to, or null.</summary>
    public static UserField? Meant(string name) => All.ContainsKey(Key(name)) ? null : NameDistance.Closest(Key(name), Known.Keys) is { } similar ? Known[similar] : null;

    /// <summary>
    /// What a column is known by. Templates of directories have the name in brackets behind a label, as in <c>First name [givenName]</c>,
    /// or a remark, as in <c>Email Address [Required]</c>. Under <c>Block sign in (Yes/No) [accountEnabled]</c> yes means disabled.
    /// </summary>
    public static string Key(string name)
    {
        int open = name.IndexOf('[', StringComparison.Ordinal);
        int close = open < 0 ? -1 : name.IndexOf(']', open);
        if (close < 0)
        {
            return Normalize(name);
        }

        string label = Normalize(name[..open]);
        string inner = Normalize(name[(open + 1)..close]);
        if (label.StartsWith("blocksignin", StringComparison.Ordinal))
        {
            return "blocksignin";
        }

        return label.Length == 0 || All.ContainsKey(inner) || NotKeptNames.Contains(inner) ? inner : label;
    }

    /// <summary>Letters and digits alone, in lower case: <c>E-mail address</c> and <c>EmailAddress</c> are one name.</summary>
    public static string Normalize(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static IEnumerable<string> KeysOf(IReadOnlyList<string> names) => names.Select(Key).Reverse().SkipWhile(key => key.Length == 0);

    private static Dictionary<string, UserField> WithLocalized()
    {
        Dictionary<string, UserField> all = new(Known, StringComparer.Ordinal);
        foreach ((string key, UserField field) in LocalizedColumns.Keys)
        {
            all.TryAdd(key, field);
        }

        return all;
    }
}
