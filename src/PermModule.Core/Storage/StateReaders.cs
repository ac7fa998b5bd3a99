namespace PermModule.Storage;

/// <summary>
/// Further sessions with a store that show the state that one session shows, so that several threads can read it at once, each with a session of its own.
/// There are none where connections are shared, where that state is not committed or is past, or where somebody commits while they are opened; the session itself can always be read.
/// </summary>
internal sealed class StateReaders : IDisposable
{
    private const int MostThreads = 8;

    private readonly List<StoreSession> _sessions = [];

    /// <summary>Opens sessions beside one.</summary>
    /// <param name="session">The session, inside a transaction that reads.</param>
    /// <param name="most">How many are of use.</param>
    public StateReaders(StoreSession session, long most)
    {
        if (most == 0 || session.Link.IsPooled || session.ShowsPast || session.Transaction.IsUndoable)
        {
            return;
        }

        // Every change has its event, so that two sessions with the same newest event show the same state.
        long version = session.Version();
        try
        {
            while (_sessions.Count < most && TryOpen(session, version) is { } reader)
            {
                _sessions.Add(reader);
            }
        }
        catch (PermException)
        {
            // The store cannot be opened once more, by the number of files a process may have open for one.
        }
    }

    /// <summary>How many threads beside the caller's there is a processor for.</summary>
    public static int Useful { get; } = Math.Min(Environment.ProcessorCount, MostThreads) - 1;

    public IReadOnlyList<StoreSession> Sessions => _sessions;

    public void Dispose() => _sessions.ForEach(session => session.Dispose());

    private static StoreSession? TryOpen(StoreSession session, long version)
    {
        StoreSession reader = session.OpenReader();
        try
        {
            if (reader.Read(() => IsAt(reader, version)))
            {
                return reader;
            }
        }
        catch
        {
            reader.Dispose();
            throw;
        }

        reader.Dispose();
        return null;
    }

    private static bool IsAt(StoreSession reader, long version)
    {
        reader.Transaction.HoldRead();
        return reader.Version() == version;
    }
}
