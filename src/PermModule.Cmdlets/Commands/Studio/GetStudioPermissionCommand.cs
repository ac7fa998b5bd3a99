using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Lists what the Studio rights allow to owners and contributors. Needs no store.</summary>
[Cmdlet(VerbsCommon.Get, "StudioPermission")]
[OutputType(typeof(StudioPermission))]
public sealed class GetStudioPermissionCommand : PermCmdlet
{
    private readonly Slot<StudioRole?> _role = new();
    private readonly Slot<StudioRelation?> _relation = new();
    private readonly Slot<StudioObject?> _object = new();

    /// <summary>Gets or sets the Studio right.</summary>
    [Parameter(Position = 0)]
    public StudioRole? Role { get => _role.Value; set => _role.Value = value; }

    /// <summary>Gets or sets whether owners or contributors are asked about.</summary>
    [Parameter]
    public StudioRelation? Relation { get => _relation.Value; set => _relation.Value = value; }

    /// <summary>Gets or sets whether projects or designs are asked about.</summary>
    [Parameter]
    public StudioObject? Object { get => _object.Value; set => _object.Value = value; }

    /// <summary>Gets or sets actions or wildcards.</summary>
    [Parameter(ValueFromPipeline = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StudioActionCompleter))]
    public string[] Action { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string action in Action)
        {
            Refusable(() => WriteObject(StudioMatrix.Default.Find(Role, Relation, Object, action), enumerateCollection: true));
        }
    }
}
