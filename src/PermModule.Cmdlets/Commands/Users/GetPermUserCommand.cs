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
    [LiveName(typeof(UserIdentity), nameof(UserName))]
    public UserIdentity[]? UserName { get; set; }

    /// <summary>Gets or sets a past moment, as of which the store is read.</summary>
    [Parameter]
    [Moment]
    [ArgumentCompleter(typeof(MomentCompleter))]
    public DateTimeOffset? AsOf { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (UserIdentity? named in UserName is { Length: > 0 } ? UserName : new UserIdentity?[] { null })
        {
            if (StoreOf(named, Limits) is not { } from)
            {
                continue;
            }

            AttemptAsOf(
                from,
                AsOf,
                store =>
                {
                    foreach (PermUser user in store.Users.Find(Wanted(named?.Pattern is { } pattern ? [pattern] : null, named?.Item is null ? null : [named.Reference])))
                    {
                        WriteObject(user);
                    }
                },
                IsOne(named) ? (store, moment) => TryWrite(store.History.FindUser(named!.Reference, moment)) : null);
        }
    }

    /// <summary>True where one user is asked for, by name or as an object, and nothing else matters.</summary>
    private bool IsOne(UserIdentity? named) =>
        named is not null && UserName!.Length == 1 && (named.Pattern is null || named.Pattern.AsSpan().IndexOfAny("*?[`") < 0) && Wanted(null) == new UserFilter();

    private bool TryWrite(PermUser? user)
    {
        if (user is not null)
        {
            WriteObject(user);
        }

        return user is not null;
    }
}
