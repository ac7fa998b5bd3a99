namespace PermModule.Storage;

/// <summary>Runs an action when it is disposed.</summary>
internal sealed class Release(Action release) : IDisposable
{
    public void Dispose() => release();
}
