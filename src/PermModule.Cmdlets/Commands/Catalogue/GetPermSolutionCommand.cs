using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Lists the solutions that rights belong to. Needs no store.</summary>
[Cmdlet(VerbsCommon.Get, "PermSolution")]
[OutputType(typeof(PermSolution))]
public sealed class GetPermSolutionCommand : PermCmdlet
{
    /// <summary>Gets or sets names, aliases or wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Solution")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [RecordProperty("Solution", nameof(Name))]
    [LiveName(typeof(string), "Solution", nameof(Name))]
    [ArgumentCompleter(typeof(SolutionCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            Refusable(() => WriteObject(RightService.FindSolutions(name), enumerateCollection: true));
        }
    }
}
