using System.Management.Automation;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Finds groups.</summary>
[Cmdlet(VerbsCommon.Get, "PermGroup")]
[OutputType(typeof(PermGroup))]
public sealed class GetPermGroupCommand : PermCmdlet
{
    /// <summary>Gets or sets group names or wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            Attempt(store => WriteObject(store.GroupService.Find(name), enumerateCollection: true));
        }
    }
}
