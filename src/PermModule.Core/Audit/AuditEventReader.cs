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

    /// <summary>How many events are fetched to find a page of those that match: what a server was asked for, it sends.</summary>
    private const int BlockSize = 10 * PageSize;

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
                string key = NameKey.Fold(pattern.Literal.Trim());
                where.Append(CultureInfo.InvariantCulture, $" AND id IN ({AuditTarget.Named(Bind(key), Bind(long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null))})");
            }
            else
            {
                Test([target], AuditColumn.Target);
            }
        }

        if (filter.TargetId is { } id)
        {
            where.Append(CultureInfo.InvariantCulture, $" AND id IN ({AuditTarget.WithId(Bind(id))})");
        }

        if (filter.CorrelationId is { } correlation)
        {
            where.Append(CultureInfo.InvariantCulture, $" AND correlation_id = {Bind(correlation.ToByteArray(bigEndian: true))}");
        }

        Test(filter.Actor is null ? null : [filter.Actor], AuditColumn.Actor);
        Test(filter.Actions, AuditColumn.Action);
        Test(filter.TargetType is null ? null : [filter.TargetType], AuditColumn.TargetType);
        _where = where.ToString();
    }

    private string Bind(object? value)
    {
        _values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${_values.Count}");
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

        while (true)
        {
            (_values[0], _values[1]) = (from, to);
            using Statement reader = _session.Query($"SELECT {AuditRow.Columns} FROM audit_events WHERE {_where} ORDER BY id DESC LIMIT {BlockSize}", [.. _values]);
            int read = 0;
            for (; reader.Next(); read++)
            {
                to = reader.Number(0) - 1;
                if (_tests.TrueForAll(test => test(reader)) && --count == 0)
                {
                    return to + 1;
                }
            }

            if (read < BlockSize)
            {
                return from;
            }
        }
    }

    private (List<AuditRow> Rows, long Next) Page(long from, long to, long left)
    {
        List<AuditRow> rows = [];
        (_values[0], _values[1]) = (from, to);
        int most = _tests.Count == 0 ? PageSize : BlockSize;
        using Statement reader = _session.Query($"SELECT {AuditRow.Columns} FROM audit_events WHERE {_where} ORDER BY id LIMIT {most}", [.. _values]);
        int size = (int)Math.Min(left, PageSize);
        long last = from - 1;
        for (int read = 0; rows.Count < size; read++)
        {
            _session.ThrowIfCancelled();
            if (!reader.Next())
            {
                return (rows, (read < most ? to : last) + 1);
            }

            last = reader.Kind(0) == ValueKind.Number ? reader.Number(0) : last;

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
