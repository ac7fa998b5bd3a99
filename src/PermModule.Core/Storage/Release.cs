namespace PermModule.Storage;

/// <summary>Takes something back when it is disposed.</summary>
internal sealed class Release(Action release) : IDisposable
{
    public void Dispose() => release();
}
