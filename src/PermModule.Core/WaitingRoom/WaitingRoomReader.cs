using System.Globalization;
using System.Text;

namespace PermModule;

/// <summary>
/// Reads requests page by page, oldest first, so that no read stays open while somebody decides on what comes out.
/// Requests that come in while it reads are not among them: a decision in the same pipeline can make new ones.
/// </summary>
internal sealed class WaitingRoomReader(StoreSession session, WaitingRoomFilter filter)
{
    private const int PageSize = Batching.Page;
    private const long PageAssets = 100_000;

    private readonly List<string> _conditions = [];
    private readonly List<object?> _values = [];
    private readonly List<Func<WaitingRoomItem, bool>> _tests = [];

    /// <summary>The requests, as they are when their page is read.</summary>
    /// <exception cref="PermNotFoundException">A number or a literal requester that does not exist.</exception>
    public IEnumerable<WaitingRoomItem> Read()
    {
        session.Read(() =>
        {
            AddConditions();
            return true;
        });
        (long At, long Id)? after = null;
        bool isLast = false;
        while (!isLast)
        {
            (List<WaitingRoomItem> items, after, isLast) = session.ReadConsistently(() => Page(after));
            foreach (WaitingRoomItem item in items)
            {
                yield return item;
            }
        }
    }

    private (List<WaitingRoomItem> Items, (long At, long Id)? Last, bool IsLast) Page((long At, long Id)? after)
    {
        List<object?> values = [.. _values];
        StringBuilder sql = new(WaitingRoomRows.Select);
        sql.Append(" WHERE ").AppendJoin(" AND ", _conditions);

        // Requests are numbered in the order of their times, so both orders are the same; the index of what is open goes by time.
        bool isOpen = filter is { Id: null, States: [WaitingRoomState.Pending] };
        if (after is { } last)
        {
            sql.Append(CultureInfo.InvariantCulture, $" AND {(isOpen ? $"(i.submitted_at, i.id) > (${values.Count + 2}, ${values.Count + 1})" : $"i.id > ${values.Count + 1}")}");
            values.AddRange(isOpen ? [last.Id, last.At] : [last.Id]);
        }

        sql.Append(CultureInfo.InvariantCulture, $" ORDER BY {(isOpen ? "i.submitted_at, i.id" : "i.id")} LIMIT {PageSize}");
        WaitingRoomRows rows = new(session);
        List<WaitingRoomItem> items = [];
        long assets = 0;
        using (Statement reader = session.Query(sql.ToString(), [.. values]))
        {
            while (assets < PageAssets && reader.Next())
            {
                WaitingRoomItem item = rows.Read(reader);
                items.Add(item);
                assets += item.AssetCount;
            }
        }

        bool isLast = assets < PageAssets && items.Count < PageSize;
        (long, long)? end = items.Count == 0 ? null : (UtcTime.ToStored(items[^1].SubmittedAt), items[^1].Id);
        rows.ReadAssets(items);
        items.RemoveAll(item => !_tests.TrueForAll(test => test(item)));
        return (items, end, isLast);
    }

    private void AddConditions()
    {
        Add("i.id <= {0}", session.Scalar("SELECT MAX(id) FROM waiting_items") ?? 0);
        if (filter.Id is { } id)
        {
            if (session.Scalar("SELECT id FROM waiting_items WHERE id = $1", id) is null)
            {
                throw WaitingRoomRows.NotFound(id);
            }

            Add("i.id = {0}", id);
        }

        if (filter.States is { } states)
        {
            _conditions.Add(states.Count == 0 ? "0 = 1" : $"({string.Join(" OR ", states.Distinct().Select(Condition))})");
        }

        if (filter.Kinds is { } kinds)
        {
            _conditions.Add(kinds.Count == 0 ? "0 = 1" : $"i.kind IN ({string.Join(", ", kinds.Select(kind => Bind((long)kind)))})");
        }

        if (filter.OlderThan is { } age)
        {
            Add("i.submitted_at <= {0}", UtcTime.ToStored(session.Time.GetUtcNow()) - (long)age.TotalMilliseconds);
        }

        AddRequester();
        AddAsset();
    }

    private void AddRequester()
    {
        if (filter.ReadRequester?.IdIn(session) is { } known)
        {
            Add("i.requester_id = {0}", known);
            return;
        }

        if ((filter.ReadRequester is { } read ? NamePattern.Escape(read.Name) : filter.Requester) is not { } requester)
        {
            return;
        }

        NamePattern pattern = NamePattern.Parse(requester.Trim());
        if (!pattern.IsLiteral)
        {
            _tests.Add(item => pattern.IsMatch(item.Requester));
        }
        else if (session.Scalar("SELECT id FROM users WHERE user_name_key = $1", pattern.Prefix) is { } id)
        {
            Add("i.requester_id = {0}", id);
        }
        else if (session.Scalar("SELECT id FROM waiting_items WHERE requester_key = $1 LIMIT 1", pattern.Prefix) is not null)
        {
            Add("i.requester_key = {0} AND NOT EXISTS (SELECT 1 FROM users WHERE id = i.requester_id)", pattern.Prefix);
        }
        else
        {
            throw UserReference.ByName(requester).NotFound(session);
        }
    }

    private void AddAsset()
    {
        if (filter.Asset is not { } asset)
        {
            return;
        }

        NamePattern pattern = NamePattern.Parse(asset.Trim());
        if (pattern.IsLiteral)
        {
            Add("i.id IN (SELECT item_id FROM waiting_assets WHERE asset_key = {0})", pattern.Prefix);
        }
        else
        {
            _tests.Add(item => Array.Exists(item.Rows, row => pattern.IsMatch(row.Asset)));
        }
    }

    private void Add(string condition, object value) => _conditions.Add(condition.Replace("{0}", Bind(value), StringComparison.Ordinal));

    private string Bind(object value)
    {
        _values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${_values.Count}");
    }

    private static string Condition(WaitingRoomState state) => state switch
    {
        WaitingRoomState.Pending => "i.pending_count > 0",
        WaitingRoomState.Approved => "(i.pending_count = 0 AND i.denied_count = 0)",
        WaitingRoomState.Denied => "(i.pending_count = 0 AND i.approved_count = 0)",
        _ => "(i.pending_count = 0 AND i.approved_count > 0 AND i.denied_count > 0)",
    };
}
