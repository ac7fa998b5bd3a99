using System.Management.Automation;

namespace PermModule.Bench;

/// <summary>Writes one user over and over: what the pipeline alone costs.</summary>
[Cmdlet(VerbsCommon.Get, "NullUser")]
public sealed class GetNullUserCommand : PSCmdlet
{
    [Parameter(Mandatory = true)]
    public PermUser? User { get; set; }

    [Parameter(Mandatory = true)]
    public int Count { get; set; }

    protected override void EndProcessing()
    {
        for (int i = 0; i < Count; i++)
        {
            WriteObject(User);
        }
    }
}
