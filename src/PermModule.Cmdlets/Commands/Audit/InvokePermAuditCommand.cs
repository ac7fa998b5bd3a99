using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;
using PermModule.Formatting;

namespace PermModule.Commands;

/// <summary>Runs the audit and streams what it finds.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "PermAudit")]
[OutputType(typeof(PermFinding))]
public sealed class InvokePermAuditCommand : PermCmdlet
{
    /// <summary>The highest exit code every operating system hands on; higher ones wrap around, 256 to success.</summary>
    private const int MaxExitCode = 255;

    private int _errors;

    /// <summary>Gets or sets the rules to run, by name or wildcard; all unless given.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RuleCompleter))]
    [PlainText]
    public string[]? Rule { get; set; }

    /// <summary>Gets or sets the rules to leave out, by name or wildcard.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RuleCompleter))]
    [PlainText]
    public string[]? ExcludeRule { get; set; }

    /// <summary>Gets or sets the categories whose rules run.</summary>
    [Parameter]
    public AuditCategory[]? Category { get; set; }

    /// <summary>Gets or sets the severities whose rules run.</summary>
    [Parameter]
    public FindingSeverity[]? Severity { get; set; }

    /// <summary>Gets or sets after how many days without a login a seat counts as unused.</summary>
    [Parameter]
    [Days]
    [ValidateRange(0, DayLimits.Max)]
    [ArgumentCompleter(typeof(DaysCompleter))]
    public int NotSeenFor { get; set; } = DayLimits.NotSeen;

    /// <summary>Gets or sets after how many days a request counts as stale.</summary>
    [Parameter]
    [Days]
    [ValidateRange(0, DayLimits.Max)]
    [ArgumentCompleter(typeof(DaysCompleter))]
    public int PendingFor { get; set; } = DayLimits.Pending;

    /// <summary>Gets or sets whether the exit code of the process is the number of errors found, at most 255.</summary>
    [Parameter]
    public SwitchParameter EnableExit { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Progress progress = new(this, "Running the audit", "The rules before that have written all they found.");
        bool isComplete = false;
        try
        {
            Attempt(store =>
            {
                StepWriter steps = new(PlaceToName);
                foreach (PermFinding finding in store.Audit.Run(Options(progress.Show)))
                {
                    _errors += finding.Severity == FindingSeverity.Error ? 1 : 0;
                    WriteObject(finding with { Recommendation = steps.Write(finding.Step) });
                }

                isComplete = true;
            });
            progress.Complete();
        }
        finally
        {
            if (EnableExit)
            {
                // An audit that did not come to its end must not pass for one that found nothing.
                Host.SetShouldExit(isComplete ? Math.Min(_errors, MaxExitCode) : MaxExitCode);
            }
        }
    }

    private AuditOptions Options(Action<string, int> progress) => new()
    {
        Rules = Rule,
        ExcludedRules = ExcludeRule,
        Categories = Category,
        Severities = Severity,
        NotSeenForDays = NotSeenFor,
        PendingForDays = PendingFor,
        Progress = progress,
    };
}
