using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>Forgets the token of the connected portal and closes the connections to it; does nothing where there is none.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "PermPortal")]
[OutputType(typeof(void))]
public sealed class DisconnectPermPortalCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing() => RunspaceStores.Current.UsePortal(portal: null);
}
