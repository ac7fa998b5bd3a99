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

    private static readonly Dictionary<string, UserField> Known = new(StringComparer.Ordinal)
    {
        ["username"] = UserField.UserName,
        ["login"] = UserField.UserName,
        ["loginname"] = UserField.UserName,
        ["email"] = UserField.Email,
        ["emailaddress"] = UserField.Email,
        ["mail"] = UserField.Email,
        ["firstname"] = UserField.FirstName,
        ["givenname"] = UserField.FirstName,
        ["lastname"] = UserField.LastName,
        ["surname"] = UserField.LastName,
        ["familyname"] = UserField.LastName,
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
        ["ssoonly"] = UserField.SsoOnly,
        ["isssoonly"] = UserField.SsoOnly,
        ["active"] = UserField.Active,
        ["isactive"] = UserField.Active,
        ["status"] = UserField.Active,
        ["accountstatus"] = UserField.Active,
        ["inactive"] = UserField.Inactive,
        ["lastloginat"] = UserField.LastLoginAt,
        ["lastlogindate"] = UserField.LastLoginAt,
        ["lastlogin"] = UserField.LastLoginAt,
        ["logincount"] = UserField.LoginCount,
        ["numberoflogins"] = UserField.LoginCount,
        ["createdat"] = UserField.CreatedAt,
        ["createddate"] = UserField.CreatedAt,
        ["deactivatedat"] = UserField.DeactivatedAt,
        ["deactivationdate"] = UserField.DeactivatedAt,
    };

    // Nothing here needs them, so they are not stored: what is not kept cannot leak.
    private static readonly HashSet<string> NotKeptNames = new(StringComparer.Ordinal) { "phonenumber", "phone", "companyname", "company", "website" };

    private readonly int[] _indexes = new int[Enum.GetValues<UserField>().Length];

    private UserColumns(IReadOnlyList<string> header)
    {
        Header = header;
        Array.Fill(_indexes, -1);
    }

    public IReadOnlyList<string> Header { get; }

    /// <summary>The columns that mean nothing to an import.</summary>
    public List<string> Unknown { get; } = [];

    /// <summary>The columns that are known and deliberately not kept.</summary>
    public List<string> NotKept { get; } = [];

    /// <summary>How many fields of a user these names stand for; how likely they are a header.</summary>
    public static int CountKnown(IEnumerable<string> names) => names.Count(name => Known.ContainsKey(Normalize(name)));

    /// <summary>True when the names hold a user name or an e-mail address.</summary>
    public static bool NamesPeople(IEnumerable<string> names) =>
        names.Any(name => Known.TryGetValue(Normalize(name), out UserField field) && field is UserField.UserName or UserField.Email);

    /// <summary>The map with its fields understood.</summary>
    /// <exception cref="PermInvalidInputException"><c>ColumnMapInvalid</c>.</exception>
    public static Dictionary<UserField, string> Read(IReadOnlyDictionary<string, string>? map)
    {
        Dictionary<UserField, string> fields = [];
        foreach ((string name, string column) in map ?? ReadOnlyDictionary<string, string>.Empty)
        {
            if (!Known.TryGetValue(Normalize(name), out UserField field))
            {
                throw new PermInvalidInputException(ErrorId.ColumnMapInvalid, $"'{TextRules.Cut(name)}' in the column map is not a field of a user. The fields are {string.Join(", ", Enum.GetNames<UserField>())}.", name);
            }

            fields[field] = column;
        }

        return fields;
    }

    /// <summary>Finds the columns.</summary>
    /// <exception cref="PermInvalidInputException"><c>ColumnMissing</c>, <c>ColumnAmbiguous</c>, <c>ColumnMapInvalid</c>.</exception>
    public static UserColumns Find(IReadOnlyList<string> header, IReadOnlyDictionary<string, string>? map, char delimiter)
    {
        UserColumns columns = new(header);
        Dictionary<UserField, string> fields = Read(map);
        foreach ((UserField field, string column) in fields)
        {
            int index = IndexOf(header, column);
            if (index < 0)
            {
                throw new PermInvalidInputException(ErrorId.ColumnMissing, $"The file has no column '{TextRules.Cut(column)}', which the column map names for {field}. {Describe(header)}", column) { Detail = ErrorDetail.MappedColumn };
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
            string hint = header.Count == 1 ? $" It was read as a single column, separated by '{(delimiter == '\t' ? "tab" : delimiter)}'." : "";
            throw new PermInvalidInputException(ErrorId.ColumnMissing, $"The file has no column for the user name or the e-mail address. {Describe(header)}{hint}", "UserName") { Detail = header.Count == 1 ? ErrorDetail.SingleColumn : null };
        }

        return columns;
    }

    public bool Has(UserField field) => _indexes[(int)field] >= 0;

    /// <summary>The column of a field, or -1.</summary>
    public int Index(UserField field) => _indexes[(int)field];

    /// <summary>How the file calls the column of a field; the field's own name where it has none.</summary>
    public string Name(UserField field) => Has(field) ? Header[Index(field)].Trim() : field.ToString();

    private static int IndexOf(IReadOnlyList<string> header, string column)
    {
        string wanted = Normalize(column);
        for (int i = 0; i < header.Count; i++)
        {
            if (string.Equals(header[i].Trim(), column.Trim(), StringComparison.OrdinalIgnoreCase) || (wanted.Length > 0 && Normalize(header[i]) == wanted))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Letters and digits alone, in lower case: <c>E-mail address</c> and <c>EmailAddress</c> are one name.</summary>
    private static string Normalize(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>The columns, for a message. A first line without any known name may be a person, of whom no message tells.</summary>
    private static string Describe(IReadOnlyCollection<string> header) => CountKnown(header) == 0
        ? "Its first line names no column that is known; perhaps the line with the names is missing."
        : $"Its columns are {string.Join(", ", header.Take(25).Select(name => $"'{TextRules.Cut(name)}'"))}.";

    private void Take(int index, Dictionary<UserField, string> map)
    {
        string name = Header[index];
        string normalized = Normalize(name);
        if (Known.TryGetValue(normalized, out UserField field))
        {
            int taken = _indexes[(int)field];
            if (taken < 0)
            {
                _indexes[(int)field] = index;
            }
            else if (!map.ContainsKey(field))
            {
                throw new PermInvalidInputException(ErrorId.ColumnAmbiguous, $"The columns '{TextRules.Cut(Header[taken])}' and '{TextRules.Cut(name)}' both stand for {field}.", name) { Detail = field.ToString() };
            }
        }
        else if (NotKeptNames.Contains(normalized))
        {
            NotKept.Add(name.Trim());
        }
        else if (normalized.Length > 0 && !string.Equals(normalized, RejectReason, StringComparison.OrdinalIgnoreCase))
        {
            Unknown.Add(name.Trim());
        }
    }
}
