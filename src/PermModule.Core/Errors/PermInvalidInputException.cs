namespace PermModule;

/// <summary>The input cannot be understood or is not allowed as it stands.</summary>
/// <param name="errorId">The stable id of the refusal.</param>
/// <param name="message">The item and the rule.</param>
/// <param name="target">The item that was refused.</param>
/// <param name="innerException">What caused it, or null.</param>
public sealed class PermInvalidInputException(string errorId, string message, object? target, Exception? innerException = null)
    : PermException(errorId, message, target, innerException);
