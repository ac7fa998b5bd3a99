namespace PermModule;

/// <summary>A user, profile, group, right, request or file that was named does not exist.</summary>
/// <param name="errorId">The stable id of the refusal.</param>
/// <param name="message">The item and the rule.</param>
/// <param name="target">The item that was refused.</param>
/// <param name="innerException">What caused it, or null.</param>
public sealed class PermNotFoundException(string errorId, string message, object? target, Exception? innerException = null)
    : PermException(errorId, message, target, innerException);
