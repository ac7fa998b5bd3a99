namespace PermModule;

/// <summary>One line of what an import of profiles changes, or would change.</summary>
public sealed record ProfileImportChange
{
    /// <summary><c>+</c> added, <c>-</c> removed, <c>~</c> changed.</summary>
    public required string Change { get; init; }

    /// <summary>What is changed: a profile, the key of a right whose tier changes, or the seat contract.</summary>
    public required string Target { get; init; }

    /// <summary>Which part of it: <c>profile</c>, <c>right</c>, <c>description</c>, <c>default</c>, <c>tier</c>, or a field of the contract.</summary>
    public required string Part { get; init; }

    /// <summary>The key that is added or removed, or the value before and after.</summary>
    public required string Value { get; init; }

    /// <summary>The line of a text difference.</summary>
    public override string ToString() => $"{Change} {Target}: {Part} {Value}";
}
