using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Lists who has which role, for which department and location.</summary>
[Cmdlet(VerbsCommon.Get, "PermRoleMember")]
[OutputType(typeof(RoleMember))]
public sealed class GetPermRoleMemberCommand : PermCmdlet
{
    /// <summary>Gets or sets roles; all of them unless given.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public PermRole[]? Role { get; set; }

    /// <summary>Gets or sets users whose roles alone are wanted, by name or as objects.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [Alias("UserName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UserCompleter))]
    public UserIdentity[]? User { get; set; }

    /// <summary>Gets or sets a department or wildcard.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DepartmentCompleter))]
    public string? Department { get; set; }

    /// <summary>Gets or sets a location or wildcard.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(LocationCompleter))]
    public string? Location { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        PermRole[] roles = Role ?? Enum.GetValues<PermRole>();
        if (User is null)
        {
            foreach (PermRole role in roles)
            {
                Attempt(store =>
                {
                    foreach (RoleMember member in store.RoleService.Members(role, Department, Location))
                    {
                        WriteObject(member);
                    }
                });
            }

            return;
        }

        foreach (UserIdentity user in User)
        {
            Attempt(store => WriteObject(
                store.RoleService.RolesOf(user.Reference).Where(member => roles.Contains(member.Role) && RoleService.IsMatch(member, Department, Location)),
                enumerateCollection: true));
        }
    }
}
