using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;
using PermModule.Errors;

namespace PermModule.Commands;

/// <summary>Reads what happened, oldest first, and streams it.</summary>
[Cmdlet(VerbsCommon.Get, "PermAuditEvent")]
[OutputType(typeof(PermAuditEvent))]
public sealed class GetPermAuditEventCommand : PermCmdlet
{
    /// <summary>Gets or sets the name of what was changed, at the time or now, or a wildcard over the names of the time.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UserName", "Name")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [RecordProperty("Target", "UserName", "Name", "Key")]
    [LiveName(typeof(TargetIdentity), "Target", "UserName", "Name")]
    [ArgumentCompleter(typeof(TargetCompleter))]
    public TargetIdentity[]? Target { get; set; }

    /// <summary>Gets or sets from when on; the time itself is included.</summary>
    [Parameter]
    [Moment]
    [ArgumentCompleter(typeof(MomentCompleter))]
    public DateTimeOffset? After { get; set; }

    /// <summary>Gets or sets until when; the time itself is excluded.</summary>
    [Parameter]
    [Moment]
    [ArgumentCompleter(typeof(MomentCompleter))]
    public DateTimeOffset? Before { get; set; }

    /// <summary>Gets or sets who did it, by name or wildcard.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ActorCompleter))]
    [PlainText]
    public string? Actor { get; set; }

    /// <summary>Gets or sets what was done, e.g. UserChanged, by name or wildcard.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AuditActionCompleter))]
    [PlainText]
    public string[]? Action { get; set; }

    /// <summary>Gets or sets what kind of thing was changed, e.g. User, by name or wildcard.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TargetTypeCompleter))]
    [PlainText]
    public string? TargetType { get; set; }

    /// <summary>Gets or sets the id that all events of one command share.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CorrelationCompleter))]
    public Guid? CorrelationId { get; set; }

    /// <summary>Gets or sets how many events at most, from the oldest.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public long? First { get; set; }

    /// <summary>Gets or sets how many events at most, from the newest.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public long? Newest { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        string? conflict = (First, Newest, After, Before) switch
        {
            (not null, not null, _, _) => "-First takes the oldest events and -Newest the newest.",
            (_, _, { } after, { } before) when after >= before => "-After is not before -Before, so that no event can be found.",
            _ => null,
        };
        if (conflict is not null)
        {
            ThrowTerminatingError(ErrorRecords.From(new PermInvalidInputException(ErrorId.ConflictingFilters, conflict, target: null), MyInvocation.MyCommand));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Target is not { Length: > 1 } targets)
        {
            Write(Target?.FirstOrDefault(), store => store.Trail.FindEvents(Filter(Target?.FirstOrDefault()?.Pattern)));
            return;
        }

        foreach (IGrouping<PermStore, TargetIdentity> named in targets.Where(target => StoreOf(target) is not null).GroupBy(target => StoreOf(target)!))
        {
            Write(named.First(), store => store.Trail.FindEvents([.. named.Select(target => target.Pattern)], Filter(target: null)));
        }
    }

    private void Write(TargetIdentity? target, Func<PermStore, IEnumerable<PermAuditEvent>> find)
    {
        if (StoreOf(target) is { } from)
        {
            Attempt(from, store =>
            {
                foreach (PermAuditEvent found in find(store))
                {
                    WriteObject(found);
                }
            });
        }
    }

    private AuditEventFilter Filter(string? target) => new()
    {
        After = After,
        Before = Before,
        Actor = Actor,
        Actions = Action,
        TargetType = TargetType,
        Target = target,
        CorrelationId = CorrelationId,
        First = First,
        Newest = Newest,
    };
}
