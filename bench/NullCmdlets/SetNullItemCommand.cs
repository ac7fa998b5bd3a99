using System.Management.Automation;

namespace PermModule.Bench;

/// <summary>Binds the numbers of requests and does nothing.</summary>
[Cmdlet(VerbsCommon.Set, "NullItem", SupportsShouldProcess = true)]
public sealed class SetNullItemCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public long[] Id { get; set; } = [];

    protected override void ProcessRecord()
    {
    }
}
