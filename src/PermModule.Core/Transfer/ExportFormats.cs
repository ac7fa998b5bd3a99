namespace PermModule.Transfer;

/// <summary>Which formats a file can hold by the ending of its name.</summary>
internal static class ExportFormats
{
    // Programs open these by their name, and fail over what an export writes or take it for something else.
    private static readonly HashSet<string> Foreign = new(StringComparer.OrdinalIgnoreCase)
    {
        ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".xml", ".html", ".htm", ".docx", ".pdf", ".zip",
    };

    /// <summary>The format for a path: the one that is given, or the one that its ending stands for.</summary>
    /// <exception cref="PermInvalidInputException"><c>FormatMismatch</c>.</exception>
    public static ExportFormat For(string path, ExportFormat? given)
    {
        string ending = Path.GetExtension(path);
        ExportFormat format = given ?? (ending.Equals(".json", StringComparison.OrdinalIgnoreCase) ? ExportFormat.Json : ExportFormat.Csv);
        return Foreign.Contains(ending)
            ? throw new PermInvalidInputException(ErrorId.FormatMismatch, $"A file named '{TextRules.Cut(Path.GetFileName(path))}' would hold {format}, which whatever opens it by its name does not expect. End the name with {(format is ExportFormat.Scim or ExportFormat.Json ? ".json" : ".csv")}.", path)
            : format;
    }
}
