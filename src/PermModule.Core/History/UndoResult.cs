namespace PermModule;

/// <summary>What became of an event that was to be undone.</summary>
public enum UndoResult
{
    /// <summary>Its change was undone.</summary>
    Undone = 0,

    /// <summary>What it changed has changed since, or a rule forbids the state of before.</summary>
    Conflict = 1,

    /// <summary>It is of a kind that cannot be undone.</summary>
    Skipped = 2,
}
