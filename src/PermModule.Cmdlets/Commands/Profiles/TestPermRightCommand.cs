using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Says whether users or profiles hold a right.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PermRight", DefaultParameterSetName = "User")]
[OutputType(typeof(bool))]
public sealed class TestPermRightCommand : PermCmdlet
{
    private EffectiveRightService? _rights;
    private StoreOrigin? _origin;
    private PermRight? _right;

    /// <summary>Gets or sets the user, by name or as object; a profile object stands for itself.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "User", ValueFromPipeline = true)]
    [Alias("UserName", "Identity")]
    [ArgumentCompleter(typeof(UserCompleter))]
    public object? User { get; set; }

    /// <summary>Gets or sets the profile, by name or as object.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Profile")]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public ProfileIdentity? Profile { get; set; }

    /// <summary>Gets or sets the right, by key or unique name.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(RightCompleter))]
    public RightIdentity Right { get; set; } = null!;

    /// <summary>Gets or sets a past moment, as of which the store is read.</summary>
    [Parameter]
    [Moment]
    [ArgumentCompleter(typeof(MomentCompleter))]
    public DateTimeOffset? AsOf { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Refusable(() => _right = RightCatalogue.Default.Resolve(Right.Name));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_right is null)
        {
            return;
        }

        // One record is a microsecond of work: what Attempt sets up, or PowerShell to convert a parameter, would cost more than the check.
        try
        {
            object? item = Profile?.Read ?? Holder.Unwrapped(User);
            StoreOrigin? origin = PermStore.OriginOf(item);
            if (_rights is null || !ReferenceEquals(origin, _origin))
            {
                if (StoreOf(new ObjectOrigin(item)) is not { } store)
                {
                    return;
                }

                if (AsOf is { } moment && TryWrite(store, moment))
                {
                    return;
                }

                (_rights, _origin) = (Then(store, AsOf).EffectiveRights, origin);
            }

            WriteObject(User is PermUser user ? _rights.Holds(user, _right) : HoldsOther(User));
        }
        catch (PermException error)
        {
            WriteError(error);
        }
    }

    /// <summary>Answers for one user, for whom the whole past need not be worked out; false where it has to be.</summary>
    private bool TryWrite(PermStore store, DateTimeOffset moment)
    {
        (UserReference user, PermProfile? profile) = Profile is null && !MyInvocation.ExpectingInput ? Holder.Of(User) : default;
        if (user == default || profile is not null || store.History.FindEffectiveRights(user, [_right!.Key], moment) is not { } found)
        {
            return false;
        }

        WriteObject(found[0].IsHeld);
        return true;
    }

    private bool HoldsOther(object? item)
    {
        if (Profile is { Read: null })
        {
            return _rights!.ProfileHolds(Profile.Name, _right!);
        }

        (UserReference user, PermProfile? profile) = Profile is null ? Holder.Of(item) : (default, Profile.Read);
        return profile is null ? _rights!.Holds(user, _right!) : _rights!.ProfileHolds(profile, _right!);
    }
}
