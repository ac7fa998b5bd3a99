using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Transfers the account ownership of Content Workflow to an active user.</summary>
[Cmdlet(VerbsCommon.Set, "ContentWorkflowOwner", SupportsShouldProcess = true)]
[OutputType(typeof(PermUser))]
public sealed class SetContentWorkflowOwnerCommand : PermCmdlet
{
    /// <summary>Gets or sets the user, by name or as an object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UserName")]
    [UserRecord]
    [ArgumentCompleter(typeof(UserCompleter))]
    public UserIdentity? User { get; set; }

    /// <summary>Gets or sets whether the owner is written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Refusable(() =>
    {
        UserReference user = User!.Reference;
        if (StoreOf(User) is { } from)
        {
            Change(from, user.Name, "Make account owner of Content Workflow", store => store.ContentWorkflow.SetOwner(user), PassThru ? WriteObject : null);
        }
    });
}
