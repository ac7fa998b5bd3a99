using System.Collections.ObjectModel;

namespace PermModule.Transfer;

/// <summary>Which column of a table holds which field, by the names of the columns or by a map.</summary>
internal sealed class UserColumns
{
    /// <summary>The column that a file of rejected rows has in front; an import passes over it.</summary>
    public const string RejectReason = "RejectReason";

    /// <summary>The columns of the portal's user export, in its order.</summary>
    public static readonly string[] Portal =
    [
        "First name", "Last name", "User ID", "Username", "Email Address", "Last Login Date", "Account Status", "Country", "Phone Number", "Job",
        "Company Name", "Department", "Number of Logins", "Permission Profile", "Assigned User Groups", "Created Date", "Deactivation Date", "SSO Only", "Website",
    ];

    /// <summary>A message names no more columns than fit a screen.</summary>
    private const int MaxNamed = 25;

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
        ["enabled", "disabled", "active", "status", "suspended", "blocked", "deactivat", "terminat", "archived", "aktiv", "actif", "gesperrt", "useraccountcontrol", "accountlock", "accountstate", "userstate", "lifecyclestate"];

    private static readonly string[] NoStateParts =
        ["last", "date", "time", "since", "directory", "interactive", "mfa", "multifactor", "2fa", "twofactor", "password", "license", "licence", "marital", "mail", "sync", "consent"];

    private static readonly string[] HeaderWords = ["name", "fullname", "displayname", "id", "role", "number", "no", "description", "comment", "manager", "type", "address", "street", "town", "language"];

    private readonly int[] _indexes = new int[Enum.GetValues<UserField>().Length];

    private UserColumns(IReadOnlyList<string> header)
    {
        Header = header;
        Named = header.Count;
        while (Named > 0 && string.IsNullOrWhiteSpace(header[Named - 1]))
        {
            Named--;
        }

        Array.Fill(_indexes, -1);
    }

    public IReadOnlyList<string> Header { get; }

    /// <summary>How many columns there are up to the last one with a name; spreadsheets save empty ones behind it.</summary>
    public int Named { get; }

    /// <summary>The columns that mean nothing to an import, each with the field that was probably meant.</summary>
    public List<string> Unknown { get; } = [];

    /// <summary>The columns that are known and deliberately not kept.</summary>
    public List<string> NotKept { get; } = [];

    /// <summary>A column called State, or -1. It may hold a province, or who is active; its first value tells.</summary>
    public int State { get; private set; } = -1;

    /// <summary>How many fields of a user these names stand for; how likely they are a header.</summary>
    public static int CountKnown(IEnumerable<string> names) => names.Count(name => Known.ContainsKey(Key(name)));

    /// <summary>True when the names hold a user name or an e-mail address.</summary>
    public static bool NamesPeople(IEnumerable<string> names) => names.Any(name => FieldOf(name) is UserField.UserName or UserField.Email);

    /// <summary>The field that a name stands for, or null.</summary>
    public static UserField? FieldOf(string name) => Known.TryGetValue(Key(name), out UserField field) ? field : null;

    /// <summary>How many better names a field can have than this one.</summary>
    public static int Rank(string name) => Key(name) is var key && SecondChoice.Contains(key, StringComparer.Ordinal) ? 1 : ThirdChoice.Contains(key, StringComparer.Ordinal) ? 2 : 0;

    /// <summary>True for a name that an import does not know and that seems to say who is active.</summary>
    public static bool SeemsToSayWhoIsActive(string name)
    {
        string key = Key(name);
        return !Known.ContainsKey(key)
            && StateParts.Any(part => key.Contains(part, StringComparison.Ordinal))
            && !NoStateParts.Any(part => key.Contains(part, StringComparison.Ordinal));
    }

