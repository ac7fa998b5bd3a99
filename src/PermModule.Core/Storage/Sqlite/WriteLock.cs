using System.Diagnostics;
using SQLitePCL;

namespace PermModule.Storage;

/// <summary>How a session comes to write: it waits for its turn among others, and takes as much at a time as they can wait for.</summary>
/// <param name="session">The session.</param>
/// <param name="timeout">How long it waits.</param>
internal sealed class WriteLock(StoreSession session, TimeSpan timeout) : IDisposable
{
    private const int FirstBatch = 2_000;
    private const int LargestBatch = 50_000;
    private const int SmallestBatch = 100;

    /// <summary>How long a bulk change holds the lock in one piece while others wait for it.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// How long a writer tries his luck before he stands in the queue. Handing the lock on in order takes a millisecond, longer than most changes,
    /// so while nobody has waited long it goes to whoever asks.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(10);

    private readonly WriterQueue _queue = new(session.Path);
    private long _lockedAt;
    private bool _isContended;

    /// <summary>
    /// How many rows a bulk change best puts into its next transaction. A large one writes each page of an index once for many rows;
    /// a small one lets others in. So it grows while nobody else writes, and while somebody waits it is what the last ones got done in a turn.
    /// </summary>
    public int BatchSize { get; private set; } = FirstBatch;

    /// <summary>How many rows of those wanted the next transaction takes: fewer while somebody waits.</summary>
    public int BatchFor(int wanted) => _isContended ? Math.Min(wanted, BatchSize) : wanted;

    /// <summary>The longest that a change of this connection waited for its turn.</summary>
    public TimeSpan LongestWait { get; private set; }

    /// <summary>
    /// Runs what takes the write lock until it has it. Microsoft.Data.Sqlite sleeps 150 ms between tries, which starves a writer among several;
    /// here who could not have it at once stands in a queue, and who comes later stands behind him.
    /// </summary>
    public void WaitFor(Func<int> tryLock)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            while (true)
            {
                session.ThrowIfCancelled();
                int ahead = _queue.Ahead();
                TimeSpan waited = Stopwatch.GetElapsedTime(start);
                bool isLast = waited > timeout;
                int code = ahead == 0 || isLast ? tryLock() : raw.SQLITE_BUSY;
                if (code == raw.SQLITE_OK)
                {
                    LongestWait = waited > LongestWait ? waited : LongestWait;
                    _isContended = waited > Patience;
                    _lockedAt = Stopwatch.GetTimestamp();
                    return;
                }

                // The low byte: who recovers a journal after a crash holds the lock by another name.
                if ((code & 0xFF) is not (raw.SQLITE_BUSY or raw.SQLITE_LOCKED) || isLast)
                {
                    throw session.Translate(StoreErrors.Last(session.Connection.Handle!, code));
                }

                if (waited > Patience || ahead > 0)
                {
                    _queue.Wait();
                }

                // Never a busy loop: who has the lock may need the processor to let go of it.
                Thread.Sleep(Math.Min(ahead + 1, 5));
            }
        }
        finally
        {
            _queue.Leave();
        }
    }

    /// <summary>Chooses the size of the next transaction of a bulk change by how the last one went.</summary>
    public void FitBatch()
    {
        TimeSpan held = Stopwatch.GetElapsedTime(_lockedAt);
        _isContended |= held > Patience && _queue.Ahead() > 0;
        BatchSize = _isContended
            ? (int)Math.Clamp(BatchSize * (Turn / held), SmallestBatch, FirstBatch)
            : Math.Min(LargestBatch, BatchSize * 2);
    }

    public void Dispose() => _queue.Dispose();
}
