using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Carries out a plan, or everything for a direction, on the store or the connected portal.</summary>
[Cmdlet(VerbsData.Sync, "PermPortal", SupportsShouldProcess = true, DefaultParameterSetName = "Direction")]
[OutputType(typeof(PermPortalStep))]
public sealed class SyncPermPortalCommand : PortalCmdlet
{
    private readonly List<PermPortalStep> _plan = [];

    /// <summary>Gets or sets the steps of a plan.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Plan")]
    [PortalStep]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public PermPortalStep[] InputObject { get; set; } = [];

    /// <summary>Gets or sets the most users that may be deactivated, as a number or a percentage; ten percent and at least ten unless given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LimitCompleter))]
    [PlainText]
    public string? MaxDeactivate { get; set; }

    /// <summary>Gets or sets whether a store that belongs to another portal may be used.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gets or sets whether each step is written with what became of it.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // A step that an earlier run refused is tried again.
        _plan.AddRange(InputObject.Select(step => step with { Result = null, Status = null, Reason = null }));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        PermPortal portal = Portal;
        Progress bar = new(this, "Synchronizing with the portal", "What was done stays done; a new comparison shows what is left.");
        Attempt(store => Terminating(() =>
        {
            IReadOnlyList<PermPortalStep> plan = ParameterSetName == "Plan" ? _plan : [.. store.Portal.Compare(portal, CompareOptions(bar.Show))];
            if (!IsWhatIf)
            {
                plan = [.. plan.Where(step => step.Action == PortalAction.Manual || step.GetError() is not null || ShouldProcess(Target(step), Describe(step)))];
            }

            foreach (PermPortalStep step in store.Portal.Sync(portal, plan, Options(bar.Show)))
            {
                Write(step);
            }

            return true;
        }));
        bar.Complete();
    }

    private void Write(PermPortalStep step)
    {
        if (!WriteRefusal(step) && IsWhatIf && step.Result == PortalResult.Done)
        {
            ShouldProcess(Target(step), Describe(step));
        }

        if (PassThru)
        {
            WriteObject(step);
        }
    }

    private static string Target(PermPortalStep step) => $"{(step.Direction == PortalDirection.Push ? "portal" : "store")}: {step.Kind} {step.Name}";

    private static string Describe(PermPortalStep step)
    {
        string what = step.Property is null ? $"{step.Action} {step.To}" : $"{step.Action} {step.Property}: '{step.From}' -> '{step.To}'";
        string seats = step.Seats switch
        {
            > 0 => $" (takes a {step.Tier} seat)",
            < 0 => $" (frees a {step.Tier} seat)",
            _ => "",
        };
        return what + seats;
    }

    private PortalSyncOptions Options(Action<PortalProgress> progress) => new()
    {
        MaxDeactivate = MaxDeactivate,
        Force = Force,
        IsTrial = IsWhatIf,
        Progress = progress,
        Notice = WriteWarning,
        Token = StopToken,
    };
}
