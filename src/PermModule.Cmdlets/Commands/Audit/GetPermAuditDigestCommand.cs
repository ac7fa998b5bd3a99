using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>Reads the head of the audit chain, to be kept where nobody who can write the store can write.</summary>
[Cmdlet(VerbsCommon.Get, "PermAuditDigest")]
[OutputType(typeof(PermAuditDigest))]
public sealed class GetPermAuditDigestCommand : PermCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing() => Attempt(store => WriteObject(store.Trail.GetDigest()));
}
