using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>Verifies the audit trail, event by event, and against digests kept elsewhere.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PermAuditTrail")]
[OutputType(typeof(bool), typeof(AuditVerification))]
public sealed class TestPermAuditTrailCommand : PermCmdlet
{
    private readonly List<PermAuditDigest> _digests = [];

    /// <summary>Gets or sets digests kept earlier, as objects or as the JSON they were kept in.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PermAuditDigest[]? Digest { get; set; }

    /// <summary>Gets or sets whether the first broken event is named.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _digests.AddRange(Digest ?? []);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Progress progress = new(this, "Verifying the audit trail");
        Attempt(store =>
        {
            AuditVerification verification = store.AuditService.Verify(_digests, share => progress.Show("Events", (int)(100 * share)));
            WriteObject(Detailed ? verification : verification.IsIntact);
        });
        progress.Complete();
    }
}
