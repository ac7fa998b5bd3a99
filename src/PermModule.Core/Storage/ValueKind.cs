namespace PermModule.Storage;

/// <summary>What a stored value is.</summary>
internal enum ValueKind
{
    /// <summary>Nothing.</summary>
    Null,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A text.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>Something that this module never stores.</summary>
    Other,
}
