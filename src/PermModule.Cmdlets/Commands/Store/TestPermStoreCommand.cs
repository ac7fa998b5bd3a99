using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>Checks a store: the file, its references, the recounted seats and the audit chain.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PermStore")]
[OutputType(typeof(bool), typeof(StoreCheck))]
public sealed class TestPermStoreCommand : PermCmdlet
{
    /// <summary>Gets or sets whether each check is shown.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Progress progress = new(this, "Checking the store", "No check was finished.");
        Attempt(store =>
        {
            IReadOnlyList<StoreCheck> checks = store.Check(progress.Show);
            if (Detailed)
            {
                WriteObject(checks, enumerateCollection: true);
            }
            else
            {
                WriteObject(checks.All(check => check.IsPassed));
            }
        });
        progress.Complete();
    }
}
