using System.Text;

namespace PermModule.Text;

/// <summary>
/// Gives the same string for the same bytes where they come again soon, as departments and first names do in a table of people.
/// Holds a fixed number of texts: one that comes in the place of another is not found again.
/// </summary>
internal sealed class TextPool
{
    private const int Places = 4_096;

    private readonly string?[] _texts = new string?[Places];

    /// <summary>The text that the UTF-8 bytes stand for.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        HashCode hash = default;
        hash.AddBytes(utf8);
        ref string? known = ref _texts[hash.ToHashCode() & (Places - 1)];
        return known is not null && Ascii.Equals(utf8, known) ? known : known = Encoding.UTF8.GetString(utf8);
    }
}
