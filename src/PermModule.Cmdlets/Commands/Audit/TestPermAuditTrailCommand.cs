using System.Globalization;
using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;
using PermModule.Errors;

namespace PermModule.Commands;

/// <summary>Verifies the audit trail, event by event, and against digests kept elsewhere.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PermAuditTrail")]
[OutputType(typeof(bool), typeof(AuditVerification))]
public sealed class TestPermAuditTrailCommand : PermCmdlet
{
    private readonly List<PermAuditDigest> _digests = [];

    /// <summary>Gets or sets digests kept earlier: as objects, read back from any format, or as the JSON they were kept in.</summary>
    // Taken as they come and converted here: a digest that PowerShell refused to bind would leave a verification without it, and that says true.
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public object[]? Digest { get; set; }

    /// <summary>Gets or sets whether the first broken event is named.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _digests.AddRange((Digest ?? []).Select(ToDigest));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (MyInvocation.ExpectingInput && _digests.Count == 0)
        {
            throw Refuse(input: null, inner: null);
        }

        Progress progress = new(this, "Verifying the audit trail", "What was read until then verifies.");
        Attempt(store =>
        {
            AuditVerification verification = store.Trail.Verify(_digests, share => progress.Show("Events", (int)(100 * share)));
            WriteObject(Detailed ? verification : verification.IsIntact);
        });
        progress.Complete();
    }

    private PermAuditDigest ToDigest(object input)
    {
        try
        {
            object value = input is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : input;
            PermAuditDigest digest = value is string json
                ? PermAuditDigest.Parse(json)
                : (PermAuditDigest)LanguagePrimitives.ConvertTo(WithoutMoment(value), typeof(PermAuditDigest), CultureInfo.InvariantCulture);
            return digest.Hash is null ? throw Refuse(input, inner: null) : digest;
        }
        catch (Exception error) when (error is PSInvalidCastException or PermInvalidInputException)
        {
            throw Refuse(input, error);
        }
    }

    /// <summary>A record from a file may hold its time in the words of the culture that wrote it, or as a record of its parts. The chain does not need the time.</summary>
    private static object WithoutMoment(object value)
    {
        if (value is not PSObject { BaseObject: PSCustomObject } record)
        {
            return value;
        }

        PSObject rest = new();
        foreach (PSPropertyInfo property in record.Properties.Where(property => !property.Name.Equals(nameof(PermAuditDigest.At), StringComparison.OrdinalIgnoreCase)))
        {
            rest.Properties.Add(new PSNoteProperty(property.Name, property.Value));
        }

        return rest;
    }

    private PipelineStoppedException Refuse(object? input, Exception? inner)
    {
        PermInvalidInputException refusal = inner as PermInvalidInputException ?? PermAuditDigest.Refuse(input?.ToString(), inner);
        ThrowTerminatingError(ErrorRecords.From(refusal, MyInvocation.MyCommand));
        return new PipelineStoppedException();
    }
}
