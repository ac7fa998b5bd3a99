using System.Collections.ObjectModel;
using System.Text.RegularExpressions;

namespace PermModule;

/// <summary>
/// A list of names whose text is the list itself, so that a cell of a CSV file holds the names and not the name of a type.
/// </summary>
public sealed partial class NameList : ReadOnlyCollection<string>
{
    private static readonly NameList None = new([]);

    private NameList(IList<string> names)
        : base(names)
    {
    }

    /// <summary>The list of these names.</summary>
    public static NameList Of(IEnumerable<string> names) => names switch
    {
        NameList list => list,
        IList<string> { Count: 0 } => None,
        IList<string> list => new NameList(list),
        _ => new NameList([.. names]),
    };

    /// <summary>The names in a cell: separated by comma, semicolon or bar; a name that holds one of them stands in quotes.</summary>
    /// <exception cref="PermInvalidInputException"><c>InvalidValue</c>: the cell holds the name of a type, because the list was lost when the file was written.</exception>
    public static NameList Parse(string cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return IsTypeName(cell)
            ? throw new PermInvalidInputException(ErrorId.InvalidValue, $"'{TextRules.Cut(cell.Trim())}' is the name of a type, not a list of names: the list was lost when the file was written. Write the names separated by semicolons.", TextRules.Cut(cell.Trim()))
            : Of(GroupText.Split(cell));
    }

    /// <summary>A name as messages show it: cut to a length that fits, with characters that show nothing as blanks.</summary>
    public static string Shown(object? name) => TextRules.Cut(name?.ToString());

    /// <summary>The names, separated by semicolons, as <see cref="Parse"/> reads them.</summary>
    public override string ToString() => GroupText.Join(this, ";");

    /// <summary>
    /// True for the text that .NET gives of a list which has none of its own, e.g. <c>System.String[]</c>; that is what becomes of a list
    /// which Export-Csv or a text is given. A name of the same form, such as <c>System.Admins</c>, is not taken for one.
    /// </summary>
    internal static bool IsTypeName(string cell) => (cell.StartsWith("System.", StringComparison.Ordinal) || cell.StartsWith("Microsoft.", StringComparison.Ordinal)) && TypeName().IsMatch(cell);

    // An array, a type with parameters, and those classes of lists that have none.
    [GeneratedRegex(
        @"^(System|Microsoft)\.([A-Za-z0-9_.+]+(\[,*\])+|[A-Za-z0-9_.+]+`[0-9]+.*|([A-Za-z0-9]+\.)+[A-Za-z0-9]+Collection|Collections\.([A-Za-z]+\.)*[A-Za-z]*(List|Hashtable|Dictionary|Queue|Stack|Set))\s*\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex TypeName();
}
