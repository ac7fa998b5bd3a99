namespace PermModule.Portal;

/// <summary>Waits for the portal on the thread of the caller, who is told from time to time that it goes on.</summary>
internal sealed class PortalWait(Action? tick)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public T For<T>(Task<T> task)
    {
        while (!((IAsyncResult)task).AsyncWaitHandle.WaitOne(Pause))
        {
            tick?.Invoke();
        }

        return task.GetAwaiter().GetResult();
    }

    public void For(Task task) => For(Untyped(task));

    /// <summary>The items of an asynchronous list, one after the other.</summary>
    public IEnumerable<T> Each<T>(IAsyncEnumerable<T> items)
    {
        IAsyncEnumerator<T> enumerator = items.GetAsyncEnumerator();
        try
        {
            while (For(enumerator.MoveNextAsync().AsTask()))
            {
                yield return enumerator.Current;
            }
        }
        finally
        {
            enumerator.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static async Task<bool> Untyped(Task task)
    {
        await task;
        return true;
    }
}
