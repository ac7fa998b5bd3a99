using System.Management.Automation;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Finds the active users who may audit: all of them with the kinds of requests, or those for one kind. No one decides on their own requests.</summary>
[Cmdlet(VerbsCommon.Get, "WaitingRoomAuditor", DefaultParameterSetName = All)]
[OutputType(typeof(PermUser), ParameterSetName = [nameof(Kind), nameof(InputObject)])]
[OutputType(typeof(WaitingRoomAuditor), ParameterSetName = [All])]
public sealed class GetWaitingRoomAuditorCommand : PermCmdlet
{
    private const string All = nameof(All);

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
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public WaitingRoomItem? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (StoreOf(new Binding.ObjectOrigin(InputObject)) is { } from)
        {
            Attempt(from, store =>
            {
                if (ParameterSetName == All)
                {
                    WriteObject(store.WaitingRoom.FindAllAuditors(), enumerateCollection: true);
                    return;
                }

                foreach (PermUser user in store.WaitingRoom.FindAuditors(InputObject is null ? Kind : store.WaitingRoom.Get(InputObject.Id).Kind))
                {
                    WriteObject(user);
                }
            });
        }
    }
}
