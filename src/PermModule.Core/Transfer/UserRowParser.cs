using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PermModule.Transfer;

/// <summary>Turns the cells of a row into what is said of a user, or says which cell cannot be understood and why.</summary>
/// <param name="emptyClears">True when an empty cell clears what the store has; otherwise it says nothing.</param>
/// <param name="culture">The culture in which dates and numbers are written, or null.</param>
internal sealed partial class UserRowParser(bool emptyClears, CultureInfo? culture)
{
    /// <summary>Longer than every cell that can be right; the names of groups share one.</summary>
    private const int MaxCell = 16_000;

    // Stands for bytes that are not text in the encoding of the file; Unicode sets it aside for such uses.
    private const char Undecodable = '\uFFFF';

    private static readonly SearchValues<char> Unwanted = SearchValues.Create([.. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Select(code => (char)code), TextRules.FirstNonCharacter, Undecodable]);

    private readonly FileDates _dates = new(culture);
    private IUserCells _cells = null!;
    private long _row;
    private PermImportReject? _reject;
    private bool _isIdentityRefused;

    /// <summary>What is said of a cell that holds no number.</summary>
    public static string NoNumber(string text) => $"'{TextRules.Cut(text)}' is not a whole number of 0 or more.";

    public ImportRow Parse(long row, IUserCells cells, byte[]? raw)
    {
        _cells = cells;
        _row = row;
        _reject = null;
        _isIdentityRefused = false;
        string? userName = NullIfEmpty(Whole(UserField.UserName));
        string? email = Said(Text(UserField.Email));
        UserData data = new()
        {
            UserName = userName,

            // The name of most people is their address; the rows of a transaction are in memory together.
            Email = email == userName ? userName : email,
            FirstName = Said(Text(UserField.FirstName)),
            LastName = Said(Text(UserField.LastName)),
            Profile = NullIfEmpty(Text(UserField.Profile)),
            Groups = Groups(),
            Department = Said(Text(UserField.Department)),
            Location = Said(Text(UserField.Location)),
            JobTitle = Said(Text(UserField.JobTitle)),
            ExternalId = Said(Whole(UserField.ExternalId)),
            IsSsoOnly = Flag(UserField.SsoOnly, isState: false, emptyIs: emptyClears ? false : null),
            IsActive = IsActive(),
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
            ExternalId = data.ExternalId,
            IsDoubtful = _reject is not null && (_isIdentityRefused || (string.IsNullOrEmpty(data.UserName) && string.IsNullOrEmpty(data.Email))),
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
        if (text is not null && NameList.IsTypeName(text))
        {
            return Refuse(field, "InvalidValue", "The cell holds the name of a type instead of what was in the list. Join the list to one text before the file is written.", text);
        }

        if (text is not null && SpreadsheetText.IsError(text))
        {
            return Refuse(field, ErrorId.CellError, $"The cell holds the error {text} of a spreadsheet instead of a value. Write the value.", text);
        }

        return text is not null && text.Length > limit
            ? Refuse(field, ErrorId.ValueTooLong, $"The cell has {text.Length} characters; at most {limit} are allowed. Shorten it.", text)
            : text;
    }

    /// <summary>The text of a field by which a user is recognized. A spreadsheet rounds numbers of more than 15 digits, and shows and saves even shorter ones as 1.23E+11: that is nobody's, or somebody else's.</summary>
    private string? Whole(UserField field)
    {
        string? text = Text(field);
        return text is not null && text.Contains("E+", StringComparison.Ordinal) && RoundedNumber().IsMatch(text)
            ? Refuse(field, ErrorId.InvalidValue, $"'{TextRules.Cut(text)}' is a number that a spreadsheet rounded. Format the column as text there, and write the number in full.", text)
            : text;
    }

    /// <summary>A line break or tab inside a cell is a blank; every other control character and what is no character is refused.</summary>
    private string? Clean(UserField field, string cell)
    {
        string text = cell.ReplaceLineEndings(" ").Replace('\t', ' ');
        int bad = text.AsSpan().IndexOfAny(Unwanted);
        if (bad < 0)
        {
            return text;
        }

        return text[bad] == Undecodable
            ? Refuse(field, "InvalidEncoding", "The cell holds bytes that are not text in the encoding of the file. Save the file as UTF-8, or name its encoding, such as windows-1252.", text)
            : text[bad] == TextRules.FirstNonCharacter
                ? Refuse(field, "InvalidCharacter", $"The cell holds U+{(int)text[bad]:X4}, which stands for no character. Remove it.", text)
                : Refuse(field, "InvalidCharacter", $"The cell holds the control character U+{(int)text[bad]:X4}. Remove it.", text);
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

    /// <summary>Whether the user is active. Where several columns say it, each can say no: an account that is enabled and suspended cannot be used.</summary>
    private bool? IsActive()
    {
        bool? active = Flag(UserField.Active, isState: true, emptyIs: null);
        bool? inactive = Flag(UserField.Inactive, isState: true, emptyIs: null);
        return inactive switch
        {
            true => false,
            false => active ?? true,
            null => active,
        };
    }

    /// <summary>Reads yes or no; in a column about who is active also the words of directories, which mean the same in every such column.</summary>
    private bool? Flag(UserField field, bool isState, bool? emptyIs)
    {
        string? text = Text(field);
        if (string.IsNullOrEmpty(text))
        {
            return text is null ? null : emptyIs;
        }

        if (StateWords.Answer(text) is { } answer)
        {
            return answer;
        }

        if (StateWords.State(text) is { } state)
        {
            return isState && field == UserField.Inactive ? !state : state;
        }

        Refuse(field, "InvalidValue", $"'{TextRules.Cut(text)}' is neither yes nor no. Write Yes or No, true or false, Active or Inactive.", text);
        return null;
    }

    private DateTimeOffset? Time(UserField field)
    {
        string? text = NullIfEmpty(Text(field));
        if (text is null)
        {
            return null;
        }

        if (_dates.TryRead(text, out DateTimeOffset? date))
        {
            return date;
        }

        string form = culture is null ? "Write it as 2026-01-31 12:00:00 (UTC) or in ISO 8601, or name the culture of the file." : $"Write it as the culture {culture.Name} does, as 2026-01-31 12:00:00 (UTC) or in ISO 8601.";
        Refuse(field, "InvalidDate", $"'{TextRules.Cut(text)}' is not a date. {form}", text);
        return null;
    }

    private long? Number(UserField field)
    {
        string? text = NullIfEmpty(Text(field));
        if (text is null)
        {
            return null;
        }

        if (FileNumbers.TryRead(text, culture, out long number))
        {
            return number;
        }

        Refuse(field, ErrorId.InvalidValue, NoNumber(text), text);
        return null;
    }

    /// <summary>Keeps the first reason; it is the one to fix first.</summary>
    private string? Refuse(UserField field, string errorId, string reason, string? value)
    {
        _isIdentityRefused |= ImportErrors.IsIdentity(field);
        _reject ??= new PermImportReject { Row = _row, Column = _cells.Column(field), ErrorId = errorId, Reason = reason, Value = value is null ? null : TextRules.Cut(value) };
        return null;
    }

    [GeneratedRegex(@"^[1-9]([.,][0-9]+)?E\+(1[1-9]|[2-9][0-9]|[1-9][0-9]{2})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex RoundedNumber();
}
