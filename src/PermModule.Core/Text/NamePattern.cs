using System.Text;
using System.Text.RegularExpressions;

namespace PermModule.Text;

/// <summary>
/// A name as users write it where a cmdlet reads: <c>*</c>, <c>?</c> and <c>[a-z]</c> are wildcards, a back-tick takes a character as it is.
/// Compared by folded key, like every name.
/// </summary>
internal sealed class NamePattern
{
    /// <summary>The longest pattern with wildcards, in UTF-16 units: a name of which every character is escaped has twice <see cref="TextRules.MaxName"/>.</summary>
    private const int MaxLength = 1_024;

    private readonly Regex? _regex;

    private NamePattern(string literal, string prefix, Regex? regex)
    {
        Literal = literal;
        Prefix = prefix;
        _regex = regex;
    }

    /// <summary>True when the text holds no wildcard.</summary>
    public bool IsLiteral { get; private init; } = true;

    /// <summary>The text without its back-ticks; meaningful when <see cref="IsLiteral"/>.</summary>
    public string Literal { get; }

    /// <summary>The folded text before the first wildcard, by which an index can be entered; may be empty.</summary>
    public string Prefix { get; }

    /// <summary>True when the pattern is a prefix and a star, so that <see cref="Prefix"/> says all.</summary>
    public bool IsPrefixOnly { get; private init; }

    /// <summary>Reads a pattern. A bracket that is never closed stands for itself.</summary>
    /// <exception cref="PermInvalidInputException"><c>InvalidPattern</c>: a range that runs backwards, or more than <see cref="MaxLength"/> characters.</exception>
    public static NamePattern Parse(string pattern)
    {
        if (!pattern.AsSpan().ContainsAny('*', '?', '[') && !pattern.Contains('`', StringComparison.Ordinal))
        {
            return new NamePattern(pattern, NameKey.Fold(pattern), regex: null);
        }

        if (pattern.Length > MaxLength)
        {
            throw new PermInvalidInputException(ErrorId.InvalidPattern, $"The pattern '{TextRules.Cut(pattern)}' has {pattern.Length} characters; at most {MaxLength} are allowed.", TextRules.Cut(pattern));
        }

        StringBuilder literal = new();
        StringBuilder run = new();
        StringBuilder regex = new("^");
        string? prefix = null;
        bool isPrefixOnly = false;
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            int close = c == '[' ? pattern.IndexOf(']', Math.Min(i + 2, pattern.Length)) : -1;
            if (c == '`' && i + 1 < pattern.Length)
            {
                c = pattern[++i];
            }
            else if (c is '*' or '?' || close > 0)
            {
                isPrefixOnly = prefix is null && c == '*' && i == pattern.Length - 1;
                prefix ??= NameKey.Fold(literal.ToString());
                regex.Append(Regex.Escape(NameKey.Fold(run.ToString())));
                run.Clear();
                regex.Append(c switch { '*' => ".*", '?' => ".", _ => Class(pattern[(i + 1)..close]) });
                i = close > 0 ? close : i;
                continue;
            }

            literal.Append(c);
            run.Append(c);
        }

        if (prefix is null)
        {
            return new NamePattern(literal.ToString(), NameKey.Fold(literal.ToString()), regex: null);
        }

        regex.Append(Regex.Escape(NameKey.Fold(run.ToString()))).Append("\\z");
        return new NamePattern(literal.ToString(), prefix, isPrefixOnly ? null : Compile(regex.ToString(), pattern)) { IsLiteral = false, IsPrefixOnly = isPrefixOnly };
    }

    /// <summary>The pattern that only a name matches.</summary>
    public static NamePattern Exactly(string name) => new(name, NameKey.Fold(name), regex: null);

    /// <summary>Writes a name so that it stands for itself as a pattern.</summary>
    public static string Escape(string name)
    {
        StringBuilder escaped = new();
        foreach (char c in name)
        {
            if (c is '*' or '?' or '[' or ']' or '`')
            {
                escaped.Append('`');
            }

            escaped.Append(c);
        }

        return escaped.ToString();
    }

    /// <summary>True when the name matches.</summary>
    public bool IsMatch(string name) => IsKeyMatch(NameKey.OfStored(name));

    /// <summary>True when a name matches whose folded key is at hand.</summary>
    public bool IsKeyMatch(string key)
    {
        if (IsLiteral)
        {
            return key == Prefix;
        }

        return _regex?.IsMatch(key) ?? key.StartsWith(Prefix, StringComparison.Ordinal);
    }

    private static Regex Compile(string expression, string pattern)
    {
        try
        {
            return new Regex(expression, RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(5));
        }
        catch (ArgumentException error)
        {
            throw new PermInvalidInputException(ErrorId.InvalidPattern, $"The pattern '{TextRules.Cut(pattern)}' cannot be read: a range in brackets runs from the smaller to the greater character, as in [a-z].", TextRules.Cut(pattern), error);
        }
    }

    private static string Class(string members)
    {
        StringBuilder set = new("[");
        foreach (char c in NameKey.Fold(members))
        {
            if (c is '\\' or ']' or '[' or '^')
            {
                set.Append('\\');
            }

            set.Append(c);
        }

        return set.Append(']').ToString();
    }
}
