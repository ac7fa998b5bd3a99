using System.Globalization;
using System.Text;

namespace PermModule.Audit;

/// <summary>
/// Reads events page by page in the order of their ids. Times never decrease along the ids, so a bound in time is found
/// by binary search; the name of a target has an index; everything else is tested row by row.
/// </summary>
internal sealed class AuditEventReader
{
    private const int PageSize = Batching.Page;

    private readonly StoreSession _session;
    private readonly AuditEventFilter _filter;
    private readonly string _where;
    private readonly List<object?> _values = [0L, 0L];
    private readonly List<Func<Statement, bool>> _tests = [];

    public AuditEventReader(StoreSession session, AuditEventFilter filter)
    {
        _session = session;
        _filter = filter;
        StringBuilder where = new("id >= $1 AND id <= $2");
        if (filter.Target is { } target)
        {
            NamePattern pattern = NamePattern.Parse(target);
            if (pattern.IsLiteral)
            {
                where.Append(CultureInfo.InvariantCulture, $" AND target_key = ${_values.Count + 1}");
                _values.Add(NameKey.Fold(pattern.Literal.Trim()));
            }
            else
            {
                Test([target], AuditColumn.Target);
            }
        }

        if (filter.TargetId is { } id)
        {
            // The event that creates something mostly has its id, and the index leaves such events out.
            string value = string.Create(CultureInfo.InvariantCulture, $"${_values.Count + 1}");
            where.Append(CultureInfo.InvariantCulture, $" AND id IN (SELECT id FROM audit_events WHERE target_id = {value} AND target_id <> id UNION ALL SELECT id FROM audit_events WHERE id = {value} AND target_id = {value})");
            _values.Add(id);
        }

        if (filter.CorrelationId is { } correlation)
        {
            where.Append(CultureInfo.InvariantCulture, $" AND correlation_id = ${_values.Count + 1}");
            _values.Add(correlation.ToByteArray(bigEndian: true));
        }

        Test(filter.Actor is null ? null : [filter.Actor], AuditColumn.Actor);
        Test(filter.Actions, AuditColumn.Action);
        Test(filter.TargetType is null ? null : [filter.TargetType], AuditColumn.TargetType);
        _where = where.ToString();
    }

    /// <summary>The events up to the newest one now.</summary>
    public IEnumerable<PermAuditEvent> Read()
    {
        (long from, long to) = _session.ReadConsistently(Bounds);
        long left = _filter.First ?? long.MaxValue;
        while (left > 0 && from <= to)
        {
            (List<AuditRow> rows, from) = _session.Read(() => Page(from, to, left));
            foreach (AuditRow row in rows)
            {
                yield return row.ToEvent();
            }

            left -= rows.Count;
        }
    }

    private (long From, long To) Bounds()
    {
        long newest = _session.Version();
        long from = _filter.After is { } after ? FirstAt(_session, UtcTime.ToStored(after), newest) : 1;
        long to = _filter.Before is { } before ? FirstAt(_session, UtcTime.ToStored(before), newest) - 1 : newest;
        return (_filter.Newest is { } count ? Newest(from, to, count) : from, to);
    }

    /// <summary>The id of the first event at this time or later; the one after the newest where there is none.</summary>
    public static long FirstAt(StoreSession session, long at, long newest)
    {
        long low = 1;
        long high = newest + 1;
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            if (session.Scalar("SELECT at FROM audit_events WHERE id >= $1 ORDER BY id LIMIT 1", middle) < at)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The id of the event that so many match from, counted from the newest.</summary>
    private long Newest(long from, long to, long count)
    {
        if (count == 0)
        {
            return to + 1;
        }

        (_values[0], _values[1]) = (from, to);
        using Statement reader = _session.Query($"SELECT {AuditRow.Columns} FROM audit_events WHERE {_where} ORDER BY id DESC", [.. _values]);
        while (reader.Next())
        {
            if (_tests.TrueForAll(test => test(reader)) && --count == 0)
            {
                return reader.Number(0);
            }
        }

        return from;
    }

    private (List<AuditRow> Rows, long Next) Page(long from, long to, long left)
    {
        List<AuditRow> rows = [];
        (_values[0], _values[1]) = (from, to);
        using Statement reader = _session.Query($"SELECT {AuditRow.Columns} FROM audit_events WHERE {_where} ORDER BY id", [.. _values]);
        int size = (int)Math.Min(left, PageSize);
        while (rows.Count < size)
        {
            _session.ThrowIfCancelled();
            if (!reader.Next())
            {
                return (rows, to + 1);
            }

            if (_tests.TrueForAll(test => test(reader)))
            {
                rows.Add(AuditRow.TryRead(reader) ?? throw Unreadable(_session, reader.Number(0)));
            }
        }

        return (rows, rows[^1].Id + 1);
    }

    internal static PermCorruptException Unreadable(StoreSession session, long id) =>
        new(ErrorId.AuditTrailBroken, string.Create(CultureInfo.InvariantCulture, $"Event {id} of '{session.Path}' cannot be read: it was changed by something other than this module."), id);

    private void Test(IReadOnlyList<string>? patterns, int column)
    {
        if (patterns is not { Count: > 0 })
        {
            return;
        }

        NamePattern[] parsed = [.. patterns.Select(pattern => NamePattern.Parse(pattern.Trim()))];

        // Neighbours mostly share actor and action: an answer holds for the next row too.
        string lastText = "";
        bool lastAnswer = Array.Exists(parsed, pattern => pattern.IsMatch(""));
        _tests.Add(reader =>
        {
            string text = reader.Text(column)!;
            if (text != lastText)
            {
                (lastText, lastAnswer) = (text, Array.Exists(parsed, pattern => pattern.IsMatch(text)));
            }

            return lastAnswer;
        });
    }
}
