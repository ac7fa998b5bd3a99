using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using PermModule.Binding;
using PermModule.Completion;
using PermModule.Errors;

namespace PermModule.Commands;

/// <summary>Imports people from files.</summary>
[Cmdlet(VerbsData.Import, "PermUser", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(PermImportResult))]
public sealed class ImportPermUserCommand : PermCmdlet
{
    private readonly Slot<ImportFormat> _format = new();
    private readonly Slot<ImportMode> _mode = new();
    private readonly List<string> _files = [];
    private bool _isRefused;
    private string? _unread;
    private PermException? _whyUnread;

    /// <summary>The refusals of one file, which say nothing of the others.</summary>
    private static readonly HashSet<string> Unread =
    [
        ErrorId.FileNotFound, ErrorId.NotAFile, ErrorId.FileUnreadable, ErrorId.FileEmpty, ErrorId.NoRows, ErrorId.FormatUnknown, ErrorId.FormatMismatch, ErrorId.PasswordProtected,
        ErrorId.NotPortalExport, ErrorId.WorksheetNotFound, ErrorId.ColumnMissing, ErrorId.ColumnAmbiguous, ErrorId.StateColumnUnknown, ErrorId.NotJson, ErrorId.NotScim,
    ];

    /// <summary>With -WhatIf no more users are named one by one than fit a screen.</summary>
    private const int MaxAsked = 20;

    /// <summary>Gets or sets the files; wildcards are resolved.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Path")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Gets or sets the files, taken as they are written.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Gets or sets what the files look like; detected automatically unless given.</summary>
    [Parameter]
    public ImportFormat Format { get => _format.Value; set => _format.Value = value; }

    /// <summary>Gets or sets which worksheet of a workbook is read; the first visible one unless given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [PlainText]
    [ArgumentCompleter(typeof(WorksheetCompleter))]
    public string? WorksheetName { get; set; }

    /// <summary>Gets or sets what stands between cells; detected automatically unless given.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DelimiterCompleter))]
    public char? Delimiter { get; set; }

    /// <summary>Gets or sets the encoding of files without a byte-order mark, as <c>windows-1252</c>; detected automatically unless given.</summary>
    [Parameter]
    [EncodingName]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    public Encoding? Encoding { get; set; }

    /// <summary>Gets or sets the culture in which dates and numbers are written, as <c>de-DE</c>. Without it only ISO 8601 is read.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(CultureCompleter))]
    public CultureInfo? Culture { get; set; }

    /// <summary>Gets or sets which column holds a field, as <c>@{ JobTitle = 'Function' }</c>. A field that is mapped to nothing is not read.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public Hashtable? ColumnMap { get; set; }

    /// <summary>Gets or sets the profile of new users whose row names none; the default profile unless given.</summary>
    [Parameter]
    [Alias("ProfileName")]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public ProfileIdentity? Profile { get; set; }

    /// <summary>Gets or sets what is done with people that exist (Create rejects, Upsert changes them) or are missing (Sync deactivates them).</summary>
    [Parameter]
    public ImportMode Mode { get => _mode.Value; set => _mode.Value = value; }

    /// <summary>Gets or sets how many users Sync may deactivate: a number, or a percentage of the active users such as <c>5%</c>. Unless given, ten percent, and ten in any case. In other modes it does nothing, and a warning says so.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LimitCompleter))]
    [PlainText]
    public string? MaxDeactivate { get; set; }

    /// <summary>Gets or sets whether nothing is applied when a row is rejected.</summary>
    [Parameter]
    public SwitchParameter Atomic { get; set; }

    /// <summary>Gets or sets where the rejected rows are written, as they were and with the reason.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [PlainText]
    public string? RejectPath { get; set; }

