using System.Text;

namespace PermModule;

/// <summary>The report as HTML, Markdown, plain text, JSON, chat card, workbook and table of findings.</summary>
public sealed class ReportService
{
    private readonly StoreSession _session;

    internal ReportService(StoreSession session) => _session = session;

    /// <summary>The format that the extension of a path asks for: .html or .htm, .md, .json, .xlsx, .csv.</summary>
    /// <exception cref="PermInvalidInputException"><c>FormatUnknown</c>: any other.</exception>
    public static ReportFormat FormatOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Path.GetExtension(OutputFile.FullPath(path)).ToUpperInvariant() switch
        {
            ".HTML" or ".HTM" => ReportFormat.Html,
            ".MD" => ReportFormat.Markdown,
            ".JSON" => ReportFormat.Json,
            ".XLSX" => ReportFormat.Excel,
            ".CSV" => ReportFormat.Csv,
            _ => throw new PermInvalidInputException(ErrorId.FormatUnknown, $"'{path}' does not say which format is meant.", path),
        };
    }

    /// <summary>Gathers a report from one state of the store. Memory does not grow with the number of users.</summary>
    /// <exception cref="PermException"><c>ReportNotFound</c>, <c>InvalidDocument</c>, <c>SchemaVersionUnknown</c>, <c>InvalidValue</c>: the earlier report; <c>InvalidValue</c>, <c>ValueTooLong</c>, <c>InvalidCharacter</c>: an option.</exception>
    public ReportModel Build(ReportOptions? options = null)
    {
        ReportOptions wanted = options ?? new ReportOptions();
        _session.Demand(DelegatedAction.ExportUsers, "Report");
        (string? title, EarlierReport? earlier) = Check(wanted);
        return _session.ReadConsistently(() => new ReportBuilder(_session, wanted).Build(title, earlier));
    }

    /// <summary>Refuses what <see cref="Export"/> would refuse before it reads the store, and writes nothing.</summary>
    /// <exception cref="PermException">Those of <see cref="Export"/>.</exception>
    public void Check(string path, ReportOptions? options = null, bool overwrite = false)
    {
        _session.Demand(DelegatedAction.ExportUsers, "Report");
        ReportOptions wanted = options ?? new ReportOptions();
        FormatOf(path, wanted);
        OutputFile.Check(path, overwrite);
        Check(wanted);
    }

    /// <summary>Writes a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="output">Where it goes; stays open.</param>
    /// <param name="hasMark">Starts a comma-separated table with a byte-order mark.</param>
    public static void Write(ReportModel report, ReportFormat format, Stream output, bool hasMark = false)
    {
        using StreamWriter text = new(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: -1, leaveOpen: true) { NewLine = "\n" };
        switch (format)
        {
            case ReportFormat.Html:
                HtmlReport.Write(report, text);
                break;
            case ReportFormat.Markdown:
                MarkdownReport.Write(report, text);
                break;
            case ReportFormat.Json:
                JsonReport.Write(report, output);
                break;
            case ReportFormat.Plain:
                PlainReport.Write(report, text);
                break;
            case ReportFormat.Card:
                CardReport.Write(report, output);
                break;
            case ReportFormat.Csv:
                CsvReport.Write(report, output, hasMark);
                break;
            case ReportFormat.Excel:
                WorkbookReport.Write(report, output);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, message: null);
        }
    }

    /// <summary>Gathers a report and writes it as text.</summary>
    /// <exception cref="PermException">Those of <see cref="Build"/>.</exception>
    public string ToText(ReportFormat format, ReportOptions? options = null)
    {
        using MemoryStream stream = new();
        Write(Build(options), format, stream);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length).TrimEnd('\n');
    }

    /// <summary>Gathers a report and writes it to a file, whole or not at all.</summary>
    /// <exception cref="PermException"><c>FormatUnknown</c>, <c>FormatMismatch</c>, <c>FileAlreadyExists</c>, <c>FileUnavailable</c>, and those of <see cref="Build"/>.</exception>
    public FileInfo Export(string path, ReportOptions? options = null, bool overwrite = false)
    {
        _session.Demand(DelegatedAction.ExportUsers, "Report");
        ReportOptions wanted = options ?? new ReportOptions();
        ReportFormat format = FormatOf(path, wanted);
        OutputFile.Check(path, overwrite);
        ReportModel report = Build(wanted);
        return OutputFile.Write(path, overwrite, output => Write(report, format, output, wanted.HasByteOrderMark), ownerOnly: true);
    }

    private static ReportFormat FormatOf(string path, ReportOptions options)
    {
        ReportFormat format = FormatOf(path);
        return options.HasByteOrderMark && format != ReportFormat.Csv
            ? throw new PermInvalidInputException(ErrorId.FormatMismatch, $"'{TextRules.Cut(Path.GetFileName(path))}' would hold {format}, which has no byte-order mark; only CSV has one.", path)
            : format;
    }

    private (string? Title, EarlierReport? Earlier) Check(ReportOptions options)
    {
        AuditService.CheckDays(options.NotSeenForDays);
        AuditService.CheckDays(options.PendingForDays);
        string? title = TextRules.Text(options.Title, "title");
        if (options.ComparePath is not { } path)
        {
            return (title, null);
        }

        EarlierReport earlier = EarlierReport.Read(path);
        earlier.DemandEarlierThan(_session.Time.GetUtcNow(), path);
        return (title, earlier);
    }
}
