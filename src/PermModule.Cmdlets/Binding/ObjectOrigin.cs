namespace PermModule.Binding;

/// <summary>An object as it came through the pipeline, of which only the store matters.</summary>
internal sealed class ObjectOrigin(object? item) : IFromStore
{
    public StoreOrigin? Origin { get; } = PermStore.OriginOf(item);

    public override string? ToString() => item?.ToString();
}