    /// <summary>Gets or sets whether a file at <see cref="RejectPath"/> is replaced.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>True where a file counts that comes later: its users are not missing, the rejected rows must not replace it, and a preview shows the first file with what the others do.</summary>
    private bool NeedsAllFiles => Mode == ImportMode.Sync || RejectPath is not null || IsWhatIf;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (MaxDeactivate is not null && Mode != ImportMode.Sync)
        {
            WriteWarning("-MaxDeactivate counts only with -Mode Sync. Nobody is deactivated for missing in a file.");
        }

        _isRefused = Profile?.Read is not null && StoreOf(item: null, Profile) is null;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_isRefused)
        {
            return;
        }

        foreach (string file in ParameterSetName == "Path" ? Path.SelectMany(ResolveFiles) : LiteralPath.Select(ResolvePath))
        {
            _files.Add(file);
            if (!NeedsAllFiles)
            {
                Import([file], _files.Count);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (NeedsAllFiles && (Mode == ImportMode.Sync || IsWhatIf) && _files.Count > 0)
        {
            Import(_files, number: 1);
        }
        else if (NeedsAllFiles)
        {
            for (int i = 0; i < _files.Count && !_isRefused; i++)
            {
                Import([_files[i]], i + 1);
            }
        }

        if (_unread is not null)
        {
            ThrowTerminatingError(Refusal(_unread, _whyUnread!));
        }
    }

    private void Import(List<string> files, int number)
    {
        Progress bar = new(this, "Importing people", this switch
        {
            _ when IsWhatIf || (Atomic && _files.Count == files.Count) => "Nothing was applied.",
            _ when Atomic => "Nothing of this file was applied; what was applied of the files before it stays.",
            _ when Opened.InTransaction => "What was applied is kept or undone with the transaction.",
            _ => "What was applied stays. Import the file again with -Mode Upsert to go on.",
        });
        string target = files.Count == 1 ? files[0] : string.Create(CultureInfo.InvariantCulture, $"{files[0]} and {files.Count - 1} more");
        SayUnread();
        Change(
            target,
            $"Import people ({Mode})",
            store => Mode == ImportMode.Sync ? [.. Terminating(() => store.Transfer.ImportUsers(files, Options(number), bar.Show)).Select(result => (result, (PermException?)null))] : ImportEach(store, files, number, bar),
            results =>
            {
                bar.Complete();
                for (int i = 0; i < results.Count; i++)
                {
                    SayUnread();
                    if (results[i].Result is { } result)
                    {
                        Write(files[i], IsWhatIf ? result with { IsApplied = false } : result, number + i);
                    }
                    else
                    {
                        (_unread, _whyUnread) = (files[i], results[i].Refusal);
                    }
                }

                if (_isRefused)
                {
                    ThrowTerminatingError(Refusal(_unread!, _whyUnread!));
                }
            });
    }

    /// <summary>Imports files one after the other. One that cannot be read leaves the others; any other refusal is one of them all.</summary>
    private List<(PermImportResult? Result, PermException? Refusal)> ImportEach(PermStore store, List<string> files, int number, Progress bar)
    {
        List<(PermImportResult? Result, PermException? Refusal)> results = [];
        for (int i = 0; i < files.Count && !_isRefused; i++)
        {
            try
            {
                results.Add((store.Transfer.ImportUsers([files[i]], Options(number + i), bar.Show)[0], null));
                bar.Complete();
            }
            catch (PermException error)
            {
                SayIfStopped();
                results.Add((null, error));
                _isRefused = !Unread.Contains(error.ErrorId) || (error.ErrorId == ErrorId.NotAFile && !Equals(error.Target, files[i]));
            }
        }

        return results;
    }

    /// <summary>Writes the refusal of a file that another one followed. That of the last one ends the cmdlet, so that a script can catch it.</summary>
    private void SayUnread()
    {
        if (_unread is { } file)
        {
            _unread = null;
            WriteError(Refusal(file, _whyUnread!));
        }
    }

    private ErrorRecord Refusal(string file, PermException error)
    {
        ErrorRecord record = Record(error);
        if (_files.Count > 1 && !error.Message.Contains(file, StringComparison.Ordinal))
        {
            record.ErrorDetails = new ErrorDetails($"'{file}' was not imported. {error.Message}");
        }

        return record;
    }

    private void Write(string file, PermImportResult result, int number)
    {
        foreach (string column in result.ColumnsNotKept)
        {
            WriteVerbose($"The column '{column}' is known and not kept: nothing needs it.");
        }

        AskAboutMissing(result);
        WriteObject(result);
        if (result.Refusal is { } refusal)
        {
            WriteError(ErrorRecords.From(new PermConflictException(ErrorId.SyncTooMany, refusal, file), MyInvocation.MyCommand));
        }

        if (result.Rejected > 0)
        {
            WriteError(ErrorRecords.From(RowsRejected(file, result, number), MyInvocation.MyCommand));
        }
    }

    /// <summary>Names with -WhatIf who would be deactivated.</summary>
    private void AskAboutMissing(PermImportResult result)
    {
        if (!IsWhatIf || result.Deactivated == 0)
        {
            return;
        }

        string[] names = [.. result.Missing.Except(result.NotDeactivated, StringComparer.Ordinal).Take(MaxAsked)];
        foreach (string name in names)
        {
            ShouldProcess(name, "Deactivate user");
        }

        if (result.Deactivated > names.Length)
        {
            ShouldProcess(Quantity.Of(result.Deactivated - names.Length, "more user"), "Deactivate user");
        }
    }

    private UserImportOptions Options(int number) => new()
    {
        Format = Format,
        WorksheetName = WorksheetName,
        Delimiter = Delimiter,
        Encoding = Encoding,
        Culture = Culture,
        ColumnMap = ColumnMap?.Cast<DictionaryEntry>().ToDictionary(entry => Text(entry.Key), entry => Text(entry.Value), StringComparer.OrdinalIgnoreCase),
        Profile = Profile?.NameIn(Opened),
        Mode = Mode,
        MaxDeactivate = MaxDeactivate is null ? DeactivationLimit.Default : DeactivationLimit.Parse(MaxDeactivate),
        Atomic = Atomic,
        RejectPath = RejectPath is null ? null : ResolvePath(RejectPath),
        FileNumber = number,
        Inputs = RejectPath is null ? null : _files,
        IsPreview = IsWhatIf,
        Overwrite = Force,
    };

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private PermInvalidInputException RowsRejected(string file, PermImportResult result, int number)
    {
        string nothing = Mode == ImportMode.Sync ? "Nothing" : "Nothing of this file";
        string applied = result switch
        {
            { IsApplied: false } when !IsWhatIf => $"{nothing} was applied, because of -Atomic.",
            _ when result.Rejected == result.Read => "No row was applied.",
            { IsApplied: false } when Atomic => $"{nothing} would be applied, because of -Atomic.",
            { IsApplied: false } => $"{Quantity.Of(result.Created + result.Updated, "other row")} would be applied.",
            { Created: 0, Updated: 0 } => "The other rows changed nothing.",
            _ => "The other rows were applied.",
        };
        string kept = (result.RejectPath, RejectPath) switch
        {
            ({ } path, _) => $" The rejected rows are in '{path}'.",
            (_, { } path) when IsWhatIf => $" Without -WhatIf they would be written to '{path}'{(number == 1 ? "" : " or a numbered file beside it")}.",
            _ => "",
        };
        return new PermInvalidInputException(ErrorId.RowsRejected, $"{result.Rejected} of {Quantity.Of(result.Read, "row")} of '{file}' {(IsWhatIf ? "would be" : result.Rejected == 1 ? "was" : "were")} rejected. The first: {result.Rejects[0]} {applied}{kept}", result) { Detail = (result.RejectPath, RejectPath) switch { (not null, _) => ErrorDetail.RejectFile, (_, not null) when IsWhatIf => ErrorDetail.RejectFileLater, _ => null } };
    }
}
