namespace PermModule;

/// <summary>The base of every refusal of the domain. The message names the item and the rule.</summary>
public abstract class PermException : Exception
{
    private protected PermException(string errorId, string message, object? target, Exception? innerException = null)
        : base(message, innerException)
    {
        ErrorId = errorId;
        Target = target;
    }

    /// <summary>The stable id of the refusal, one of <see cref="PermModule.ErrorId"/>; part of the contract with scripts.</summary>
    public string ErrorId { get; }

    /// <summary>The item that was refused, usually the name as it was given.</summary>
    public object? Target { get; }

    /// <summary>What the id leaves open: one of <see cref="ErrorDetail"/>, or the field or tier it is about. Null where the id says it all.</summary>
    public string? Detail { get; init; }

    /// <summary>What to do next, in the words of the program that shows the refusal, which sets it; null in the core. The message ends with it.</summary>
    public string? NextStep { get; set; }

    /// <summary>The item, the rule and, where the program that shows it says so, what to do next.</summary>
    public override string Message => NextStep is null ? base.Message : $"{base.Message} {NextStep}";
}
