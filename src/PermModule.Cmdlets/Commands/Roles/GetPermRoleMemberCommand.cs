using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Lists who has which role, for which department and location.</summary>
[Cmdlet(VerbsCommon.Get, "PermRoleMember", DefaultParameterSetName = nameof(InputObject))]
[OutputType(typeof(RoleMember))]
public sealed class GetPermRoleMemberCommand : PermCmdlet
{
    /// <summary>Gets or sets roles; all of them unless given.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = nameof(Role))]
    public PermRole[]? Role { get; set; }

    /// <summary>Gets or sets a role as Get-PermRole writes it.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = nameof(InputObject))]
    [ValidateNotNull]
    [LiveObject]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public PermRoleInfo? InputObject { get; set; }

    /// <summary>Gets or sets users whose roles alone are wanted, by name or as objects.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true, ParameterSetName = nameof(Role))]
    [Parameter(ParameterSetName = nameof(InputObject))]
    [Alias("UserName")]
    [UserRecord]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UserCompleter))]
    public UserIdentity[]? User { get; set; }

    /// <summary>Gets or sets a department or wildcard.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DepartmentCompleter))]
    [PlainText]
    public string? Department { get; set; }

    /// <summary>Gets or sets a location or wildcard.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(LocationCompleter))]
    [PlainText]
    public string? Location { get; set; }

    /// <summary>Gets or sets a past moment, as of which the store is read.</summary>
    [Parameter]
    [Moment]
    [ArgumentCompleter(typeof(MomentCompleter))]
    public DateTimeOffset? AsOf { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        PermRole[] roles = InputObject is null ? Role ?? Enum.GetValues<PermRole>() : [InputObject.Role];
        if (User is null)
        {
            if (StoreOf(new ObjectOrigin(InputObject)) is not { } from)
            {
                return;
            }

            foreach (PermRole role in roles)
            {
                AttemptAsOf(from, AsOf, store =>
                {
                    foreach (RoleMember member in store.Roles.Members(role, Department, Location))
                    {
                        WriteObject(member);
                    }
                });
            }

            return;
        }

        foreach (UserIdentity user in User)
        {
            if (StoreOf(user) is { } from)
            {
                AttemptAsOf(from, AsOf, store => WriteObject(
                    store.Roles.RolesOf(user.Reference).Where(member => roles.Contains(member.Role) && RoleService.IsMatch(member, Department, Location)),
                    enumerateCollection: true));
            }
        }
    }
}
