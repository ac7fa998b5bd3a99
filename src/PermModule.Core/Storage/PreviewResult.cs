namespace PermModule.Storage;

/// <summary>Ends a preview, whose changes are undone as after an error, and hands out what it found.</summary>
internal sealed class PreviewResult(object? value) : Exception
{
    public object? Value { get; } = value;
}
