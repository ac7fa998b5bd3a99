namespace PermModule.Completion;

/// <summary>Offers the encodings in which files of people come.</summary>
public sealed class EncodingCompleter : ValueCompleter
{
    private protected override IReadOnlyList<(string Value, string Tip)> Values { get; } =
        [("utf-8", "Unicode"), ("utf-16", "Unicode, as old spreadsheets save it"), ("windows-1252", "Western Europe and America"), ("windows-1250", "Central Europe"), ("windows-1251", "Cyrillic"), ("iso-8859-15", "Western Europe with the euro"), ("shift_jis", "Japanese"), ("gb18030", "Chinese")];
}
