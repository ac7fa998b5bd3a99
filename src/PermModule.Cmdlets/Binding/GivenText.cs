using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>Refuses text that names nothing in words of its own: .NET would name a parameter of the code.</summary>
internal static class GivenText
{
    /// <summary>The text, if there is any.</summary>
    /// <param name="text">The text.</param>
    /// <param name="what">What it names.</param>
    /// <exception cref="PSInvalidCastException">The text is blank.</exception>
    public static string NotBlank(string? text, string what) =>
        string.IsNullOrWhiteSpace(text) ? throw new PSInvalidCastException($"The {what} is empty.") : text;
}
