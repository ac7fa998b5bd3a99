namespace PermModule.Completion;

/// <summary>Offers the delimiters that tables of text have.</summary>
public sealed class DelimiterCompleter : ValueCompleter
{
    private protected override IReadOnlyList<(string Value, string Tip)> Values { get; } =
    [
        ("','", "Comma"),
        ("';'", "Semicolon, as where the comma is the decimal sign"),
        ("\"`t\"", "Tab"),
        ("'|'", "Vertical bar"),
    ];
}
