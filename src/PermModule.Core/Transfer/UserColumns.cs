namespace PermModule.Transfer;

/// <summary>Which column of a table holds which field, by the names of the columns or by a map.</summary>
internal sealed class UserColumns
{
    /// <summary>A message names no more columns than fit a screen.</summary>
    private const int MaxNamed = 25;

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

    /// <summary>The refusal of a column that says who is active in a way that is not known.</summary>
    public static PermInvalidInputException StateUnknown(string column) => new(
        ErrorId.StateColumnUnknown,
        $"The column '{TextRules.Cut(column)}' seems to say who is active, but an import does not know it by that name; passing over it could activate people who are disabled. Name it in the column map for Active, or for Inactive where yes means disabled. If it says something else, map Active to nothing.",
        column);

    /// <summary>Finds the columns.</summary>
    /// <exception cref="PermInvalidInputException"><c>ColumnMissing</c>, <c>ColumnAmbiguous</c>, <c>ColumnMapInvalid</c>, <c>StateColumnUnknown</c>.</exception>
    public static UserColumns Find(IReadOnlyList<string> header, IReadOnlyDictionary<string, string>? map, char delimiter)
    {
        UserColumns columns = new(header);
        Dictionary<UserField, string> fields = UserColumnMap.Read(map);
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

    private static int IndexOf(IReadOnlyList<string> header, string column)
    {
        string wanted = UserColumnNames.Normalize(column);
        for (int i = 0; i < header.Count; i++)
        {
            if (string.Equals(header[i].Trim(), column.Trim(), StringComparison.OrdinalIgnoreCase) || (wanted.Length > 0 && (UserColumnNames.Normalize(header[i]) == wanted || UserColumnNames.Key(header[i]) == wanted)))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The columns and the delimiter, for a message. A first line without any name that a header has may be a person, of whom no message tells.</summary>
    private static string Describe(IReadOnlyCollection<string> header, char delimiter)
    {
        string separated = header.Count == 1 ? "a single column" : $"{header.Count} columns";
        string found = $"It was read as {separated}, separated by {(delimiter == '\t' ? "tab" : $"'{delimiter}'")}";
        if (!header.Any(UserColumnNames.LooksLikeHeader))
        {
            return $"{found}; its first line names none that is known, perhaps the line with the names is missing.";
        }

        string more = header.Count > MaxNamed ? $" and {header.Count - MaxNamed} more" : "";
        return $"{found}: {string.Join(", ", header.Take(MaxNamed).Select(name => Suggest(TextRules.Cut(name.Trim()))))}{more}.";
    }

    private static string Suggest(string name) => UserColumnNames.Meant(name) is { } meant ? $"'{name}' (did you mean {meant}?)" : $"'{name}'";

    private void Take(int index, Dictionary<UserField, string> map)
    {
        string name = Header[index];
        string key = UserColumnNames.Key(name);
        if (UserColumnNames.FieldOf(name) is { } field)
        {
            Take(index, name, field, map);
        }
        else if (UserColumnNames.IsNotKept(name))
        {
            NotKept.Add(name.Trim());
        }
        else if (key == "state")
        {
            State = index;
            Unknown.Add(name.Trim());
        }
        else if (key.Length > 0 && !string.Equals(key, UserColumnNames.RejectReason, StringComparison.OrdinalIgnoreCase))
        {
            string shown = TextRules.Cut(name.Trim());
            Unknown.Add(UserColumnNames.Meant(name) is { } meant ? $"{shown} (did you mean {meant}?)" : shown);
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

        int difference = UserColumnNames.Rank(name) - UserColumnNames.Rank(Header[taken]);
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

        if (Header.FirstOrDefault(name => !_indexes.Any(index => index >= 0 && ReferenceEquals(Header[index], name)) && UserColumnNames.SeemsToSayWhoIsActive(name)) is { } column)
        {
            throw StateUnknown(column.Trim());
        }
    }
}
