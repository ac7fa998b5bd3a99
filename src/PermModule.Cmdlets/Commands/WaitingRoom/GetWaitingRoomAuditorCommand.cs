using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>Finds the active users who may audit requests of a kind; each may decide on any but the own requests.</summary>
[Cmdlet(VerbsCommon.Get, "WaitingRoomAuditor")]
[OutputType(typeof(PermUser))]
public sealed class GetWaitingRoomAuditorCommand : PermCmdlet
{
    private readonly Binding.Slot<WaitingRoomKind> _kind = new();

    /// <summary>Gets or sets the kind of request.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public WaitingRoomKind Kind
    {
        get => _kind.Value;
        set => _kind.Value = value;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Attempt(store =>
    {
        foreach (PermUser user in store.WaitingRoomService.FindAuditors(Kind))
        {
            WriteObject(user);
        }
    });
}
