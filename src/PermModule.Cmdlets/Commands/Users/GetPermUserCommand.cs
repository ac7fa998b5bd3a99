using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Finds users and streams them.</summary>
[Cmdlet(VerbsCommon.Get, "PermUser")]
[OutputType(typeof(PermUser))]
public sealed class GetPermUserCommand : UserFilterCmdlet
{
    /// <summary>Gets or sets user names or wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Identity")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserRecord]
    public UserIdentity[]? UserName { get; set; }

    /// <summary>Gets or sets a past moment, as of which the store is read.</summary>
    [Parameter]
    [Moment]
    public DateTimeOffset? AsOf { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (UserIdentity? named in UserName is { Length: > 0 } ? UserName : new UserIdentity?[] { null })
        {
            if (StoreOf(named, Profile ?? []) is not { } from)
            {
                continue;
            }

            AttemptAsOf(from, AsOf, store =>
            {
                foreach (PermUser user in store.Users.Find(Wanted(named is null ? null : [PatternIn(store, named)])))
                {
                    WriteObject(user);
                }
            });
        }
    }

    /// <summary>A user who is piped in is meant under whatever name they had at the time.</summary>
    private string PatternIn(PermStore store, UserIdentity named) =>
        AsOf is null || named.Item is null ? named.Pattern : WildcardPattern.Escape(store.Users.Get(named.Reference).UserName);
}
