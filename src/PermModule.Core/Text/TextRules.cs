namespace PermModule.Text;

/// <summary>What names and free text may look like, so that a store never holds text that no screen, file or log can show.</summary>
internal static class TextRules
{
    /// <summary>The longest name of a user, profile or group, in UTF-16 units.</summary>
    public const int MaxName = 256;

    /// <summary>The longest description, comment or reason, in UTF-16 units.</summary>
    public const int MaxText = 4_000;

    /// <summary>U+FFFE and U+FFFF stand for no character in any text.</summary>
    public const char FirstNonCharacter = '\uFFFE';

    private const int MaxShown = 80;

    /// <summary>The trimmed name of a user, profile, group or actor.</summary>
    /// <exception cref="PermInvalidInputException">As for a file, and with a space that looks like an ordinary one.</exception>
    public static string Name(string? value, string what)
    {
        string name = FileName(value, what);
        return InvisibleText.FirstFalseSpace(name) is { } space
            ? throw new PermInvalidInputException(ErrorId.InvalidCharacter, $"The {what} '{Cut(name)}' holds the space U+{(int)space:X4}, which looks like an ordinary one, so that it can pass for another.", Cut(name)) { Detail = ErrorDetail.Space }
            : name;
    }

    /// <summary>The trimmed name of a file. Some systems put other spaces than the ordinary one into those themselves.</summary>
    /// <exception cref="PermInvalidInputException">Empty, longer than <see cref="MaxName"/> or with a control or invisible character, or with what is no character.</exception>
    public static string FileName(string? value, string what)
    {
        string name = value?.Trim() ?? "";
        if (name.Length == 0)
        {
            throw new PermInvalidInputException(ErrorId.InvalidName, $"The {what} is empty.", value);
        }

        return InvisibleText.FirstHidden(name) is { } invisible
            ? throw new PermInvalidInputException(ErrorId.InvalidCharacter, $"The {what} '{Cut(name)}' holds the invisible character U+{invisible.Value:X4}, with which it can pass for another.", Cut(name))
            : Check(name, what, MaxName);
    }

    /// <summary>The trimmed text, or null where nothing is left.</summary>
    /// <exception cref="PermInvalidInputException">Longer than <paramref name="limit"/> or with a control character other than tab and line break, or with what is no character.</exception>
    public static string? Text(string? value, string what, int limit = MaxName)
    {
        if (value is null)
        {
            return null;
        }

        string text = value.Trim();
        return text.Length == 0 ? null : Check(text, what, limit);
    }

    /// <summary>The text without blanks around it; null if nothing else is in it.</summary>
    public static string? Trimmed(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    /// <summary>The value cut to a length that fits a message, with control and invisible characters made visible as spaces.</summary>
    public static string Cut(string? value)
    {
        if (value is null)
        {
            return "";
        }

        string shown = InvisibleText.Blank(Start(value, MaxShown));
        return value.Length > MaxShown ? shown + "…" : shown;
    }

    /// <summary>The start of a text, without half of a surrogate pair at its end: that could be written to no file, log or server.</summary>
    /// <param name="text">The text.</param>
    /// <param name="limit">How long the start may be, in UTF-16 units.</param>
    public static string Start(string text, int limit)
    {
        int length = Math.Min(text.Length, limit);
        return text[..(length > 0 && length < text.Length && char.IsSurrogatePair(text, length - 1) ? length - 1 : length)];
    }

    /// <summary>Where the character ends that begins at a place of a text; the place itself at the end of the text.</summary>
    public static int EndOfCharacter(string text, int at) => at >= text.Length ? at : at + (char.IsSurrogatePair(text, at) ? 2 : 1);

    private static string Check(string text, string what, int limit)
    {
        if (text.Length > limit)
        {
            throw new PermInvalidInputException(ErrorId.ValueTooLong, $"The {what} '{Cut(text)}' has {text.Length} characters; at most {limit} are allowed.", Cut(text));
        }

        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsControl(c) && (limit == MaxName || c is not ('\t' or '\n' or '\r')))
            {
                throw new PermInvalidInputException(ErrorId.InvalidCharacter, $"The {what} '{Cut(text)}' holds the control character U+{(int)c:X4}.", Cut(text));
            }

            // No rule of names folds the first of them, and no workbook holds either.
            if (c >= FirstNonCharacter)
            {
                throw new PermInvalidInputException(ErrorId.InvalidCharacter, $"The {what} '{Cut(text)}' holds U+{(int)c:X4}, which stands for no character.", Cut(text));
            }

            if (char.IsSurrogate(c))
            {
                bool isPair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
                if (!isPair)
                {
                    throw new PermInvalidInputException(ErrorId.InvalidCharacter, $"The {what} '{Cut(text)}' is not valid Unicode text.", Cut(text));
                }

                i++;
            }
        }

        return text;
    }
}
