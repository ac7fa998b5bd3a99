namespace PermModule;

/// <summary>Remembers whether anyone is in a group; if not, reading users need not look for their groups.</summary>
internal sealed class MembershipMemory(StoreSession session)
{
    private long _version = -1;
    private bool _hasMemberships;

    /// <summary>True if anyone is in a group at a version that was just read.</summary>
    public static bool HasMemberships(StoreSession session, long version) => session.Part(static owner => new MembershipMemory(owner)).At(version);

    private bool At(long version)
    {
        if (_version != version || session.InTransaction)
        {
            _hasMemberships = session.Scalar("SELECT user_id FROM group_members LIMIT 1") is not null;
            _version = version;
        }

        return _hasMemberships;
    }
}
