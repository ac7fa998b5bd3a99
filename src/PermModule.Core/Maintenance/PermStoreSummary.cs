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

    internal static PermStoreSummary Read(StoreSession session)
    {
        const string sql = $"""
            SELECT ({UserCount.All}), (SELECT COUNT(*) FROM profiles),
                (SELECT COUNT(*) FROM user_groups), (SELECT COUNT(*) FROM waiting_items WHERE pending_count > 0)
            """;
        using Statement counts = session.Query(sql);
        counts.Next();
        return new PermStoreSummary { Users = counts.Number(0), Profiles = counts.Number(1), Groups = counts.Number(2), PendingRequests = counts.Number(3) };
    }
}
