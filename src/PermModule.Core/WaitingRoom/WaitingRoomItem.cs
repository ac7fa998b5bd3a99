namespace PermModule;

/// <summary>A request of a user for one or more assets, as it was when it was read.</summary>
public sealed class WaitingRoomItem : IComparable<WaitingRoomItem>
{
    private NameList? _names;

    /// <summary>The number of the request; never used again for another.</summary>
    public required long Id { get; init; }

    /// <summary>What is asked for.</summary>
    public required WaitingRoomKind Kind { get; init; }

    /// <summary>Who asks: the user's name, or the one at the time of the request where the user is gone.</summary>
    public required string Requester { get; init; }

    /// <summary>The names of the assets, in the order of the request.</summary>
    public IReadOnlyList<string> Assets => _names ??= NameList.Of(Array.ConvertAll(Rows, row => row.Asset));

    /// <summary>How many assets; 1 or more.</summary>
    public int AssetCount => Rows.Length;

    /// <summary>Why, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Pending while an asset is; then Approved, Denied or Mixed.</summary>
    public WaitingRoomState State => Counts.State;

    /// <summary>When the request was made, UTC.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>The auditor of the last decision, the keys of the rights by which no audit was needed, or null.</summary>
    public string? AuditedBy { get; init; }

    /// <summary>When the last decision was taken, UTC, or null.</summary>
    public DateTimeOffset? AuditedAt { get; init; }

    /// <summary>The comment of the last decision, or null.</summary>
    public string? Comment { get; init; }

    /// <summary>How old the request was when it was read.</summary>
    public required TimeSpan Age { get; init; }

    /// <summary>Every asset with the last decision on it, in the order of the request.</summary>
    public IReadOnlyList<WaitingRoomAsset> AssetStates => Rows;

    internal WaitingRoomAsset[] Rows { get; init; } = [];

    internal WaitingRoomCounts Counts { get; init; }

    /// <summary>The number of the user who asks; kept when the user is removed, and never another's.</summary>
    internal long RequesterId { get; init; }

    /// <summary>The store it was read from.</summary>
    internal StoreOrigin? Origin { get; init; }

    /// <inheritdoc/>
    public int CompareTo(WaitingRoomItem? other) => Id.CompareTo(other?.Id ?? 0);

    /// <summary>Kind, number and requester.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Kind} request {Id} of {Requester}");

    /// <summary>This request after one more decision.</summary>
    internal WaitingRoomItem After(WaitingRoomAsset[] rows, WaitingRoomCounts counts, string auditedBy, DateTimeOffset auditedAt, string? comment) => new()
    {
        Id = Id,
        Kind = Kind,
        Requester = Requester,
        RequesterId = RequesterId,
        Reason = Reason,
        SubmittedAt = SubmittedAt,
        Age = auditedAt - SubmittedAt,
        Rows = rows,
        Counts = counts,
        AuditedBy = auditedBy,
        AuditedAt = auditedAt,
        Comment = comment,
        Origin = Origin,
    };

    /// <summary>This request under another name of who made it.</summary>
    internal WaitingRoomItem As(string requester) => new()
    {
        Id = Id,
        Kind = Kind,
        Requester = requester,
        RequesterId = RequesterId,
        Reason = Reason,
        SubmittedAt = SubmittedAt,
        Age = Age,
        Rows = Rows,
        Counts = Counts,
        AuditedBy = AuditedBy,
        AuditedAt = AuditedAt,
        Comment = Comment,
        Origin = Origin,
    };
}
