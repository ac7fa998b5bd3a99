namespace PermModule.Storage;

/// <summary>
/// Work that runs on a session on a thread of its own while the thread that uses the session goes on with something else.
/// A session is used by one thread at a time: whoever needs it meanwhile waits until the work is done.
/// </summary>
internal sealed class WorkBeside
{
    private Task? _work;
    private volatile int _thread;
    private bool _isLong;

    /// <summary>True while long work runs for which another thread than its own would wait.</summary>
    public bool IsLongRunning => _isLong && _work is { IsCompleted: false } && _thread != Environment.CurrentManagedThreadId;

    /// <summary>True for the thread on which the work runs.</summary>
    public bool IsOwnThread => _thread == Environment.CurrentManagedThreadId;

    /// <summary>Starts work, after the work before it is done.</summary>
    /// <param name="work">The work.</param>
    /// <param name="isLong">True for work that is worth going round.</param>
    public Task<T> Start<T>(Func<T> work, bool isLong)
    {
        Wait();
        (_thread, _isLong) = (0, isLong);
        Task<T> started = Task.Run(() =>
        {
            _thread = Environment.CurrentManagedThreadId;
            try
            {
                return work();
            }
            finally
            {
                _thread = 0;
            }
        });
        _work = started;
        return started;
    }

    /// <summary>Waits until the work is done, however it ends; the work itself passes.</summary>
    public void Wait()
    {
        if (_work is { } work && _thread != Environment.CurrentManagedThreadId)
        {
            Task.WaitAny(work);
            _work = null;
        }
    }
}
