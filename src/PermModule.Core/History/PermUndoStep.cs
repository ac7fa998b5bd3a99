namespace PermModule;

/// <summary>What became of one event of a change that was to be undone.</summary>
public sealed record PermUndoStep
{
    /// <summary>The number of the event.</summary>
    public required long Event { get; init; }

    /// <summary>The name of the thing at the time of the event.</summary>
    public required string Target { get; init; }

    /// <summary>What the event says was done, e.g. <c>UserChanged</c>.</summary>
    public required string Action { get; init; }

    /// <summary>What became of it.</summary>
    public required UndoResult Result { get; init; }

    /// <summary>Why it was not undone; null where it was.</summary>
    public string? Reason { get; init; }

    /// <summary>The event and what became of it.</summary>
    public override string ToString() => FormattableString.Invariant($"{Event} {Action} {Target}: {Result}");
}
