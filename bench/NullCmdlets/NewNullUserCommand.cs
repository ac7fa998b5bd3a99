using System.Management.Automation;
using PermModule.Binding;

namespace PermModule.Bench;

/// <summary>Binds what New-PermUser binds and does nothing: the floor of a pipeline into it.</summary>
[Cmdlet(VerbsCommon.New, "NullUser", SupportsShouldProcess = true)]
public sealed class NewNullUserCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public string? UserName { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Email { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? FirstName { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? LastName { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ProfileName")]
    public string? Profile { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Groups")]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string[]? Group { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Department { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Location { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? JobTitle { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ExternalId { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("IsSsoOnly")]
    [SwitchText]
    public SwitchParameter SsoOnly { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SwitchText]
    public SwitchParameter Inactive { get; set; }

    protected override void ProcessRecord()
    {
    }
}
