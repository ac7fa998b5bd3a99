using System.Text.RegularExpressions;

namespace PermModule.Unit.Catalogue;

/// <summary>One of the documents the catalogue was made from, as it was published.</summary>
internal sealed partial class SourceDocument
{
    private readonly string[] _lines;

    private SourceDocument(string name)
    {
        _lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Data", "sources", name + ".txt"));
        Text = Blanks().Replace(string.Join(' ', _lines), " ");
    }

    public static SourceDocument Roles { get; } = new("roles-and-responsibilities");

    public static SourceDocument UserPermissions { get; } = new("user-permissions");

    public static SourceDocument PermissionsBySolution { get; } = new("permissions-by-solution");

    /// <summary>The document in one line.</summary>
    public string Text { get; }

    /// <summary>The names of the rights that the tables list, in the order of the document.</summary>
    public IReadOnlyList<string> Names => [.. _lines.Select(line => Bullet().Match(line)).Where(match => match.Success).Select(match => match.Groups["name"].Value)];

    /// <summary>The lines after one heading and before another, without the empty ones.</summary>
    public IReadOnlyList<string> Between(string first, string last) =>
    [
        .. _lines
            .SkipWhile(line => line.Trim() != first)
            .Skip(1)
            .TakeWhile(line => !line.StartsWith(last, StringComparison.Ordinal))
            .Where(line => line.Trim().Length > 0),
    ];

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();

    /// <summary>The blanks around the dash are sometimes missing, so what follows it tells it from a hyphen.</summary>
    [GeneratedRegex(@"^\s*•\s*(?<name>.+?)\s*[-—]\s*(Allow|Access the|Displays|Restricts|Hides|Requires|Gives|This|Users can)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Bullet();
}
