using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>Says who the account owner of Content Workflow is; nothing before there is one.</summary>
[Cmdlet(VerbsCommon.Get, "ContentWorkflowOwner")]
[OutputType(typeof(PermUser))]
public sealed class GetContentWorkflowOwnerCommand : PermCmdlet
{
    /// <inheritdoc/>
    protected override void BeginProcessing() => Attempt(store =>
    {
        if (store.ContentWorkflow.GetOwner() is { } owner)
        {
            WriteObject(owner);
        }
    });
}
