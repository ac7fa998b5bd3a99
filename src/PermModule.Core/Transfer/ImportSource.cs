namespace PermModule.Transfer;

/// <summary>A file of people.</summary>
/// <param name="Stream">The text; it can be read from its start more than once.</param>
/// <param name="Name">How messages call it.</param>
/// <param name="Sheet">The worksheet of a workbook; null for a file of text.</param>
internal sealed record ImportSource(Stream Stream, string Name, WorksheetText? Sheet = null) : IDisposable
{
    /// <summary>The text that is imported.</summary>
    public Stream Text => Sheet?.Stream ?? Stream;

    public void Dispose()
    {
        Sheet?.Dispose();
        Stream.Dispose();
    }
}
