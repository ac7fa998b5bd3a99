using System.Management.Automation;
using PermModule.Errors;

namespace PermModule.Commands;

/// <summary>Shows the connected portal: who signed in and what that makes possible.</summary>
[Cmdlet(VerbsCommon.Get, "PermPortal")]
[OutputType(typeof(PermPortal))]
public sealed class GetPermPortalCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (RunspaceStores.Current.Portal is { } portal)
        {
            WriteObject(portal);
        }
        else
        {
            ThrowTerminatingError(ErrorRecords.From(PortalCmdlet.NotConnected(), MyInvocation.MyCommand));
        }
    }
}
