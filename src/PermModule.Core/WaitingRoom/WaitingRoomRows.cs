using System.Globalization;

namespace PermModule;

/// <summary>Reads and writes stored requests.</summary>
internal sealed class WaitingRoomRows(StoreSession session)
{
    /// <summary>Requests with the names of their requesters as they are now; <see cref="Read"/> takes the columns.</summary>
    public const string Select = """
        SELECT i.id, i.kind, i.requester_id, COALESCE((SELECT user_name FROM users WHERE id = i.requester_id), i.requester_name), i.reason, i.submitted_at,
            i.pending_count, i.approved_count, i.denied_count, i.audited_by, i.audited_at, i.comment
        FROM waiting_items i
        """;

    // One query for many requests costs a fraction of one query each.
    private const int Reads = 100;

    private static readonly string Ids = string.Join(", ", Enumerable.Range(1, Reads).Select(i => string.Create(CultureInfo.InvariantCulture, $"${i}")));

    private static readonly string SelectAssets = $"""
        SELECT item_id, place, asset, state, audited_by, audited_at, comment FROM waiting_assets
        WHERE item_id IN ({Ids})
        ORDER BY item_id, place
        """;

    private static readonly string SelectMany = $"{Select} WHERE i.id IN ({Ids}) ORDER BY i.id";

    private const string UpdateItemSql = """
        UPDATE waiting_items SET pending_count = $1, approved_count = $2, denied_count = pending_count + approved_count + denied_count - $1 - $2,
            audited_by = $3, audited_at = $4, comment = $5
        WHERE id = $6
        """;

    private const string UpdateAssetsSql = "UPDATE waiting_assets SET state = $1, audited_by = $2, audited_at = $3, comment = $4 WHERE item_id = $5 AND state = $6";
    private const string UpdateAssetSql = "UPDATE waiting_assets SET state = $1, audited_by = $2, audited_at = $3, comment = $4 WHERE item_id = $5 AND place = $6";

    private const string Denied = """
        SELECT a.asset_key, i.id, COALESCE(a.audited_at, i.audited_at, 0) FROM waiting_items i JOIN waiting_assets a ON a.item_id = i.id
        WHERE i.requester_id = $1 AND i.kind = $2 AND i.denied_count > 0 AND a.state = $3
        """;

    private readonly DateTimeOffset _now = session.Time.GetUtcNow();

    /// <summary>One request.</summary>
    /// <exception cref="PermNotFoundException"><c>WaitingRoomItemNotFound</c>.</exception>
    public WaitingRoomItem Get(long id)
    {
        WaitingRoomItem item;
        using (Statement reader = session.Query(Select + " WHERE i.id = $1", id))
        {
            item = reader.Next() ? Read(reader) : throw NotFound(id);
        }

        ReadAssets([item]);
        return item;
    }

    /// <summary>Says that requests are going to be read.</summary>
    public static void Announce(StoreSession session, IEnumerable<long> wanted)
    {
        foreach (object?[] ids in Chunks(wanted))
        {
            session.Announce(SelectMany, ids);
            session.Announce(SelectAssets, ids);
        }
    }

    /// <summary>Requests by their numbers, a chunk at a time; those that do not exist are not among them.</summary>
    public List<WaitingRoomItem> GetMany(IEnumerable<long> wanted)
    {
        List<WaitingRoomItem> items = [];
        foreach (object?[] ids in Chunks(wanted))
        {
            using Statement reader = session.Query(SelectMany, ids);
            while (reader.Next())
            {
                items.Add(Read(reader));
            }
        }

        ReadAssets(items);
        return items;
    }

    /// <summary>Refuses an object whose number belongs to another request by now.</summary>
    /// <exception cref="PermNotFoundException"><c>WaitingRoomItemNotFound</c>.</exception>
    public static void CheckSame(WaitingRoomItem? read, WaitingRoomItem stored)
    {
        if (read is not null && (read.SubmittedAt != stored.SubmittedAt || read.RequesterId != stored.RequesterId))
        {
            throw new PermNotFoundException(ErrorId.WaitingRoomItemNotFound, string.Create(CultureInfo.InvariantCulture, $"Request {stored.Id} is not the one that was read: it was submitted at another time or by another user. Read the request again."), stored.Id);
        }
    }

