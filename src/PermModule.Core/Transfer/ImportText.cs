using System.Text;

namespace PermModule.Transfer;

/// <summary>Reads a file of any Unicode encoding as UTF-8 without a byte-order mark.</summary>
internal static class ImportText
{
    private static readonly (byte[] Mark, string Name)[] Marks =
    [
        ([0xFF, 0xFE, 0, 0], "utf-32LE"),
        ([0, 0, 0xFE, 0xFF], "utf-32BE"),
        ([0xFF, 0xFE], "utf-16LE"),
        ([0xFE, 0xFF], "utf-16BE"),
    ];

    /// <summary>The text of the stream from its start. The stream stays open.</summary>
    public static Stream Open(Stream stream, out bool hasMark)
    {
        stream.Position = 0;
        byte[] head = new byte[4];
        int read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        ReadOnlySpan<byte> start = head.AsSpan(0, read);
        foreach ((byte[] mark, string name) in Marks)
        {
            if (start.StartsWith(mark))
            {
                hasMark = true;
                stream.Position = mark.Length;
                Encoding encoding = Encoding.GetEncoding(name, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFF"));
                return Encoding.CreateTranscodingStream(stream, encoding, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
            }
        }

        hasMark = start.StartsWith(Encoding.UTF8.Preamble);
        stream.Position = hasMark ? Encoding.UTF8.Preamble.Length : 0;
        return stream;
    }

    /// <summary>The first bytes of the text, for finding out what it is.</summary>
    public static byte[] Head(Stream stream, out bool hasMark)
    {
        Stream text = Open(stream, out hasMark);
        byte[] head = new byte[64 * 1024];
        int read = text.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (!ReferenceEquals(text, stream))
        {
            text.Dispose();
        }

        return head[..read];
    }
}
