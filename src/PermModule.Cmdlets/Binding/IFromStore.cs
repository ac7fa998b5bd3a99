namespace PermModule.Binding;

/// <summary>Something given to a cmdlet that may have been read from a store.</summary>
internal interface IFromStore
{
    /// <summary>The store it was read from, or null where only a name was given.</summary>
    StoreOrigin? Origin { get; }
}
