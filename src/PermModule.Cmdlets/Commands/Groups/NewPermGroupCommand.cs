using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Makes groups.</summary>
[Cmdlet(VerbsCommon.New, "PermGroup", SupportsShouldProcess = true)]
[OutputType(typeof(PermGroup))]
public sealed class NewPermGroupCommand : PermCmdlet
{
    private PipedColumns? _columns;

    /// <summary>Gets or sets the names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [GroupName]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Gets or sets what the groups are for.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? Description { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _columns = new PipedColumns(MyInvocation);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        WarnOfUnused(_columns!, PipedRecord.Take(), typeof(PermGroup));
        foreach (string name in Name)
        {
            Change(name, "Create group", store => store.Groups.Create(name, Description), WriteObject);
        }
    }
}
