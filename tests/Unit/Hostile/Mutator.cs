using System.Text;

namespace PermModule.Unit.Hostile;

/// <summary>Spoils a valid sample; the same seed spoils it the same way.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "\"", "\"\"", "'", ",", ";", "\t", "\r", "\n", "\r\n", "\0", "\u001E", "\u001F", "\uFEFF", "\u202E", "\u200B", "İ", "ß", "e\u0301", "\U0001F600", "\\ud800", "\\u0000", "\"\\ud800\"",
            "{", "}", "[", "]", ":", "null", "true", "-1", "1e999", "99999999999999999999", "sep=;", "sep=", "#", "@", "=1+1", "*", "?", "[z-a]", "[", "`", "w", "d", "0",
            "\"schemas\":", "\"Resources\":", "\"name\":", "'; DROP TABLE users; --", "../../etc/passwd", "${7*7}",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF, 0xFE], [0xFE, 0xFF], [0xFF, 0xFE, 0, 0],
        [.. Enumerable.Repeat((byte)'[', 2_000)], [.. Enumerable.Repeat((byte)'"', 501)], [.. Enumerable.Repeat((byte)'a', 70_000)],
    ];

    private readonly Random _random = new(seed);

    public byte[] Spoil(byte[] sample)
    {
        List<byte> bytes = [.. sample];
        for (int i = _random.Next(1, 8); i > 0; i--)
        {
            Spoil(bytes);
        }

        return [.. bytes];
    }

    private void Spoil(List<byte> bytes)
    {
        int at = _random.Next(bytes.Count + 1);
        int length = Math.Min(_random.Next(1, 40), bytes.Count - at);
        switch (_random.Next(7))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                bytes.RemoveRange(at, length);
                break;
            case 2:
                bytes.InsertRange(_random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 3 when _random.Next(4) == 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 4 when at < bytes.Count:
                bytes[at] = (byte)_random.Next(256);
                break;
            default:
                bytes.InsertRange(at, Tokens[_random.Next(Tokens.Length)]);
                break;
        }
    }
}
