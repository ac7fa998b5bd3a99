using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Makes a profile.</summary>
[Cmdlet(VerbsCommon.New, "PermProfile", SupportsShouldProcess = true)]
[OutputType(typeof(PermProfile))]
public sealed class NewPermProfileCommand : PermCmdlet
{
    private PipedColumns? _columns;

    /// <summary>Gets or sets the name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Profile", "ProfileName")]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string Name { get; set; } = "";

    /// <summary>Gets or sets what the profile is for.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? Description { get; set; }

    /// <summary>Gets or sets the rights it holds, by key, unique name or wildcard.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Rights")]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(RightCompleter))]
    public RightIdentity[]? Right { get; set; }

    /// <summary>Gets or sets rights that are left out of -Right and -CopyFrom, by key, unique name or wildcard.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(RightCompleter))]
    public RightIdentity[]? ExcludeRight { get; set; }

    /// <summary>Gets or sets whether the rights are granted that these need.</summary>
    [Parameter]
    public SwitchParameter IncludeRequired { get; set; }

    /// <summary>Gets or sets whether rights may be granted that are for maintenance only.</summary>
    [Parameter]
    public SwitchParameter AllowMaintenance { get; set; }

    /// <summary>Gets or sets a profile whose rights it gets too.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public ProfileIdentity? CopyFrom { get; set; }

    /// <summary>Gets or sets whether new users get it unless another is named.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("IsDefault")]
    [SwitchText]
    public SwitchParameter Default { get; set; }

    /// <summary>Gets or sets the object whose properties are taken: a profile of another store, or a record from a file.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _columns = new PipedColumns(MyInvocation);

    /// <inheritdoc/>
    protected override void ProcessRecord() => Refusable(() =>
    {
        WarnOfUnused(_columns!, InputObject, typeof(PermProfile));

        // A copy of another name is another profile, and a store has one default.
        bool isCopy = InputObject?.BaseObject is PermProfile && _columns!.IsNamed(nameof(Name)) && !_columns.IsNamed(nameof(Default));
        (string name, string? description, ProfileIdentity? copyFrom, bool isDefault) = (Name, Description, CopyFrom, Default && !isCopy);
        string[] rights = _columns!.Names(nameof(Right), RightIdentity.NamesOf(Right), InputObject, "Rights")!;
        string[] excluded = RightIdentity.NamesOf(ExcludeRight);
        if (CopyFrom is not null && StoreOf(null, CopyFrom) is null)
        {
            return;
        }

        Change(name, "Create profile", store => store.Profiles.Create(name, description, rights, copyFrom?.NameIn(store), isDefault, excluded, IncludeRequired, AllowMaintenance), WriteObject);
    });
}
