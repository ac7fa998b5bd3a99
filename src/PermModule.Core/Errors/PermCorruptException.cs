namespace PermModule;

/// <summary>The file is no store, is damaged, or was made by a newer version.</summary>
/// <param name="errorId">The stable id of the refusal.</param>
/// <param name="message">The item and the rule.</param>
/// <param name="target">The item that was refused.</param>
/// <param name="innerException">What caused it, or null.</param>
public sealed class PermCorruptException(string errorId, string message, object? target, Exception? innerException = null)
    : PermException(errorId, message, target, innerException);
