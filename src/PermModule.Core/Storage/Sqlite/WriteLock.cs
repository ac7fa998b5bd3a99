using System.Diagnostics;
using SQLitePCL;

namespace PermModule.Storage.Sqlite;

/// <summary>Acquires the write lock of a store file in turn with other writers, and sizes bulk transactions so that they need not wait long.</summary>
/// <param name="path">The store file.</param>
/// <param name="timeout">How long to wait for the lock.</param>
internal sealed class WriteLock(string path, TimeSpan timeout) : IDisposable
{
    /// <summary>How long a bulk change holds the lock in one piece while others wait for it.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// How long to retry before queueing. Passing the lock on in order takes a millisecond, longer than most changes,
    /// so while no writer has waited long it goes to whoever asks first.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(10);

    private readonly WriterQueue _queue = new(path);
    private long _lockedAt;
    private bool _isContended;

    /// <summary>
    /// How many rows a bulk change best puts into its next transaction. A large one writes each page of an index once for many rows;
    /// a small one lets others in. So it grows while nobody else writes, and while somebody waits it is what the last ones got done in a turn.
    /// </summary>
    public int BatchSize { get; private set; } = Batching.First;

    /// <summary>How many rows of those wanted the next transaction takes: fewer while somebody waits.</summary>
    public int BatchFor(int wanted) => _isContended ? Math.Min(wanted, BatchSize) : wanted;

    /// <summary>
    /// Runs what acquires the write lock until it succeeds or the wait is over, and returns the result code. Microsoft.Data.Sqlite sleeps 150 ms between attempts,
    /// which starves a writer among several; here a writer that cannot have the lock at once joins a queue.
    /// </summary>
    public int WaitFor(Func<int> tryLock, Action throwIfCancelled)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            while (true)
            {
                throwIfCancelled();
                int ahead = _queue.Ahead();
                TimeSpan waited = Stopwatch.GetElapsedTime(start);
                bool isLast = waited > timeout;
                int code = ahead == 0 || isLast ? tryLock() : raw.SQLITE_BUSY;
                if (code == raw.SQLITE_OK)
                {
                    _isContended = waited > Patience;
                    _lockedAt = Stopwatch.GetTimestamp();
                    return code;
                }

                // The low byte: recovery of a journal after a crash holds the lock under another code.
                if ((code & 0xFF) is not (raw.SQLITE_BUSY or raw.SQLITE_LOCKED) || isLast)
                {
                    return code;
                }

                if (waited > Patience || ahead > 0)
                {
                    _queue.Wait();
                }

                // Never a busy loop: the process that holds the lock may need the processor to release it.
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
            ? (int)Math.Clamp(BatchSize * (Turn / held), Batching.Smallest, Batching.First)
            : Math.Min(Batching.Largest, BatchSize * 2);
    }

    public void Dispose() => _queue.Dispose();
}
