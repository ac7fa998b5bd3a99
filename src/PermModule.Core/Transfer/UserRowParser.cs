using System.Buffers;
using System.Globalization;

namespace PermModule.Transfer;

/// <summary>Turns the cells of a row into what is said of a user, or says which cell cannot be understood and why.</summary>
/// <param name="emptyClears">True when an empty cell clears what the store has; else it says nothing.</param>
internal sealed class UserRowParser(bool emptyClears)
{
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    /// <summary>Longer than every cell that can be right; the names of groups share one.</summary>
    private const int MaxCell = 16_000;

    // Stands for bytes that are not text in the encoding of the file; Unicode sets it aside for such uses.
    private const char Undecodable = '\uFFFF';

    private static readonly string[] TimeFormats =
    [
        "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-ddTHH:mm:ssK",
        "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd",
        "yyyy-MM-dd HH:mm:ssK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm",
        "yyyy-MM-ddTHH:mmK",
    ];

    private static readonly SearchValues<char> Unwanted = SearchValues.Create([.. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Select(code => (char)code), Undecodable]);

    private IUserCells _cells = null!;
    private long _row;
    private PermImportReject? _reject;

    public ImportRow Parse(long row, IUserCells cells, byte[]? raw)
    {
        _cells = cells;
        _row = row;
        _reject = null;
        UserData data = new()
        {
            UserName = NullIfEmpty(Text(UserField.UserName)),
            Email = Said(Text(UserField.Email)),
            FirstName = Said(Text(UserField.FirstName)),
            LastName = Said(Text(UserField.LastName)),
            Profile = NullIfEmpty(Text(UserField.Profile)),
            Groups = Groups(),
            Department = Said(Text(UserField.Department)),
            Location = Said(Text(UserField.Location)),
            JobTitle = Said(Text(UserField.JobTitle)),
            ExternalId = Said(Text(UserField.ExternalId)),
            IsSsoOnly = Flag(UserField.SsoOnly, emptyIs: emptyClears ? false : null),
            IsActive = Flag(UserField.Active, emptyIs: null) ?? !Flag(UserField.Inactive, emptyIs: null),
            LastLoginAt = Time(UserField.LastLoginAt),
            LoginCount = Number(UserField.LoginCount),
            CreatedAt = Time(UserField.CreatedAt),
            DeactivatedAt = Time(UserField.DeactivatedAt),
        };
        return new ImportRow
        {
            Row = row,
            Data = _reject is null ? data : null,
            Reject = _reject,
            UserName = data.UserName,
            Email = data.Email,
            IsUnidentified = _reject is not null && string.IsNullOrEmpty(data.UserName) && string.IsNullOrEmpty(data.Email),
            Raw = raw,
        };
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private string? Said(string? text) => emptyClears ? text : NullIfEmpty(text);

    /// <summary>The trimmed text of a field; null where the file does not speak of it or it is refused.</summary>
    private string? Text(UserField field, int limit = TextRules.MaxName)
    {
        string? cell;
        try
        {
            cell = _cells.Cell(field);
        }
        catch (FormatException error)
        {
            return Refuse(field, ErrorId.InvalidValue, error.Message, value: null);
        }

        if (string.IsNullOrEmpty(cell))
        {
            return cell;
        }

        if (cell.Length <= MaxCell && cell.AsSpan().ContainsAny(Unwanted))
        {
            cell = Clean(field, cell);
        }

        string? text = cell?.Trim();
        return text is not null && text.Length > limit
            ? Refuse(field, ErrorId.ValueTooLong, $"The cell has {text.Length} characters; at most {limit} are allowed. Shorten it.", text)
            : text;
    }

    /// <summary>A line break or tab inside a cell is a blank; every other control character is refused.</summary>
    private string? Clean(UserField field, string cell)
    {
        string text = cell.ReplaceLineEndings(" ").Replace('\t', ' ');
        int bad = text.AsSpan().IndexOfAny(Unwanted);
        if (bad < 0)
        {
            return text;
        }

        return text[bad] == Undecodable
            ? Refuse(field, ErrorId.InvalidEncoding, "The cell holds bytes that are not text in the encoding of the file. Save the file as UTF-8.", text)
            : Refuse(field, ErrorId.InvalidCharacter, $"The cell holds the control character U+{(int)text[bad]:X4}. Remove it.", text);
    }

    private List<string>? Groups()
    {
        string? cell = Text(UserField.Group, MaxCell);
        if (cell is null || (cell.Length == 0 && !emptyClears))
        {
            return null;
        }

        List<string> names = GroupText.Split(cell);
        if (names.Find(name => name.Length > TextRules.MaxName) is { } tooLong)
        {
            Refuse(UserField.Group, ErrorId.ValueTooLong, $"The name of a group has {tooLong.Length} characters; at most {TextRules.MaxName} are allowed. Shorten it.", tooLong);
        }

        return names;
    }

    private bool? Flag(UserField field, bool? emptyIs)
    {
        string? text = Text(field);
        switch (text?.ToUpperInvariant())
        {
            case null:
                return null;
            case "":
                return emptyIs;
            case "TRUE" or "YES" or "Y" or "1" or "ACTIVE" or "ENABLED":
                return true;
            case "FALSE" or "NO" or "N" or "0" or "INACTIVE" or "DISABLED" or "DEACTIVATED":
                return false;
            default:
                Refuse(field, ErrorId.InvalidValue, $"'{TextRules.Cut(text)}' is neither yes nor no. Write Yes or No, true or false, Active or Inactive.", text);
                return null;
        }
    }

    private DateTimeOffset? Time(UserField field)
    {
        string? text = NullIfEmpty(Text(field));
        if (text is null)
        {
            return null;
        }

        foreach (string format in TimeFormats)
        {
            if (DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, Utc, out DateTimeOffset time))
            {
                return time;
            }
        }

        Refuse(field, ErrorId.InvalidDate, $"'{TextRules.Cut(text)}' is not a date. Write it as 2026-01-31 12:00:00 (UTC) or in ISO 8601.", text);
        return null;
    }

    private long? Number(UserField field)
    {
        string? text = NullIfEmpty(Text(field));
        if (text is null)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            return number;
        }

        Refuse(field, ErrorId.InvalidValue, $"'{TextRules.Cut(text)}' is not a whole number of 0 or more.", text);
        return null;
    }

    /// <summary>Keeps the first reason; it is the one to mend first.</summary>
    private string? Refuse(UserField field, string errorId, string reason, string? value)
    {
        _reject ??= new PermImportReject { Row = _row, Column = _cells.Column(field), ErrorId = errorId, Reason = reason, Value = value is null ? null : TextRules.Cut(value) };
        return null;
    }
}
