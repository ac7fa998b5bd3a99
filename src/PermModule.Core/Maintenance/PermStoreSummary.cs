namespace PermModule;

/// <summary>How much a store holds.</summary>
public sealed record PermStoreSummary
{
    /// <summary>How many users there are, active or not; 0 or more.</summary>
    public required long Users { get; init; }

    /// <summary>How many profiles there are; 0 or more.</summary>
    public required long Profiles { get; init; }

    /// <summary>How many groups there are; 0 or more.</summary>
    public required long Groups { get; init; }

    /// <summary>How many requests wait for an auditor; 0 or more.</summary>
    public required long PendingRequests { get; init; }

    /// <summary>How much a store holds; from memory while nobody changes it, since a prompt asks for one number after the other.</summary>
    internal static PermStoreSummary Of(StoreSession session) => session.InTransaction ? Read(session) : session.Part(static _ => new Memory()).At(session.Version(), session);

    private static PermStoreSummary Read(StoreSession session)
    {
        const string sql = $"""
            SELECT ({UserCount.All}), (SELECT COUNT(*) FROM profiles),
                (SELECT COUNT(*) FROM user_groups), (SELECT COUNT(*) FROM waiting_items WHERE pending_count > 0)
            """;
        using Statement counts = session.Query(sql);
        counts.Next();
        return new PermStoreSummary { Users = counts.Number(0), Profiles = counts.Number(1), Groups = counts.Number(2), PendingRequests = counts.Number(3) };
    }

    private sealed class Memory
    {
        private PermStoreSummary? _summary;
        private long _version;

        public PermStoreSummary At(long version, StoreSession session)
        {
            if (_summary is null || _version != version)
            {
                (_summary, _version) = (Read(session), version);
            }

            return _summary;
        }
    }
}
