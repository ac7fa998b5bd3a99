using System.Threading.Channels;

namespace PermModule.Transfer;

/// <summary>
/// Reads and prepares the rows of a file on a thread of its own while those before are written, a bounded number ahead.
/// They are taken in the order of the file; what stops the reading shows when the rows before it were taken.
/// </summary>
internal sealed class RowsAhead : IDisposable
{
    private const int ChunkRows = 512;
    private const int ChunkBytes = 256 * 1024;

    /// <summary>
    /// Nearly a large transaction: with half of one, whoever writes waited a sixth of an import of a million for the rows of the next,
    /// and with a whole one the process had 352 MB.
    /// </summary>
    private const int MostChunks = Batching.Largest * 7 / 8 / ChunkRows;

    private static readonly TimeSpan CancelEvery = TimeSpan.FromMilliseconds(100);

    private readonly Channel<(List<ImportRow> Rows, long Position)> _chunks = Channel.CreateBounded<(List<ImportRow>, long)>(new BoundedChannelOptions(MostChunks) { SingleReader = true, SingleWriter = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<ImportRow?> _read;
    private readonly Func<ImportRow, ImportRow> _prepare;
    private readonly Func<long> _position;
    private readonly Task _reading;
    private Exception? _error;
    private List<ImportRow> _rows = [];
    private int _next;

    /// <param name="read">Reads the next row; null at the end.</param>
    /// <param name="prepare">Prepares a row.</param>
    /// <param name="position">How much of the file is read.</param>
    public RowsAhead(Func<ImportRow?> read, Func<ImportRow, ImportRow> prepare, Func<long> position)
    {
        _read = read;
        _prepare = prepare;
        _position = position;
        _reading = Task.Factory.StartNew(ReadAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>How much of the file the rows that were taken come from.</summary>
    public long Position { get; private set; }

    /// <summary>The next row, or null at the end.</summary>
    /// <param name="throwIfCancelled">Called now and then while there is none yet.</param>
    public ImportRow? Next(Action throwIfCancelled)
    {
        while (_next == _rows.Count)
        {
            if (_chunks.Reader.TryRead(out (List<ImportRow> Rows, long Position) chunk))
            {
                (_rows, Position) = chunk;
                _next = 0;
                continue;
            }

            Task<bool> more = _chunks.Reader.WaitToReadAsync().AsTask();
            while (!((IAsyncResult)more).AsyncWaitHandle.WaitOne(CancelEvery))
            {
                throwIfCancelled();
            }

            if (!more.GetAwaiter().GetResult())
            {
                return null;
            }
        }

        return _rows[_next++];
    }

    public void Dispose()
    {
        _stop.Cancel();
        Task.WaitAny(_reading);
        _stop.Dispose();
    }

    private void ReadAll()
    {
        try
        {
            while (_error is null && ReadChunk() is { Count: > 0 } rows)
            {
                (List<ImportRow>, long) chunk = (rows, _position());
                while (!_chunks.Writer.TryWrite(chunk))
                {
                    if (!_chunks.Writer.WaitToWriteAsync(_stop.Token).AsTask().GetAwaiter().GetResult())
                    {
                        return;
                    }
                }
            }

            _chunks.Writer.Complete(_error);
        }
        catch (Exception error)
        {
            _chunks.Writer.Complete(error);
        }
    }

    /// <summary>The next rows, those before an error included.</summary>
    private List<ImportRow> ReadChunk()
    {
        List<ImportRow> rows = new(ChunkRows);
        long bytes = 0;
        try
        {
            while (rows.Count < ChunkRows && bytes < ChunkBytes && !_stop.IsCancellationRequested && _read() is { } row)
            {
                rows.Add(_prepare(row));
                bytes += row.Raw?.Length ?? 0;
            }
        }
        catch (Exception error)
        {
            _error = error;
        }

        return rows;
    }
}
