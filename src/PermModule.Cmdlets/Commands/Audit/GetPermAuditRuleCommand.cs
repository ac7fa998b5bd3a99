using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Lists the rules of the audit with their reasons.</summary>
[Cmdlet(VerbsCommon.Get, "PermAuditRule")]
[OutputType(typeof(PermAuditRule))]
public sealed class GetPermAuditRuleCommand : PermCmdlet
{
    /// <summary>Gets or sets names or wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("RuleName", "Rule")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [RecordProperty("RuleName", nameof(Name))]
    [LiveName(typeof(string), "RuleName", nameof(Name))]
    [ArgumentCompleter(typeof(RuleCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Gets or sets categories.</summary>
    [Parameter]
    public AuditCategory[]? Category { get; set; }

    /// <summary>Gets or sets severities.</summary>
    [Parameter]
    public FindingSeverity[]? Severity { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string? name in Name ?? new string?[] { null })
        {
            Refusable(() => WriteObject(
                AuditService.GetRules(new AuditOptions { Rules = name is null ? null : [name], Categories = Category, Severities = Severity }),
                enumerateCollection: true));
        }
    }
}
