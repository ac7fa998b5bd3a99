using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>What the cmdlets share that change stored users, many at a time from the pipeline.</summary>
public abstract class UserCmdlet : PermCmdlet
{
    private Batch<UserReference, PermUser>? _batch;

    /// <summary>Gets or sets the users, by name or as objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("User")]
    [ArgumentCompleter(typeof(UserCompleter))]
    public UserIdentity[] UserName { get; set; } = [];

    /// <summary>Gets or sets whether the users are written as they are after the change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What is asked about and shown by -WhatIf.</summary>
    protected abstract string Action { get; }

    /// <summary>Applies the change to users.</summary>
    protected abstract IReadOnlyList<BatchItem<PermUser>> Apply(PermStore store, IReadOnlyList<UserReference> users, bool stopOnError);

    /// <inheritdoc/>
    protected override void BeginProcessing() => _batch = new Batch<UserReference, PermUser>(this, Apply, item =>
    {
        if (PassThru)
        {
            WriteObject(item.Value);
        }
    });

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (UserIdentity user in UserName)
        {
            _batch!.Add(user.Reference, user.Reference.Name, Action);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _batch!.Flush();
}
