using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>Finds the active users who may audit requests of a kind; each may decide on any but the own requests.</summary>
[Cmdlet(VerbsCommon.Get, "WaitingRoomAuditor", DefaultParameterSetName = nameof(InputObject))]
[OutputType(typeof(PermUser))]
public sealed class GetWaitingRoomAuditorCommand : PermCmdlet
{
    private readonly Binding.Slot<WaitingRoomKind> _kind = new();

    /// <summary>Gets or sets the kind of request.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = nameof(Kind))]
    public WaitingRoomKind Kind
    {
        get => _kind.Value;
        set => _kind.Value = value;
    }

    /// <summary>Gets or sets a request as Get-WaitingRoomItem writes it.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = nameof(InputObject))]
    [Binding.LiveObject]
    public WaitingRoomItem? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (StoreOf(new Binding.ObjectOrigin(InputObject)) is { } from)
        {
            Attempt(from, store =>
            {
                foreach (PermUser user in store.WaitingRoom.FindAuditors(InputObject is null ? Kind : store.WaitingRoom.Get(InputObject.Id).Kind))
                {
                    WriteObject(user);
                }
            });
        }
    }
}
