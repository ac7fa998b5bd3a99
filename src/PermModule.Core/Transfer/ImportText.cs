using System.Text;
using System.Text.Unicode;

namespace PermModule.Transfer;

/// <summary>Reads a file of any encoding as UTF-8 without a byte-order mark.</summary>
internal static class ImportText
{
    private const int BlockSize = 256 * 1024;

    private static readonly (byte[] Mark, string Name)[] Marks =
    [
        ([0xFF, 0xFE, 0, 0], "utf-32LE"),
        ([0, 0, 0xFE, 0xFF], "utf-32BE"),
        ([0xFF, 0xFE], "utf-16LE"),
        ([0xFE, 0xFF], "utf-16BE"),
    ];

    /// <summary>The encoding of old spreadsheets from western Europe and America.</summary>
    private static readonly Encoding Western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>Detects how a text is encoded: from its byte-order mark, the encoding that was given, the zero bytes of UTF-16 and UTF-32, or because it is valid UTF-8.</summary>
    /// <param name="stream">The text.</param>
    /// <param name="given">The encoding of a text without a mark, or null.</param>
    public static TextForm Find(Stream stream, Encoding? given)
    {
        stream.Position = 0;
        byte[] head = new byte[2 * sizeof(int)];
        int read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        ReadOnlySpan<byte> start = head.AsSpan(0, read);
        foreach ((byte[] mark, string name) in Marks)
        {
            if (start.StartsWith(mark))
            {
                return new TextForm(Encoding.GetEncoding(name), mark.Length);
            }
        }

        if (start.StartsWith(Encoding.UTF8.Preamble))
        {
            return new TextForm(Encoding: null, Encoding.UTF8.Preamble.Length);
        }

        if (given is not null)
        {
            return new TextForm(given.CodePage == Encoding.UTF8.CodePage ? null : given, Mark: 0);
        }

        if (FindUtf32(start) is { } wide)
        {
            return new TextForm(wide, Mark: 0);
        }

        if (read >= 4 && (start[0] == 0) != (start[1] == 0) && (start[0] == 0) == (start[2] == 0) && (start[1] == 0) == (start[3] == 0))
        {
            return new TextForm(start[0] == 0 ? Encoding.BigEndianUnicode : Encoding.Unicode, Mark: 0);
        }

        return IsWestern(stream) ? new TextForm(Western, Mark: 0, IsGuessed: true) : new TextForm(Encoding: null, Mark: 0);
    }

    /// <summary>UTF-32 if three of the four bytes of each of the first two letters are zero; otherwise null.</summary>
    private static Encoding? FindUtf32(ReadOnlySpan<byte> start)
    {
        if (start.Length < 2 * sizeof(int))
        {
            return null;
        }

        static bool IsLetter(ReadOnlySpan<byte> bytes, int at) => bytes[at] != 0 && bytes[..sizeof(int)].Count((byte)0) == sizeof(int) - 1;
        return IsLetter(start, 0) && IsLetter(start[sizeof(int)..], 0) ? Encoding.UTF32
            : IsLetter(start, 3) && IsLetter(start[sizeof(int)..], 3) ? Encoding.GetEncoding("utf-32BE")
            : null;
    }

    /// <summary>The text of the stream from its start. The stream stays open.</summary>
    public static Stream Open(Stream stream, TextForm form)
    {
        stream.Position = form.Mark;
        if (form.Encoding is null)
        {
            return stream;
        }

        // Bytes that are no text become a character that Unicode sets aside, so that a reader can refuse them.
        Encoding strict = (Encoding)form.Encoding.Clone();
        strict.DecoderFallback = new DecoderReplacementFallback("\uFFFF");
        return Encoding.CreateTranscodingStream(stream, strict, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
    }

    /// <summary>The first bytes of the text, for finding out what it is.</summary>
    public static byte[] Head(Stream stream, TextForm form)
    {
        Stream text = Open(stream, form);
        byte[] head = new byte[64 * 1024];
        int read = text.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (!ReferenceEquals(text, stream))
        {
            text.Dispose();
        }

        return head[..read];
    }

    /// <summary>
    /// True where a text has letters beyond ASCII and none of them is UTF-8, but all are Windows-1252.
    /// A single letter that is UTF-8 shows a UTF-8 file with damaged places.
    /// </summary>
    private static bool IsWestern(Stream stream)
    {
        stream.Position = 0;
        byte[] block = new byte[BlockSize];
        int kept = 0;
        bool isWestern = false;
        while (true)
        {
            int read = stream.ReadAtLeast(block.AsSpan(kept), block.Length - kept, throwOnEndOfStream: false);
            bool isEnd = kept + read < block.Length;
            ReadOnlySpan<byte> text = block.AsSpan(0, kept + read);

            // Cut where no letter can be cut in two.
            int length = isEnd ? text.Length : text.LastIndexOfAnyInRange((byte)0, (byte)0x7F) + 1;
            length = length == 0 ? text.Length : length;
            ReadOnlySpan<byte> whole = text[..length];
            if (!Ascii.IsValid(whole))
            {
                if (Utf8.IsValid(whole) || !IsWestern(whole))
                {
                    return false;
                }

                isWestern = true;
            }

            if (isEnd)
            {
                return isWestern;
            }

            text[length..].CopyTo(block);
            kept = text.Length - length;
        }
    }

    private static bool IsWestern(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            int next = text.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (next < 0)
            {
                return true;
            }

            text = text[next..];
            if (Rune.DecodeFromUtf8(text, out _, out _) == System.Buffers.OperationStatus.Done || text[0] is 0x81 or 0x8D or 0x8F or 0x90 or 0x9D)
            {
                return false;
            }

            text = text[1..];
        }

        return true;
    }
}