    public static PermNotFoundException NotFound(long id) =>
        new(ErrorId.WaitingRoomItemNotFound, string.Create(CultureInfo.InvariantCulture, $"There is no request {id}."), id);

    /// <summary>A request without its assets, which <see cref="ReadAssets"/> fills in.</summary>
    public WaitingRoomItem Read(Statement reader)
    {
        DateTimeOffset submitted = UtcTime.FromStored(reader.Number(5));
        WaitingRoomCounts counts = new(reader.Number(6), reader.Number(7), reader.Number(8));
        return new WaitingRoomItem
        {
            Id = reader.Number(0),
            Kind = (WaitingRoomKind)reader.Number(1),
            RequesterId = reader.Number(2),
            Requester = reader.Text(3)!,
            Reason = reader.Text(4),
            SubmittedAt = submitted,
            Age = _now > submitted ? _now - submitted : TimeSpan.Zero,
            Counts = counts,
            Rows = new WaitingRoomAsset[counts.Total],
            AuditedBy = reader.Text(9),
            AuditedAt = Time(reader, 10),
            Comment = reader.Text(11),
            Origin = session.Origin,
        };
    }

    /// <summary>Fills in the assets of requests, which stand in ascending order of their numbers.</summary>
    public void ReadAssets(IReadOnlyList<WaitingRoomItem> items)
    {
        int at = 0;
        foreach (object?[] ids in Chunks(items.Select(item => item.Id)))
        {
            using Statement reader = session.Query(SelectAssets, ids);
            while (reader.Next())
            {
                long id = reader.Number(0);
                while (items[at].Id != id)
                {
                    at++;
                }

                WaitingRoomState state = (WaitingRoomState)reader.Number(3);
                items[at].Rows[(int)reader.Number(1)] = state == WaitingRoomState.Pending
                    ? new WaitingRoomAsset { Asset = reader.Text(2)!, State = state }
                    : new WaitingRoomAsset { Asset = reader.Text(2)!, State = state, AuditedBy = reader.Text(4), AuditedAt = Time(reader, 5), Comment = reader.Text(6) };
            }
        }
    }

    /// <summary>Stores a request.</summary>
    /// <param name="item">The request.</param>
    /// <param name="suffix">What the names of the tables end in, for those of a past moment.</param>
    public void Insert(WaitingRoomItem item, string suffix = "")
    {
        long submitted = UtcTime.ToStored(item.SubmittedAt);
        object? audited = UtcTime.ToStored(item.AuditedAt);
        session.Send(
            $"""
            INSERT INTO waiting_items{suffix} (id, kind, requester_id, requester_name, requester_key, reason, submitted_at, pending_count, approved_count, denied_count, audited_by, audited_at, comment)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """,
            item.Id,
            (long)item.Kind,
            item.RequesterId,
            item.Requester,
            NameKey.Fold(item.Requester),
            item.Reason,
            UtcTime.ToStored(item.SubmittedAt),
            item.Counts.Pending,
            item.Counts.Approved,
            item.Counts.Denied,
            item.AuditedBy,
            UtcTime.ToStored(item.AuditedAt),
            item.Comment);
        for (int place = 0; place < item.Rows.Length; place++)
        {
            session.ThrowIfCancelled();
            WaitingRoomAsset asset = item.Rows[place];
            session.Send(
                $"INSERT INTO waiting_assets{suffix} (item_id, place, asset, asset_key, state, audited_by, audited_at, comment) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                item.Id,
                (long)place,
                asset.Asset,
                NameKey.Fold(asset.Asset),
                (long)asset.State,
                asset.AuditedBy,
                UtcTime.ToStored(asset.AuditedAt),
                asset.Comment);
        }
    }

