namespace PermModule;

/// <summary>The base of every refusal of the domain: names the item, the rule and what to do next.</summary>
public abstract class PermException : Exception
{
    private protected PermException(string errorId, string message, object? target, Exception? innerException = null)
        : base(message, innerException)
    {
        ErrorId = errorId;
        Target = target;
    }

    /// <summary>The stable id of the refusal, e.g. <c>UserNotFound</c>; part of the contract with scripts.</summary>
    public string ErrorId { get; }

    /// <summary>The item that was refused, usually the name as it was given.</summary>
    public object? Target { get; }

    /// <summary>Which field of the item it is about, where the id does not say.</summary>
    internal string? Field { get; set; }
}
