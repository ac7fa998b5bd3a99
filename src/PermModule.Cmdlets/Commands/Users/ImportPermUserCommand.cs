using System.Collections;
using System.Globalization;
using System.Management.Automation;
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

    /// <summary>Gets or sets what the files look like; found by looking unless given.</summary>
    [Parameter]
    public ImportFormat Format { get => _format.Value; set => _format.Value = value; }

    /// <summary>Gets or sets what stands between cells; found by looking unless given.</summary>
    [Parameter]
    public char? Delimiter { get; set; }

    /// <summary>Gets or sets which column holds a field, as <c>@{ JobTitle = 'Function' }</c>.</summary>
    [Parameter]
    public Hashtable? ColumnMap { get; set; }

    /// <summary>Gets or sets the profile of new users whose row names none; the default profile unless given.</summary>
    [Parameter]
    [Alias("ProfileName")]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public ProfileIdentity? Profile { get; set; }

    /// <summary>Gets or sets what is done with people that exist (Create rejects, Upsert changes them) or are missing (Sync deactivates them).</summary>
    [Parameter]
    public ImportMode Mode { get => _mode.Value; set => _mode.Value = value; }

    /// <summary>Gets or sets whether nothing is applied when a row is rejected.</summary>
    [Parameter]
    public SwitchParameter Atomic { get; set; }

    /// <summary>Gets or sets where the rejected rows are written, as they were and with the reason.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RejectPath { get; set; }

    /// <summary>Gets or sets whether a file at <see cref="RejectPath"/> is replaced.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string file in ParameterSetName == "Path" ? Path.SelectMany(ResolveFiles) : LiteralPath.Select(ResolvePath))
        {
            Import(file);
        }
    }

    private void Import(string file)
    {
        Progress bar = new(this, "Importing people");
        Change(file, $"Import people ({Mode})", store => Terminating(() => store.TransferService.ImportUsers(file, Options(), bar.Show)), done =>
        {
            bar.Complete();
            PermImportResult result = IsWhatIf ? done with { IsApplied = false } : done;
            foreach (string column in result.ColumnsNotKept)
            {
                WriteVerbose($"The column '{column}' is known and not kept: nothing needs it.");
            }

            WriteObject(result);
            if (result.Rejected > 0)
            {
                WriteError(RowsRejected(file, result));
            }
        });
    }

    private UserImportOptions Options() => new()
    {
        Format = Format,
        Delimiter = Delimiter,
        ColumnMap = ColumnMap?.Cast<DictionaryEntry>().ToDictionary(entry => Text(entry.Key), entry => Text(entry.Value), StringComparer.OrdinalIgnoreCase),
        Profile = Profile?.Name,
        Mode = Mode,
        Atomic = Atomic,
        RejectPath = RejectPath is null || IsWhatIf ? null : ResolvePath(RejectPath),
        Overwrite = Force,
    };

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private PermInvalidInputException RowsRejected(string file, PermImportResult result)
    {
        string applied = result.IsApplied ? "The other rows were applied." : $"Nothing was applied, because of -{(IsWhatIf ? "WhatIf" : "Atomic")}.";
        string kept = result.RejectPath is { } path ? $" The rejected rows are in '{path}'." : "";
        return new PermInvalidInputException(ErrorId.RowsRejected, $"{result.Rejected} of {result.Read} rows of '{file}' were rejected. The first: {result.Rejects[0]} {applied}{kept}", result) { Detail = result.RejectPath is null ? null : ErrorDetail.RejectFile };
    }
}
