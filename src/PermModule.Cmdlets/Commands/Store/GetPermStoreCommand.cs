using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>Shows the store in use.</summary>
[Cmdlet(VerbsCommon.Get, "PermStore")]
[OutputType(typeof(Output.PermStore))]
public sealed class GetPermStoreCommand : PermCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(new Output.PermStore(Opened));
}
