using System.Management.Automation;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Finds users and streams them.</summary>
[Cmdlet(VerbsCommon.Get, "PermUser")]
[OutputType(typeof(PermUser))]
public sealed class GetPermUserCommand : UserFilterCmdlet
{
    /// <summary>Gets or sets user names or wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string[]? UserName { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string? name in UserName is { Length: > 0 } ? UserName : new string?[] { null })
        {
            Attempt(store =>
            {
                foreach (PermUser user in store.UserService.Find(Filter(name is null ? null : [name])))
                {
                    WriteObject(user);
                }
            });
        }
    }
}
