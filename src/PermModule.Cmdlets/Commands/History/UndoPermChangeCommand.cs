using System.Globalization;
using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Undoes what commands did, all of it or nothing, and says of each event what became of it.</summary>
[Cmdlet(VerbsCommon.Undo, "PermChange", SupportsShouldProcess = true, DefaultParameterSetName = nameof(CorrelationId))]
[OutputType(typeof(PermUndoStep))]
public sealed class UndoPermChangeCommand : PermCmdlet
{
    private readonly List<PermAuditEvent> _events = [];

    /// <summary>Gets or sets the id that all events of the command share.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = nameof(CorrelationId))]
    [ArgumentCompleter(typeof(CorrelationCompleter))]
    [ValidateNotNull]
    public Guid? CorrelationId { get; set; }

    /// <summary>Gets or sets events as Get-PermAuditEvent writes them; the commands they belong to are undone as a whole.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = nameof(InputObject))]
    [ValidateNotNull]
    [LiveObject]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public PermAuditEvent? InputObject { get; set; }

    /// <summary>Gets or sets whether the rest is undone where something has changed since.</summary>
    [Parameter]
    public SwitchParameter SkipConflict { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is not null)
        {
            _events.Add(InputObject);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (CorrelationId is { } command)
        {
            Undo(command.ToString(), (store, progress) => store.History.Undo(command, SkipConflict, progress.Show));
        }
        else if (_events.Count > 0)
        {
            Guid[] commands = [.. _events.Select(read => read.CorrelationId).Distinct()];
            string target = commands.Length == 1 ? commands[0].ToString() : string.Create(CultureInfo.InvariantCulture, $"{commands.Length} commands");
            Undo(target, (store, progress) => store.History.Undo(_events, SkipConflict, progress.Show));
        }
    }

    private void Undo(string target, Func<PermStore, Progress, IReadOnlyList<PermUndoStep>> undo)
    {
        Progress progress = new(this, "Undoing a change", "Nothing was undone.");
        Change(target, "Undo change", store => undo(store, progress), steps => WriteObject(steps, enumerateCollection: true));
        progress.Complete();
    }
}