    /// <summary>Stores where a request stands after a decision.</summary>
    public void Update(WaitingRoomItem after) =>
        session.Statement(UpdateItemSql)
            .Set(1, after.Counts.Pending)
            .Set(2, after.Counts.Approved)
            .Set(3, after.AuditedBy)
            .Set(4, UtcTime.ToStored(after.AuditedAt!.Value))
            .Set(5, after.Comment)
            .Set(6, after.Id)
            .Send();

    /// <summary>Stores the decision on all assets of a request that stand at a state.</summary>
    public void UpdateAssets(WaitingRoomItem after, WaitingRoomState from, WaitingRoomState to) =>
        SetDecision(session.Statement(UpdateAssetsSql), after, to).Set(6, (long)from).Send();

    /// <summary>Stores the decision on the asset at a place of a request.</summary>
    public void UpdateAsset(WaitingRoomItem after, int place, WaitingRoomState to) =>
        SetDecision(session.Statement(UpdateAssetSql), after, to).Set(6, place).Send();

    /// <summary>Removes a request with its assets.</summary>
    public void Delete(long id) => session.Send("DELETE FROM waiting_items WHERE id = $1", id);

    /// <summary>Stores a request as it is to be. The name that the requester had when it was submitted, by which it goes once they are removed, stays.</summary>
    public void Replace(WaitingRoomItem before, WaitingRoomItem after)
    {
        (string name, string key) = session.Rows<(string, string)>("SELECT requester_name, requester_key FROM waiting_items WHERE id = @Id", new { before.Id })[0];
        Delete(before.Id);
        Insert(after);
        if (after.RequesterId == before.RequesterId)
        {
            session.Execute("UPDATE waiting_items SET requester_name = $1, requester_key = $2 WHERE id = $3", name, key, after.Id);
        }
    }

    /// <summary>Gives a request another requester.</summary>
    public void SetRequester(long id, UserOutline requester) => session.Execute(
        "UPDATE waiting_items SET requester_id = $1, requester_name = $2, requester_key = $3 WHERE id = $4",
        requester.Id,
        requester.UserName,
        requester.UserNameKey,
        id);

    /// <summary>Says that <see cref="DeniedTo"/> is going to be called.</summary>
    public static void AnnounceDenied(StoreSession session, long requesterId, WaitingRoomKind kind) => session.Announce(Denied, requesterId, (long)kind, (long)WaitingRoomState.Denied);

    /// <summary>The folded names of the assets that a user was denied in requests of a kind.</summary>
    public HashSet<string> DeniedTo(long requesterId, WaitingRoomKind kind) => Denials(requesterId, kind).Select(denial => denial.AssetKey).ToHashSet(StringComparer.Ordinal);

    /// <summary>What a user was denied in requests of a kind: the folded name of the asset, the request, and when.</summary>
    public IReadOnlyList<(string AssetKey, long Request, long At)> Denials(long requesterId, WaitingRoomKind kind)
    {
        using Statement reader = session.Query(Denied, requesterId, (long)kind, (long)WaitingRoomState.Denied);
        List<(string, long, long)> denials = [];
        while (reader.Next())
        {
            denials.Add((reader.Text(0)!, reader.Number(1), reader.Number(2)));
        }

        return denials;
    }

    /// <summary>The parameters of a query for many requests: their numbers in ascending order, and nulls.</summary>
    private static IEnumerable<object?[]> Chunks(IEnumerable<long> wanted)
    {
        foreach (long[] chunk in wanted.Distinct().Order().Chunk(Reads))
        {
            object?[] ids = new object?[Reads];
            for (int i = 0; i < chunk.Length; i++)
            {
                ids[i] = chunk[i];
            }

            yield return ids;
        }
    }

    private static Statement SetDecision(Statement update, WaitingRoomItem after, WaitingRoomState to) =>
        update.Set(1, (long)to).Set(2, after.AuditedBy).Set(3, UtcTime.ToStored(after.AuditedAt!.Value)).Set(4, after.Comment).Set(5, after.Id);

    private static DateTimeOffset? Time(Statement reader, int column) => reader.IsNull(column) ? null : UtcTime.FromStored(reader.Number(column));
}
