namespace PermModule;

/// <summary>The acting user lacks a right that the change needs.</summary>
/// <param name="errorId">The stable id of the refusal.</param>
/// <param name="message">The item and the rule.</param>
/// <param name="target">The item that was refused.</param>
/// <param name="innerException">What caused it, or null.</param>
public sealed class PermNotPermittedException(string errorId, string message, object? target, Exception? innerException = null)
    : PermException(errorId, message, target, innerException);
