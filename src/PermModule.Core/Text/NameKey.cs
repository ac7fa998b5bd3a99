using System.Globalization;
using System.Text;

namespace PermModule.Text;

/// <summary>The one rule by which names are compared everywhere: composed, then upper-cased by Unicode without a culture.</summary>
internal static class NameKey
{
    /// <summary>The longest key, in UTF-16 units: composed, one character can become three.</summary>
    public const int MaxLength = 3 * TextRules.MaxName;

    private const char PlaceholderMark = '\u0001';

    /// <summary>Folds a name to the key under which it is stored, indexed and looked up.</summary>
    /// <exception cref="PermInvalidInputException">The text holds half a surrogate pair or U+FFFE.</exception>
    public static string Fold(string name)
    {
        if (Ascii.IsValid(name))
        {
            return name.ToUpperInvariant();
        }

        try
        {
            return name.Normalize(NormalizationForm.FormC).ToUpperInvariant();
        }
        catch (ArgumentException)
        {
            throw new PermInvalidInputException(ErrorId.InvalidName, $"'{TextRules.Cut(name)}' is not valid Unicode text.", name);
        }
    }

    /// <summary>The key of a text that the store holds, such as a department. What an older version took is folded as far as it goes, so that nothing that reads it stops.</summary>
    public static string OfStored(string text)
    {
        try
        {
            return Fold(text);
        }
        catch (PermInvalidInputException)
        {
            return text.ToUpperInvariant();
        }
    }

    /// <summary>The key of a text that may not be the name of anything, or null where it cannot be one: it is missing, no valid text, or one that a server does not take.</summary>
    public static string? Possible(string? name)
    {
        try
        {
            return name is null || name.Contains('\0', StringComparison.Ordinal) ? null : Fold(name.Trim());
        }
        catch (PermInvalidInputException)
        {
            return null;
        }
    }

    /// <summary>What stands for the key of a user who lets go of a name while somebody else takes it. No name has such a key.</summary>
    public static string Placeholder(long id) => string.Create(CultureInfo.InvariantCulture, $"{PlaceholderMark}{id}");

    /// <summary>The key of a stored name, also while a placeholder stands for it.</summary>
    public static string WithoutPlaceholder(string key, string name) => key.StartsWith(PlaceholderMark) ? OfStored(name) : key;

    /// <summary>The first key after all that start with the prefix. U+10FFFF sorts after every character of a name in UTF-8.</summary>
    public static string EndOf(string prefix) => prefix + "\U0010FFFF";
}
