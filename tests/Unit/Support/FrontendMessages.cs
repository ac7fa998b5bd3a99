using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace PermModule.Unit;

/// <summary>Reads what a client of PostgreSQL sends, in pieces as the network brings it, and notes each time that the client then waits for an answer.</summary>
/// <param name="roundTrips">Gets the statements of each round trip, a statement a line.</param>
internal sealed class FrontendMessages(ConcurrentQueue<string> roundTrips)
{
    private const int HeaderSize = 5;

    private readonly List<byte> _unread = [];
    private readonly List<string> _statements = [];
    private bool _isStarted;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        _unread.AddRange(bytes);
        int at = 0;
        while (Next(CollectionsMarshal.AsSpan(_unread)[at..]) is int size and > 0)
        {
            at += size;
        }

        _unread.RemoveRange(0, at);
    }

    /// <summary>Reads a message and returns its size; 0 where not all of it is there.</summary>
    private int Next(ReadOnlySpan<byte> bytes)
    {
        // The first message has no kind.
        int kind = _isStarted ? 1 : 0;
        if (bytes.Length < HeaderSize || BinaryPrimitives.ReadInt32BigEndian(bytes[kind..]) + kind is var size && bytes.Length < size)
        {
            return 0;
        }

        if (!_isStarted)
        {
            _isStarted = true;
            return size;
        }

        ReadOnlySpan<byte> body = bytes[HeaderSize..size];
        switch ((char)bytes[0])
        {
            case 'P':
                body = body[(body.IndexOf((byte)0) + 1)..];
                _statements.Add(Encoding.UTF8.GetString(body[..body.IndexOf((byte)0)]));
                break;
            case 'Q':
                _statements.Add(Encoding.UTF8.GetString(body[..^1]));
                Wait();
                break;
            case 'S':
                Wait();
                break;
            default:
                break;
        }

        return size;
    }

    private void Wait()
    {
        roundTrips.Enqueue(string.Join('\n', _statements));
        _statements.Clear();
    }
}
