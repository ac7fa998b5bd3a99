using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>Lists the roles with their duties and the number of their members.</summary>
[Cmdlet(VerbsCommon.Get, "PermRole")]
[OutputType(typeof(PermRoleInfo))]
public sealed class GetPermRoleCommand : PermCmdlet
{
    /// <summary>Gets or sets roles; all of them unless given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public PermRole[]? Role { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PermRole role in Role ?? Enum.GetValues<PermRole>())
        {
            Attempt(store => WriteObject(store.Roles.Get(role)));
        }
    }
}
