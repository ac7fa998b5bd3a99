namespace PermModule.Transfer;

/// <summary>
/// Keeps a spreadsheet from running a cell as a formula. A text that starts with a formula character gets an apostrophe in front,
/// and so does one that has apostrophes before such a character; every other text, <c>'t Hart</c> for one, stays as it is.
/// Reading takes one apostrophe off by the same rule, so that what was written is read back exactly.
/// </summary>
internal static class SpreadsheetText
{
    private const char Mark = '\'';

    // The full-width forms are run as formulas too where the input method writes them.
    private const string FormulaStarts = "=+-@\t\r＝＋－＠";

    public static string? Escape(string? text) => text is not null && IsFormula(text) ? Mark + text : text;

    public static string Unescape(string text) => text.Length > 1 && text[0] == Mark && IsFormula(text) ? text[1..] : text;

    private static bool IsFormula(string text)
    {
        ReadOnlySpan<char> rest = text.AsSpan().TrimStart(Mark);
        return !rest.IsEmpty && FormulaStarts.Contains(rest[0], StringComparison.Ordinal);
    }
}
