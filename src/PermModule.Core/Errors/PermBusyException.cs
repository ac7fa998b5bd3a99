namespace PermModule;

/// <summary>Another process held the store longer than the wait that was asked for, or the disk refused.</summary>
/// <param name="errorId">The stable id of the refusal.</param>
/// <param name="message">The item and the rule.</param>
/// <param name="target">The item that was refused.</param>
/// <param name="innerException">What caused it, or null.</param>
public sealed class PermBusyException(string errorId, string message, object? target, Exception? innerException = null)
    : PermException(errorId, message, target, innerException);
