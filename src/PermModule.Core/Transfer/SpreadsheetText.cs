using System.Buffers;
using System.Text;

namespace PermModule.Transfer;

/// <summary>
/// Keeps a spreadsheet from running a cell as a formula. A text that starts with a formula character gets an apostrophe in front,
/// and so does one that has apostrophes before such a character; every other text, <c>'t Hart</c> for one, stays as it is.
/// A spreadsheet splits a file at the delimiter of its reader's locale, whatever is in quotes for the writer: what follows a delimiter of any locale inside a text counts as a start too.
/// Reading takes one apostrophe off by the same rule, so that what was written is read back exactly.
/// </summary>
internal static class SpreadsheetText
{
    /// <summary>The error of a cell whose value is not there.</summary>
    public const string NotAvailable = "#N/A";

    private const char Mark = '\'';

    private static readonly string[] Errors = [NotAvailable, "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#GETTING_DATA"];

    // The full-width forms are run as formulas too where the input method writes them.
    private const string Signs = "=+-@＝＋－＠";

    private static readonly SearchValues<char> FormulaStarts = SearchValues.Create(Signs + "\t\r");

    private static readonly SearchValues<char> InnerStarts = SearchValues.Create(Signs);

    private static readonly SearchValues<char> Delimiters = SearchValues.Create(",;\t|");

    public static string? Escape(string? text) => text is not null && text.AsSpan().ContainsAny(FormulaStarts) ? Rewrite(text, adds: true) : text;

    public static string Unescape(string text) => text.Contains(Mark, StringComparison.Ordinal) ? Rewrite(text, adds: false) : text;

    /// <summary>True for what a spreadsheet shows, and writes to a table of text, where the formula of a cell has no value.</summary>
    public static bool IsError(string text) => text.StartsWith('#') && Errors.Contains(text, StringComparer.OrdinalIgnoreCase);

    private static string Rewrite(string text, bool adds)
    {
        StringBuilder? result = null;
        int copied = 0;
        int start = 0;
        while (start < text.Length)
        {
            int at = start;

            // Behind a delimiter, blanks and quotes do not keep a spreadsheet from seeing a formula.
            while (start > 0 && at < text.Length && text[at] is (' ' or '"'))
            {
                at++;
            }

            int marks = at;
            while (at < text.Length && text[at] == Mark)
            {
                at++;
            }

            if (at < text.Length && (start > 0 ? InnerStarts : FormulaStarts).Contains(text[at]) && (adds || at > marks))
            {
                result ??= new StringBuilder();
                result.Append(text, copied, (adds ? at : at - 1) - copied);
                if (adds)
                {
                    result.Append(Mark);
                }

                copied = at;
            }

            int next = text.AsSpan(start).IndexOfAny(Delimiters);
            start = next < 0 ? text.Length : start + next + 1;
        }

        return result is null ? text : result.Append(text, copied, text.Length - copied).ToString();
    }
}
