using System.Globalization;
using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>Names what events are about: by name or wildcard, or by the object itself.</summary>
public sealed class TargetIdentity : IFromStore
{
    private readonly object? _item;

    /// <summary>Names it by name or wildcard.</summary>
    public TargetIdentity(string name)
    {
        Pattern = GivenText.NotBlank(name, "name of the target");
    }

    /// <summary>Names the user that was read, or that a membership, role or recommendation is about.</summary>
    public TargetIdentity(INamedUser user)
        : this(PermStore.ReferenceTo(user).Name, user)
    {
    }

    /// <summary>Names the group that was read.</summary>
    public TargetIdentity(PermGroup group)
        : this(group?.Name, group)
    {
    }

    /// <summary>Names the profile that was read.</summary>
    public TargetIdentity(PermProfile profile)
        : this(profile?.Name, profile)
    {
    }

    /// <summary>Names the right that was read.</summary>
    public TargetIdentity(PermRight right)
        : this(right?.Key, right)
    {
    }

    /// <summary>Names the request that was read.</summary>
    public TargetIdentity(WaitingRoomItem request)
        : this(request?.Id.ToString(CultureInfo.InvariantCulture), request)
    {
    }

    private TargetIdentity(string? name, object? item)
    {
        ArgumentNullException.ThrowIfNull(item);
        _item = item;
        Pattern = WildcardPattern.Escape(name!);
    }

    /// <inheritdoc/>
    StoreOrigin? IFromStore.Origin => PermStore.OriginOf(_item);

    /// <summary>The name or wildcard; the name of an object is taken literally.</summary>
    public string Pattern { get; }

    /// <summary>The name or wildcard.</summary>
    public override string ToString() => _item?.ToString() ?? Pattern;
}
