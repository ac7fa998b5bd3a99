using System.Text;

namespace PermModule.Errors;

/// <summary>Writes values into command lines so that names from the store are names and nothing else.</summary>
internal static class CommandLine
{
    /// <summary>The parameter that names a store, or nothing where that is the one in use.</summary>
    /// <param name="store">The path or connection string of the store, or null.</param>
    public static string At(string? store) => store is null ? "" : $" -Store {Quote(store)}";

    /// <summary>The value as a literal of PowerShell, which takes typographic quotes for quotes too.</summary>
    public static string Quote(string value)
    {
        StringBuilder quoted = new("'");
        foreach (char c in value)
        {
            if (c is '\'' or '\u2018' or '\u2019' or '\u201A' or '\u201B')
            {
                quoted.Append(c);
            }

            quoted.Append(c);
        }

        return quoted.Append('\'').ToString();
    }
}
