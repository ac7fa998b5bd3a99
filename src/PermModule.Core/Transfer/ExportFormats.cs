namespace PermModule.Transfer;

/// <summary>Which formats a file can hold by the ending of its name.</summary>
internal static class ExportFormats
{
    /// <summary>The endings that stand for a format; the first format of each is written unless another is named.</summary>
    private static readonly Dictionary<string, ExportFormat[]> Endings = new(StringComparer.OrdinalIgnoreCase)
    {
        [".xlsx"] = [ExportFormat.Excel],
        [".json"] = [ExportFormat.Json, ExportFormat.Scim],
        [".scim"] = [ExportFormat.Scim],
        [".csv"] = [ExportFormat.Csv, ExportFormat.PortalExport],
    };

    // Programs open these by their name, and fail over what an export writes or take it for something else.
    private static readonly HashSet<string> Foreign = new(StringComparer.OrdinalIgnoreCase)
    {
        ".xlsm", ".xlsb", ".xls", ".ods", ".xml", ".html", ".htm", ".docx", ".pdf", ".zip",
        ".tsv", ".tab", ".jsonl", ".ndjson",
    };

    /// <summary>The format for a path: the one that is given, or the one that its ending stands for.</summary>
    /// <param name="path">The path.</param>
    /// <param name="given">The format that is given, or null.</param>
    /// <param name="hasMark">True if the file is to start with a byte-order mark, which only a table of text can.</param>
    /// <exception cref="PermInvalidInputException"><c>FormatMismatch</c>.</exception>
    public static ExportFormat For(string path, ExportFormat? given, bool hasMark)
    {
        string ending = Path.GetExtension(path);
        bool isKnown = Endings.TryGetValue(ending, out ExportFormat[]? formats);
        ExportFormat format = given ?? (isKnown ? formats![0] : ExportFormat.Csv);
        if (Foreign.Contains(ending) || (isKnown ? !formats!.Contains(format) : format == ExportFormat.Excel))
        {
            string proper = Endings.First(known => known.Value.Contains(format)).Key;
            throw new PermInvalidInputException(ErrorId.FormatMismatch, $"A file named '{TextRules.Cut(Path.GetFileName(path))}' would hold {format}, which whatever opens it by its name does not expect. End the name with {proper}.", path);
        }

        return hasMark && format is not (ExportFormat.Csv or ExportFormat.PortalExport)
            ? throw new PermInvalidInputException(ErrorId.FormatMismatch, $"'{TextRules.Cut(Path.GetFileName(path))}' would hold {format}, which has no byte-order mark; only CSV has one.", path)
            : format;
    }
}
