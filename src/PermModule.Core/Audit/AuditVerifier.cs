using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;

namespace PermModule.Audit;

/// <summary>
/// Recomputes the chain and compares it with digests that were kept elsewhere. Ranges of it are recomputed at once, on every processor:
/// each begins with the hash that its predecessor has stored, which the range before recomputes, so that the ends meet.
/// </summary>
internal sealed class AuditVerifier : IDisposable
{
    private const int ReportEvery = 4_096;

    /// <summary>Large enough that opening a session costs little beside it.</summary>
    private const int WideRange = 32_768;

    private readonly StoreSession _session;
    private readonly PermAuditDigest[] _digests;
    private readonly string _columns;
    private readonly int _rangeSize;
    private readonly long _newest;
    private readonly long _ranges;
    private readonly StateReaders _readers;
    private readonly Task _helpers;
    private readonly object _gate = new();
    private readonly ErasedRemains _remains = new();
    private readonly Dictionary<long, ErasedPart> _waiting = [];
    private AuditVerification? _broken;
    private long _brokenRange = long.MaxValue;
    private long _next;
    private long _merged;
    private long _read;
    private bool _isClosed;
    private bool _isFinishing;
    private volatile bool _isStopped;

    /// <param name="session">The store, inside a transaction that reads.</param>
    /// <param name="digests">Digests kept elsewhere, or none.</param>
    /// <param name="rangeSize">How many events a range has.</param>
    /// <param name="kept">How many of the sessions that are opened are kept for whoever finishes.</param>
    private AuditVerifier(StoreSession session, IReadOnlyList<PermAuditDigest> digests, int rangeSize, int kept)
    {
        _session = session;
        _rangeSize = rangeSize;
        _digests = [.. digests.OrderBy(digest => digest.LastId)];

        // A store is verified before it is migrated, too.
        _columns = StoreLayout.ReadVersion(session) < AuditRow.SecondFormSince ? AuditRow.FirstColumns : AuditRow.Columns;
        _newest = session.Scalar("SELECT id FROM audit_events ORDER BY id DESC LIMIT 1") ?? 0;
        _ranges = _newest > 0 ? ((_newest - 1) / rangeSize) + 1 : 1;
        long helpers = Math.Min(_ranges - 1, StateReaders.Useful);
        _readers = new StateReaders(session, helpers == 0 ? 0 : helpers + kept);
        _helpers = Task.WhenAll(_readers.Sessions.Skip(kept).Select(reader => Task.Run(() => Work(reader, progress: null))));
    }

    /// <summary>Verifies the chain; call inside one read transaction.</summary>
    /// <param name="session">The store.</param>
    /// <param name="digests">Digests kept elsewhere, or none.</param>
    /// <param name="progress">Told how much is done, 0 to 1.</param>
    /// <param name="rangeSize">How many events are verified in one go.</param>
    public static AuditVerification Verify(StoreSession session, IReadOnlyList<PermAuditDigest> digests, Action<double> progress, int rangeSize = WideRange)
    {
        using AuditVerifier verifier = new(session, digests, rangeSize, kept: 0);
        verifier.Work(session, progress);
        return verifier.Result();
    }

    /// <summary>
    /// Begins to verify the chain as it is now, beside what the caller does next with the session. Null where the chain is too short for that,
    /// or there is no processor or no committed state for it.
    /// </summary>
    public static AuditVerifier? Begin(StoreSession session, int rangeSize = WideRange)
    {
        AuditVerifier verifier = session.ReadConsistently(() => new AuditVerifier(session, digests: [], rangeSize, kept: 1));
        if (verifier._readers.Sessions.Count > 1)
        {
            _ = verifier._helpers.ContinueWith(_ => verifier.Close(), TaskScheduler.Default);
            return verifier;
        }

        verifier.Dispose();
        return null;
    }

    /// <summary>Helps with what is left and says what was found.</summary>
    public AuditVerification Finish(Action<double> progress)
    {
        lock (_gate)
        {
            _isFinishing = !_isClosed;
        }

        if (_isFinishing)
        {
            Work(_readers.Sessions[0], progress);
        }

        return Result();
    }

    public void Dispose()
    {
        _isStopped = true;
        Task.WaitAny(_helpers);
        lock (_gate)
        {
            _isClosed = true;
            _readers.Dispose();
        }

        _remains.Dispose();
    }

    private static AuditVerification Broken(long count, long id, string message) =>
        new() { IsIntact = false, Count = count, FirstBrokenId = id, Message = message };

    /// <summary>The id of the event with which a range begins.</summary>
    private long Start(long range) => (range * _rangeSize) + 1;

    /// <summary>Lets go of the state of the store as soon as nobody reads it: its journal cannot be emptied before.</summary>
    private void Close()
    {
        lock (_gate)
        {
            if (!_isFinishing && !_isClosed)
            {
                _isClosed = true;
                _readers.Dispose();
            }
        }
    }

