using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Lists the rights a user or profile holds with their source, or says of the rights asked about whether they are held and why.</summary>
[Cmdlet(VerbsCommon.Get, "PermEffectiveRight", DefaultParameterSetName = "User")]
[OutputType(typeof(EffectiveRight))]
public sealed class GetPermEffectiveRightCommand : PermCmdlet
{
    /// <summary>Gets or sets the users, by name or as objects; a profile object stands for itself.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "User", ValueFromPipeline = true)]
    [Alias("UserName", "Identity")]
    [HolderText]
    [ArgumentCompleter(typeof(UserCompleter))]
    public object[] User { get; set; } = [];

    /// <summary>Gets or sets the profiles, by name or as objects.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Profile")]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public ProfileIdentity[] Profile { get; set; } = [];

    /// <summary>Gets or sets the rights asked about, by key, name or wildcard; each is listed, held or not.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RightCompleter))]
    public RightIdentity[]? Right { get; set; }

    /// <summary>Gets or sets a past moment, as of which the store is read.</summary>
    [Parameter]
    [Moment]
    [ArgumentCompleter(typeof(MomentCompleter))]
    public DateTimeOffset? AsOf { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string[]? rights = Right is null ? null : RightIdentity.NamesOf(Right);
        foreach (object item in User)
        {
            if (StoreOf(new ObjectOrigin(Holder.Unwrapped(item))) is not { } from)
            {
                continue;
            }

            AttemptAsOf(
                from,
                AsOf,
                store =>
                {
                    (UserReference user, PermProfile? profile) = Holder.Of(item);
                    WriteObject(profile is null ? store.EffectiveRights.List(user, rights) : store.EffectiveRights.ListProfile(profile, rights), enumerateCollection: true);
                },
                User.Length == 1 ? (store, moment) => TryWrite(store, item, rights, moment) : null);
        }

        foreach (ProfileIdentity profile in Profile)
        {
            if (StoreOf(profile) is { } from)
            {
                AttemptAsOf(from, AsOf, store => WriteObject(profile.Read is { } read ? store.EffectiveRights.ListProfile(read, rights) : store.EffectiveRights.ListProfile(profile.Name, rights), enumerateCollection: true));
            }
        }
    }

    private bool TryWrite(PermStore store, object item, string[]? rights, DateTimeOffset moment)
    {
        (UserReference user, PermProfile? profile) = Holder.Of(item);
        if (profile is not null || store.History.FindEffectiveRights(user, rights, moment) is not { } found)
        {
            return false;
        }

        WriteObject(found, enumerateCollection: true);
        return true;
    }
}
