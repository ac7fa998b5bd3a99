using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>What the cmdlets share that change stored users, many at a time from the pipeline.</summary>
public abstract class UserCmdlet : PermCmdlet
{
    /// <summary>The parameter set of users who are given by name, or by a record whose other columns say what to change.</summary>
    private protected const string ByName = nameof(UserName);

    /// <summary>The parameter set of users as objects, which only say who is meant: what else they show was not asked for.</summary>
    private protected const string ByObject = nameof(InputObject);

    private Batch<UserChange, PermUser>? _batch;

    /// <summary>Gets or sets the users, by name or as objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    [Alias("User", "Identity")]
    [UserRecord]
    [ArgumentCompleter(typeof(UserCompleter))]
    public UserIdentity[] UserName { get; set; } = [];

    /// <summary>Gets or sets a user as Get-PermUser writes it. Binds without a conversion, which thousands in a pipeline feel.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByObject)]
    [LiveObject]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public PermUser? InputObject { get; set; }

    /// <summary>Gets or sets whether the users are written as they are after the change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What is asked about and shown by -WhatIf.</summary>
    protected abstract string Action { get; }

    /// <summary>What is to change of a user, or null where the refusal was written.</summary>
    protected abstract UserData? DataFor(UserIdentity user);

    /// <summary>Applies the changes.</summary>
    protected abstract IReadOnlyList<BatchItem<PermUser>> Apply(PermStore store, IReadOnlyList<UserChange> changes, bool stopOnError);

    /// <inheritdoc/>
    protected override void BeginProcessing() => _batch = new Batch<UserChange, PermUser>(this, Apply, item =>
    {
        Written(item);
        if (PassThru)
        {
            WriteObject(item.Value);
        }
    }, WaitsForOthers ? change => change.User.Name : null);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ByObject)
        {
            Add(new UserIdentity(InputObject!));
            return;
        }

        foreach (UserIdentity user in UserName)
        {
            Add(user);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _batch!.Complete();

    /// <summary>True where a change that lacks a seat or a name is tried again when the later ones are done.</summary>
    private protected virtual bool WaitsForOthers => false;

    /// <summary>What a change needs from the same store as the user.</summary>
    private protected virtual IFromStore? Companion => null;

    /// <summary>Says what a change that was applied brought with it.</summary>
    private protected virtual void Written(BatchItem<PermUser> item)
    {
    }

    private void Add(UserIdentity user)
    {
        try
        {
            UserReference reference = user.Reference;
            if (DataFor(user) is { } data && StoreOf(user, Companion) is { } store)
            {
                _batch!.Add(store, new UserChange(reference, data), reference.Name, Action);
            }
        }
        catch (PermException error)
        {
            WriteError(error);
        }
    }
}
