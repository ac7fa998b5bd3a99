using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Says whether users may do something in Studio: they are active, and one of their Studio rights allows it.</summary>
[Cmdlet(VerbsDiagnostic.Test, "StudioPermission")]
[OutputType(typeof(bool))]
public sealed class TestStudioPermissionCommand : PermCmdlet
{
    private readonly Slot<StudioRelation> _relation = new();
    private readonly Slot<StudioObject> _object = new();

    /// <summary>Gets or sets the users, by name or as objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UserName")]
    [UserRecord]
    [ArgumentCompleter(typeof(UserCompleter))]
    public UserIdentity[] User { get; set; } = [];

    /// <summary>Gets or sets what the user is to the project or design.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    public StudioRelation Relation { get => _relation.Value; set => _relation.Value = value; }

    /// <summary>Gets or sets whether it is a project or a design.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    public StudioObject Object { get => _object.Value; set => _object.Value = value; }

    /// <summary>Gets or sets the action.</summary>
    [Parameter(Mandatory = true, Position = 3)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StudioActionCompleter))]
    [PlainText]
    public string Action { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (UserIdentity user in User)
        {
            if (StoreOf(user) is { } from)
            {
                Attempt(from, store => WriteObject(store.Studio.Test(user.Reference, Relation, Object, Action)));
            }
        }
    }
}
