using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Lists who is in which group, by group or by user.</summary>
[Cmdlet(VerbsCommon.Get, "PermGroupMember")]
[OutputType(typeof(GroupMember))]
public sealed class GetPermGroupMemberCommand : PermCmdlet
{
    /// <summary>Gets or sets groups, by name or wildcard or as objects; all of them unless given.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string[] Group { get; set; } = ["*"];

    /// <summary>Gets or sets users whose memberships alone are wanted, by name or as objects.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UserName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UserCompleter))]
    public UserIdentity[]? User { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string group in Group)
        {
            if (User is null)
            {
                Attempt(store =>
                {
                    foreach (GroupMember member in store.GroupService.Members(group))
                    {
                        WriteObject(member);
                    }
                });
                continue;
            }

            foreach (UserIdentity user in User)
            {
                Attempt(store => WriteObject(store.GroupService.MembershipsOf(user.Reference, group), enumerateCollection: true));
            }
        }
    }
}
