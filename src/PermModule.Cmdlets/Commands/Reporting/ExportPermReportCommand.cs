using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;
using PermModule.Formatting;

namespace PermModule.Commands;

/// <summary>Writes a report of the store: seats, movements, findings, roles, waiting room, inactive people and rights.</summary>
[Cmdlet(VerbsData.Export, "PermReport", SupportsShouldProcess = true, DefaultParameterSetName = ToFile)]
[OutputType(typeof(FileInfo), ParameterSetName = [ToFile])]
[OutputType(typeof(string), ParameterSetName = [ToText])]
public sealed class ExportPermReportCommand : PermCmdlet
{
    private const string ToFile = "Path";
    private const string ToText = "Text";

    private readonly Slot<ReportTextForm> _asText = new();

    /// <summary>Gets or sets where; the extension says the format: .html, .md, .json, .xlsx or .csv.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ToFile)]
    [Alias("FilePath", "LiteralPath")]
    [ValidateNotNullOrEmpty]
    [PlainText]
    public string Path { get; set; } = "";

    /// <summary>Gets or sets as what the report is written into the pipeline, as one text: Markdown, Plain for mail, or Card for chats.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ToText)]
    public ReportTextForm AsText { get => _asText.Value; set => _asText.Value = value; }

    /// <summary>Gets or sets the heading.</summary>
    [Parameter]
    [PlainText]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? Title { get; set; }

    /// <summary>Gets or sets an earlier report written as .json; movements since then are shown.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [PlainText]
    public string? Compare { get; set; }

    /// <summary>Gets or sets from how many days without a sign-in on a person counts as not seen.</summary>
    [Parameter]
    [Days]
    [ValidateRange(0, DayLimits.Max)]
    [ArgumentCompleter(typeof(DaysCompleter))]
    public int NotSeenFor { get; set; } = DayLimits.NotSeen;

    /// <summary>Gets or sets from how many days of waiting on a request counts as stale.</summary>
    [Parameter]
    [Days]
    [ValidateRange(0, DayLimits.Max)]
    [ArgumentCompleter(typeof(DaysCompleter))]
    public int PendingFor { get; set; } = DayLimits.Pending;

    /// <summary>Gets or sets whether a CSV file starts with the byte-order mark by which Excel knows UTF-8.</summary>
    [Parameter(ParameterSetName = ToFile)]
    public SwitchParameter ForExcel { get; set; }

    /// <summary>Gets or sets whether a file that is there is replaced.</summary>
    [Parameter(ParameterSetName = ToFile)]
    public SwitchParameter Force { get; set; }

    /// <summary>Gets or sets a past moment, as of which the store is read.</summary>
    [Parameter]
    [Moment]
    [ArgumentCompleter(typeof(MomentCompleter))]
    public DateTimeOffset? AsOf { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Progress progress = new(this, "Writing the report", "Nothing was written.");
        ReportOptions options = new()
        {
            Title = Title,
            ComparePath = Compare is null ? null : ResolvePath(Compare),
            NotSeenForDays = NotSeenFor,
            PendingForDays = PendingFor,
            HasByteOrderMark = ForExcel,

            // A line about the past would change who or what has the name now.
            WriteStep = AsOf is null ? new StepWriter(PlaceToName).Write : null,
            Progress = progress.Show,
        };
        if (ParameterSetName == ToText)
        {
            AttemptAsOf(Opened, AsOf, store => WriteObject(store.Reports.ToText(Enum.Parse<ReportFormat>(AsText.ToString()), options)));
        }
        else
        {
            Write(ResolvePath(Path), options);
        }

        progress.Complete();
    }

    private void Write(string path, ReportOptions options) =>
        AttemptAsOf(Opened, AsOf, store =>
        {
            store.Reports.Check(path, options, Force);
            if (ShouldProcess(path, File.Exists(path) ? "Replace with a report" : "Write report"))
            {
                WriteFile(store.Reports.Export(path, options, Force));
            }
        });
}
