using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>Reads what happened, oldest first, and streams it.</summary>
[Cmdlet(VerbsCommon.Get, "PermAuditEvent")]
[OutputType(typeof(PermAuditEvent))]
public sealed class GetPermAuditEventCommand : PermCmdlet
{
    /// <summary>Gets or sets the name of what was changed, or a wildcard.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UserName", "Name")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Target { get; set; }

    /// <summary>Gets or sets from when on; the time itself is included.</summary>
    [Parameter]
    public DateTimeOffset? After { get; set; }

    /// <summary>Gets or sets until when; the time itself is excluded.</summary>
    [Parameter]
    public DateTimeOffset? Before { get; set; }

    /// <summary>Gets or sets who did it, by name or wildcard.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string? Actor { get; set; }

    /// <summary>Gets or sets what was done, e.g. UserChanged, by name or wildcard.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Action { get; set; }

    /// <summary>Gets or sets what kind of thing was changed, e.g. User, by name or wildcard.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string? TargetType { get; set; }

    /// <summary>Gets or sets the id that all events of one command share.</summary>
    [Parameter]
    public Guid? CorrelationId { get; set; }

    /// <summary>Gets or sets how many events at most, from the oldest.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long? First { get; set; }

    /// <summary>Gets or sets how many events at most, from the newest.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long? Newest { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string? target in Target ?? new string?[] { null })
        {
            Attempt(store =>
            {
                foreach (PermAuditEvent found in store.TrailService.FindEvents(Filter(target)))
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