    /// <summary>The refusal of a column that says who is active in a way that is not known.</summary>
    public static PermInvalidInputException StateUnknown(string column) => new(
        ErrorId.StateColumnUnknown,
        $"The column '{TextRules.Cut(column)}' seems to say who is active, but an import does not know it by that name; passing over it could activate people who are disabled. Name it in the column map for Active, or for Inactive where yes means disabled. If it says something else, map Active to nothing.",
        column);

    /// <summary>The map with its fields understood. A field that is mapped to nothing is not read.</summary>
    /// <exception cref="PermInvalidInputException"><c>ColumnMapInvalid</c>.</exception>
    public static Dictionary<UserField, string> Read(IReadOnlyDictionary<string, string>? map)
    {
        Dictionary<UserField, string> fields = [];
        foreach ((string name, string column) in map ?? ReadOnlyDictionary<string, string>.Empty)
        {
            fields[FieldOf(name) ?? throw NoField(name)] = column;
        }

        return fields;
    }

    /// <summary>Finds the columns.</summary>
    /// <exception cref="PermInvalidInputException"><c>ColumnMissing</c>, <c>ColumnAmbiguous</c>, <c>ColumnMapInvalid</c>, <c>StateColumnUnknown</c>.</exception>
    public static UserColumns Find(IReadOnlyList<string> header, IReadOnlyDictionary<string, string>? map, char delimiter)
    {
        UserColumns columns = new(header);
        Dictionary<UserField, string> fields = Read(map);
        foreach ((UserField field, string column) in fields.Where(mapped => mapped.Value.Length > 0))
        {
            int index = IndexOf(header, column);
            if (index < 0)
            {
                throw new PermInvalidInputException(ErrorId.ColumnMissing, $"The file has no column '{TextRules.Cut(column)}' which the column map names for {field}. {Describe(header, delimiter)}", column) { Detail = ErrorDetail.MappedColumn };
            }

            columns._indexes[(int)field] = index;
        }

        for (int i = 0; i < header.Count; i++)
        {
            if (!columns._indexes.Contains(i))
            {
                columns.Take(i, fields);
            }
        }

        if (!columns.Has(UserField.UserName) && !columns.Has(UserField.Email))
        {
            throw new PermInvalidInputException(ErrorId.ColumnMissing, $"The file has no column for the user name or the e-mail address. {Describe(header, delimiter)}", "UserName") { Detail = header.Count == 1 ? ErrorDetail.SingleColumn : null };
        }

        columns.CheckState(fields);
        return columns;
    }

    public bool Has(UserField field) => _indexes[(int)field] >= 0;

    /// <summary>The column of a field, or -1.</summary>
    public int Index(UserField field) => _indexes[(int)field];

    /// <summary>How the file calls the column of a field; the field's own name where it has none.</summary>
    public string Name(UserField field) => Has(field) ? Header[Index(field)].Trim() : field.ToString();

    private static PermInvalidInputException NoField(string name)
    {
        string meant = NameDistance.Closest(name.Trim(), Enum.GetNames<UserField>()) is { } similar ? $" Did you mean {similar}?" : "";
        return new PermInvalidInputException(ErrorId.ColumnMapInvalid, $"'{TextRules.Cut(name)}' in the column map is not a field of a user.{meant} The fields are {string.Join(", ", Enum.GetNames<UserField>())}.", name);
    }

