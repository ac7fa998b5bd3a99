namespace PermModule;

/// <summary>A user who is to be in a group, or no longer.</summary>
/// <param name="Group">The name of the group.</param>
/// <param name="User">The user.</param>
public readonly record struct Membership(string Group, UserReference User)
{
    /// <summary>A user who is to be in the group that was read, whatever it is called by now.</summary>
    public Membership(PermGroup group, UserReference user)
        : this((group ?? throw new ArgumentNullException(nameof(group))).Name, user) => Read = group;

    /// <summary>The group that was read, or null where only the name is known.</summary>
    internal PermGroup? Read { get; }
}