    private AuditVerification Result()
    {
        _helpers.GetAwaiter().GetResult();
        if (_broken is not null)
        {
            return _broken;
        }

        return _remains.IsAsTold
            ? new AuditVerification { IsIntact = true, Count = _newest, Message = $"{Quantity.Of(_newest, "event")} verified." }
            : Broken(_newest, _remains.Witness ?? _newest, string.Create(CultureInfo.InvariantCulture, $"What remains of the events whose personal data was erased is not what event {_remains.Witness ?? _newest} vouches for."));
    }

    /// <summary>Verifies ranges until none is left, or none that comes before a broken event.</summary>
    private void Work(StoreSession reader, Action<double>? progress)
    {
        try
        {
            Statement rows = reader.Statement($"SELECT {_columns}, target_key FROM audit_events WHERE id >= $1 ORDER BY id LIMIT {_rangeSize + 1}");
            StoredEvent stored = new(rows);
            for (long range = Take(); range < _ranges && range < Interlocked.Read(ref _brokenRange) && !_isStopped; range = Take())
            {
                ErasedPart erased = new();
                byte[] head = HashOf(reader, Start(range) - 1);

                // What was put in before the first event is found with the first range.
                rows.Set(1, range == 0 ? long.MinValue : Start(range));
                HandIn(range, Check(rows, stored, head, range, erased, progress), erased);
                rows.End();
            }
        }
        catch (Exception error)
        {
            _isStopped = true;
            if (error is DbException refused)
            {
                throw reader.Translate(refused);
            }

            throw;
        }
    }

    private long Take() => Interlocked.Increment(ref _next) - 1;

    /// <summary>The stored hash of an event; that of none, or of one that has no such hash, which the range before reports.</summary>
    private static byte[] HashOf(StoreSession reader, long id)
    {
        using Statement row = reader.Query("SELECT hash FROM audit_events WHERE id = $1", id);
        byte[] hash = row.Next() ? row.Bytes(0).ToArray() : [];
        return hash.Length == SHA256.HashSizeInBytes ? hash : new byte[SHA256.HashSizeInBytes];
    }

    /// <summary>Keeps the first break, and takes in what was erased in the order of the ranges.</summary>
    private void HandIn(long range, AuditVerification? broken, ErasedPart erased)
    {
        lock (_gate)
        {
            if (broken is not null && range < _brokenRange)
            {
                (_broken, _brokenRange) = (broken, range);
            }

            _waiting.Add(range, erased);
            for (; _waiting.Remove(_merged, out ErasedPart? next); _merged++)
            {
                _remains.Add(next);
            }
        }
    }

    /// <summary>What is broken in a range, or null.</summary>
    private AuditVerification? Check(Statement rows, StoredEvent stored, byte[] head, long range, ErasedPart erased, Action<double>? progress)
    {
        long count = Start(range) - 1;
        long end = range == _ranges - 1 ? long.MaxValue : Start(range + 1);
        PermAuditDigest[] kept = [.. _digests.Where(digest => (range == 0 || digest.LastId > count) && (range == _ranges - 1 || digest.LastId < end))];
        int met = 0;
        while (true)
        {
            for (; met < kept.Length && kept[met].LastId <= count; met++)
            {
                if (!string.Equals(kept[met].Hash, Convert.ToHexString(head), StringComparison.OrdinalIgnoreCase))
                {
                    return Broken(count, count, string.Create(CultureInfo.InvariantCulture, $"Event {count} is not the one of the digest: the chain was replaced, from that event or an earlier one on."));
                }
            }

            if (_isStopped || !rows.Next())
            {
                break;
            }

            _session.ThrowIfCancelled();
            if (count % ReportEvery == 0)
            {
                double read = Interlocked.Add(ref _read, ReportEvery) - ReportEvery;
                progress?.Invoke(read / _newest);
            }

            long id = rows.Number(AuditColumn.Id);
            if (id >= end && count == end - 1)
            {
                return null;
            }

            if (id > count + 1)
            {
                return Broken(count, count + 1, string.Create(CultureInfo.InvariantCulture, $"Event {count + 1} is missing; the next one is {id}."));
            }

            if (id <= count)
            {
                return Broken(count, id, string.Create(CultureInfo.InvariantCulture, $"Event {id} was put in before event 1."));
            }

            if (!stored.IsWritten(id, head))
            {
                return Broken(count, id, string.Create(CultureInfo.InvariantCulture, $"Event {id} is not as it was written, or does not follow event {count}."));
            }

            if (stored.ConcernsErasure)
            {
                erased.Add(rows);
            }

            count++;
        }

        if (met < kept.Length && !_isStopped)
        {
            long last = kept[met].LastId;
            return Broken(count, count + 1, string.Create(CultureInfo.InvariantCulture, $"The trail was cut: it ends with event {count}, but the digest was taken of event {last}, so that at least {Quantity.Of(last - count, "event is", "events are")} missing."));
        }

        return null;
    }
}