    private static int IndexOf(IReadOnlyList<string> header, string column)
    {
        string wanted = Normalize(column);
        for (int i = 0; i < header.Count; i++)
        {
            if (string.Equals(header[i].Trim(), column.Trim(), StringComparison.OrdinalIgnoreCase) || (wanted.Length > 0 && (Normalize(header[i]) == wanted || Key(header[i]) == wanted)))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Letters and digits alone, in lower case: <c>E-mail address</c> and <c>EmailAddress</c> are one name.</summary>
    private static string Normalize(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>
    /// What a column is known by. Templates of directories have the name in brackets behind a label, as in <c>First name [givenName]</c>,
    /// or a remark, as in <c>Email Address [Required]</c>. Under <c>Block sign in (Yes/No) [accountEnabled]</c> yes means disabled.
    /// </summary>
    private static string Key(string name)
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

        return label.Length == 0 || Known.ContainsKey(inner) || NotKeptNames.Contains(inner) ? inner : label;
    }

    /// <summary>The columns and the delimiter, for a message. A first line without any name that a header has may be a person, of whom no message tells.</summary>
    private static string Describe(IReadOnlyCollection<string> header, char delimiter)
    {
        string separated = header.Count == 1 ? "a single column" : $"{header.Count} columns";
        string found = $"It was read as {separated}, separated by {(delimiter == '\t' ? "tab" : $"'{delimiter}'")}";
        if (!header.Any(LooksLikeHeader))
        {
            return $"{found}; its first line names none that is known, perhaps the line with the names is missing.";
        }

        string more = header.Count > MaxNamed ? $" and {header.Count - MaxNamed} more" : "";
        return $"{found}: {string.Join(", ", header.Take(MaxNamed).Select(name => Suggest(TextRules.Cut(name.Trim()))))}{more}.";
    }

    private static bool LooksLikeHeader(string name) => Key(name) is var key && (Known.ContainsKey(key) || NotKeptNames.Contains(key) || HeaderWords.Contains(key, StringComparer.Ordinal));

    private static string Suggest(string name) => Meant(name) is { } meant ? $"'{name}' (did you mean {meant}?)" : $"'{name}'";

    private static UserField? Meant(string name) => Known.ContainsKey(Key(name)) ? null : NameDistance.Closest(Key(name), Known.Keys) is { } similar ? Known[similar] : null;

    private void Take(int index, Dictionary<UserField, string> map)
    {
        string name = Header[index];
        string key = Key(name);
        if (Known.TryGetValue(key, out UserField field))
        {
            Take(index, name, field, map);
        }
        else if (NotKeptNames.Contains(key))
        {
            NotKept.Add(name.Trim());
        }
        else if (key == "state")
        {
            State = index;
            Unknown.Add(name.Trim());
        }
        else if (key.Length > 0 && !string.Equals(key, RejectReason, StringComparison.OrdinalIgnoreCase))
        {
            string shown = TextRules.Cut(name.Trim());
            Unknown.Add(Meant(name) is { } meant ? $"{shown} (did you mean {meant}?)" : shown);
        }
    }

    private void Take(int index, string name, UserField field, Dictionary<UserField, string> map)
    {
        int taken = _indexes[(int)field];
        if (map.ContainsKey(field))
        {
            // The map names another column for the field, or none.
            return;
        }

        if (taken < 0)
        {
            _indexes[(int)field] = index;
            return;
        }

        int difference = Rank(name) - Rank(Header[taken]);
        if (difference == 0)
        {
            throw new PermInvalidInputException(ErrorId.ColumnAmbiguous, $"The columns '{TextRules.Cut(Header[taken])}' and '{TextRules.Cut(name)}' both stand for {field}.", name) { Detail = field.ToString() };
        }

        Unknown.Add(TextRules.Cut((difference > 0 ? name : Header[taken]).Trim()));
        _indexes[(int)field] = difference > 0 ? taken : index;
    }

    /// <summary>A column that says who is active is read or refused, never passed over.</summary>
    private void CheckState(Dictionary<UserField, string> map)
    {
        if (Has(UserField.Active) || Has(UserField.Inactive) || map.ContainsKey(UserField.Active) || map.ContainsKey(UserField.Inactive))
        {
            State = -1;
            return;
        }

        if (Header.FirstOrDefault(name => !_indexes.Any(index => index >= 0 && ReferenceEquals(Header[index], name)) && SeemsToSayWhoIsActive(name)) is { } column)
        {
            throw StateUnknown(column.Trim());
        }
    }
}
