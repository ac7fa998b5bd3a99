using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>Says step by step what differs between the store and the connected portal.</summary>
[Cmdlet(VerbsData.Compare, "PermPortal", DefaultParameterSetName = "Direction")]
[OutputType(typeof(PermPortalStep))]
public sealed class ComparePermPortalCommand : PortalCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        PermPortal portal = Portal;
        Progress bar = new(this, "Comparing with the portal", "Nothing was changed.");
        Attempt(store => Terminating(() =>
        {
            foreach (PermPortalStep step in store.Portal.Compare(portal, CompareOptions(bar.Show)))
            {
                if (!WriteRefusal(step))
                {
                    WriteObject(step);
                }
            }

            return true;
        }));
        bar.Complete();
    }
}
