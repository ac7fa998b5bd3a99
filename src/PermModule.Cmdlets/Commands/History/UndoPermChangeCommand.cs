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
    private readonly List<Guid> _commands = [];

    /// <summary>Gets or sets the id that all events of the command share; by pipe that of a record of an event.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = nameof(CorrelationId))]
    [RecordProperty(nameof(CorrelationId), Kind = typeof(PermAuditEvent))]
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
        if (ParameterSetName == nameof(InputObject))
        {
            _events.Add(InputObject!);
            _commands.Add(InputObject!.CorrelationId);
        }
        else
        {
            _commands.Add(CorrelationId!.Value);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_commands.Count == 0)
        {
            return;
        }

        Guid[] commands = [.. _commands.Distinct()];
        string target = commands.Length == 1 ? commands[0].ToString() : string.Create(CultureInfo.InvariantCulture, $"{commands.Length} commands");
        Undo(target, (store, progress) => _events.Count == _commands.Count ? store.History.Undo(_events, SkipConflict, progress.Show) : store.History.Undo(commands, SkipConflict, progress.Show));
    }

    private void Undo(string target, Func<PermStore, Progress, IReadOnlyList<PermUndoStep>> undo)
    {
        Progress progress = new(this, "Undoing a change", "Nothing was undone.");
        Change(target, "Undo change", store => undo(store, progress), steps => WriteObject(steps, enumerateCollection: true));
        progress.Complete();
    }
}
