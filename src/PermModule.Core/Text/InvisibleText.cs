using System.Globalization;
using System.Text;

namespace PermModule;

/// <summary>Characters that show nothing, or turn the direction of what follows: with them a name passes for another, and a line on the screen for something else.</summary>
public static class InvisibleText
{
    private const int NonJoiner = 0x200C;
    private const int Joiner = 0x200D;

    /// <summary>
    /// Those that show nothing and are no format characters (Cf) by their category: line separators, the fillers of Hangul, the vowels that Khmer leaves out,
    /// the grapheme joiner, variation selectors, the blank of Braille, and what Unicode holds ready for more of the kind.
    /// </summary>
    private static readonly (int First, int Last)[] Ranges =
    [
        (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2028, 0x2029), (0x2065, 0x2065), (0x2800, 0x2800), (0x3164, 0x3164),
        (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x16FE4, 0x16FE4), (0xE0000, 0xE0FFF),
    ];

    private static readonly System.Buffers.SearchValues<char> FalseSpaces =
        System.Buffers.SearchValues.Create("\u00A0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F");

    /// <summary>The scripts in which a joiner changes how the letters beside it are written: those like Arabic, of India and of its neighbors.</summary>
    private static readonly (int First, int Last)[] JoiningScripts = [(0x0600, 0x08FF), (0x0900, 0x0DFF), (0x1000, 0x109F), (0x1780, 0x18AF), (0xA840, 0xA87F), (0x10A00, 0x10FFF), (0x11000, 0x11FFF), (0x1E900, 0x1E95F)];

    /// <summary>True for a character that shows nothing or turns the direction of writing. The two joiners are not among them: Persian words and emoji need them.</summary>
    internal static bool IsInvisible(Rune rune) =>
        rune.Value is not (NonJoiner or Joiner) && (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format || IsIn(rune, Ranges));

    /// <summary>The first character of a name that is invisible, or a joiner between letters that it does not change; null where there is none.</summary>
    internal static Rune? FirstHidden(string name)
    {
        if (Ascii.IsValid(name))
        {
            return null;
        }

        Rune? before = null;
        Rune? joiner = null;
        foreach (Rune rune in name.EnumerateRunes())
        {
            if (IsInvisible(rune) || (joiner is not null && !JoinsTo(before, joiner.Value, rune)))
            {
                return joiner ?? rune;
            }

            if (rune.Value is NonJoiner or Joiner)
            {
                joiner = rune;
            }
            else
            {
                (before, joiner) = (rune, null);
            }
        }

        return joiner;
    }

    /// <summary>The first space that cannot be told from an ordinary one, or null. The wide space of Japanese and Chinese names is not one of them.</summary>
    internal static char? FirstFalseSpace(string name)
    {
        int found = name.AsSpan().IndexOfAny(FalseSpaces);
        return found < 0 ? null : name[found];
    }

    /// <summary>The text with a blank in the place of each control character and each that is invisible.</summary>
    /// <param name="text">The text.</param>
    /// <param name="keepsLines">Leaves line feeds and tabs.</param>
    public static string Blank(string text, bool keepsLines = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        StringBuilder? shown = null;
        for (int i = 0; i < text.Length;)
        {
            bool isWhole = Rune.TryGetRuneAt(text, i, out Rune rune);
            int length = isWhole ? rune.Utf16SequenceLength : 1;
            if (isWhole && (IsInvisible(rune) || (Rune.IsControl(rune) && !(keepsLines && rune.Value is '\n' or '\t'))))
            {
                shown ??= new StringBuilder(text);
                for (int end = i + length; i < end; i++)
                {
                    shown[i] = ' ';
                }
            }
            else
            {
                i += length;
            }
        }

        return shown?.ToString() ?? text;
    }

    private static bool JoinsTo(Rune? before, Rune joiner, Rune after) =>
        before is { } first
        && ((IsIn(first, JoiningScripts) && IsIn(after, JoiningScripts) && IsLetter(first) && IsLetter(after))
            || (joiner.Value == Joiner && IsPicture(first) && IsPicture(after)));

    private static bool IsLetter(Rune rune) => Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>An emoji, or the tone of skin after one.</summary>
    private static bool IsPicture(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol && rune.Value > 0xFF;

    private static bool IsIn(Rune rune, (int First, int Last)[] ranges)
    {
        foreach ((int first, int last) in ranges)
        {
            if (rune.Value >= first && rune.Value <= last)
            {
                return true;
            }
        }

        return false;
    }
}
