using System.Management.Automation;
using PermModule.Binding;

namespace PermModule.Bench;

/// <summary>Binds users as the cmdlets do that change them, and does nothing.</summary>
[Cmdlet(VerbsCommon.Set, "NullUser", SupportsShouldProcess = true)]
public sealed class SetNullUserCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("User")]
    public UserIdentity[] UserName { get; set; } = [];

    [Parameter]
    public string? Value { get; set; }

    protected override void ProcessRecord()
    {
    }
}
