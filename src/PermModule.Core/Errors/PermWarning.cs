namespace PermModule;

/// <summary>Something that was done all the same, and that somebody should know.</summary>
/// <param name="Id">The stable id of the warning, one of <see cref="WarningId"/>.</param>
/// <param name="Message">What happened, in a sentence.</param>
/// <param name="Target">What it is about: a tier, a right, a user or a file; or null.</param>
public sealed record PermWarning(string Id, string Message, object? Target)
{
    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
