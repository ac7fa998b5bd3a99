namespace PermModule.Binding;

/// <summary>
/// Holds the value of a parameter whose type is an enum or struct of the core. PowerShell lists the types of this assembly before
/// the load context is hooked in, and a field of such a type in a cmdlet would make that listing fail.
/// </summary>
internal sealed class Slot<T>
{
    /// <summary>Gets or sets the value.</summary>
    public T? Value { get; set; }
}
