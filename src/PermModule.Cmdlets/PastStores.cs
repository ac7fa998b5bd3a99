namespace PermModule.Commands;

/// <summary>The stores as of the past moment that a cmdlet reads, each worked out once for all records of the pipeline.</summary>
internal sealed class PastStores : IDisposable
{
    private readonly Dictionary<PermStore, PermStore> _past = [];

    /// <summary>The store as of a moment.</summary>
    /// <param name="store">The store.</param>
    /// <param name="moment">The moment.</param>
    /// <param name="cmdlet">The cmdlet that asks.</param>
    /// <exception cref="PermException">The trail does not tell the state of then.</exception>
    public PermStore Of(PermStore store, DateTimeOffset moment, PermCmdlet cmdlet)
    {
        if (!_past.TryGetValue(store, out PermStore? past))
        {
            past = cmdlet.OpenPast(store, moment);
            _past.Add(store, past);
        }

        return past;
    }

    public void Dispose()
    {
        foreach (PermStore past in _past.Values)
        {
            past.Dispose();
        }

        _past.Clear();
    }
}
