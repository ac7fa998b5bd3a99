namespace PermModule.Transfer;

/// <summary>Writes users to a stream, one after the other; disposing ends the document and leaves the stream open.</summary>
internal abstract class UserWriter : IDisposable
{
    public abstract void Write(PermUser user);

    /// <summary>Ends a document that is only whole with what it says of itself at its end.</summary>
    public virtual void Finish()
    {
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
