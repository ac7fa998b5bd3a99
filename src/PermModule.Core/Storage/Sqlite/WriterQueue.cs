using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PermModule.Storage.Sqlite;

/// <summary>
/// Who waits to write a store, in whichever process, so that they come in the order in which they began to wait; SQLite gives its lock
/// to whoever asks at the right moment. A small file beside the store, made by the first writer that has to wait, holds a ticket and a sign of life of each.
/// It decides about the order only, never about the lock: where it cannot be had, or somebody in it was killed or stopped, the others go on without.
/// </summary>
internal sealed class WriterQueue(string store) : IDisposable
{
    private const int Places = 64;

    /// <summary>How long, in ticks of the clock, a place is kept without a sign of life: longer than a busy machine lets a program wait for a processor.</summary>
    private static readonly long Alive = Stopwatch.Frequency / 2;

    /// <summary>Ticket and last sign of life of each place, both times of the machine's monotonic clock; ticket 0 for a free place.</summary>
    private readonly long[] _places = new long[Places * 2];

    private FileStream? _file;
    private long _ticket;
    private int _place;

    /// <summary>How many others are to write before this one does; all who wait where this one holds no ticket.</summary>
    public int Ahead()
    {
        if (!Read(create: false))
        {
            return 0;
        }

        long now = Stopwatch.GetTimestamp();
        int ahead = 0;
        for (int place = 0; place < Places; place++)
        {
            if (IsTaken(place, now) && (_ticket == 0 || _places[place * 2] < _ticket))
            {
                ahead++;
            }
        }

        return ahead;
    }

    /// <summary>Takes a ticket, and from then on shows that who holds it still waits.</summary>
    public void Wait()
    {
        long now = Stopwatch.GetTimestamp();
        if (_ticket == 0)
        {
            (_ticket, _place) = (now, -1);
        }

        if (!Read(create: true))
        {
            return;
        }

        // Two writers may have taken one place at the same moment; a writer that does not find its ticket there takes another.
        if (_place < 0 || _places[_place * 2] != _ticket)
        {
            _place = FindPlace(now);
        }

        if (_place >= 0)
        {
            Write(_ticket, now);
        }
    }

    /// <summary>Gives the ticket back, if one was taken.</summary>
    public void Leave()
    {
        if (_ticket != 0 && _place >= 0 && Read(create: false) && _places[_place * 2] == _ticket)
        {
            Write(0, 0);
        }

        _ticket = 0;
    }

    public void Dispose() => _file?.Dispose();

    private bool IsTaken(int place, long now) =>
        _places[place * 2] != 0 && now - _places[(place * 2) + 1] is var silent && silent < Alive && silent > -Alive;

    private int FindPlace(long now)
    {
        int first = Random.Shared.Next(Places);
        for (int i = 0; i < Places; i++)
        {
            int place = (first + i) % Places;
            if (!IsTaken(place, now))
            {
                return place;
            }
        }

        return -1;
    }

    private bool Read(bool create)
    {
        try
        {
            _file ??= Open(create);
            return _file is not null && RandomAccess.Read(_file.SafeFileHandle, MemoryMarshal.AsBytes(_places.AsSpan()), 0) >= 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Write(long ticket, long sign)
    {
        try
        {
            RandomAccess.Write(_file!.SafeFileHandle, MemoryMarshal.AsBytes<long>([ticket, sign]), _place * 2 * sizeof(long));
        }
        catch (IOException)
        {
            // No room for it: who waits then waits without a ticket.
        }
    }

    private FileStream? Open(bool create)
    {
        string path = store + StoreMark.Queue;
        if ((!create && !File.Exists(path)) || new FileInfo(path).LinkTarget is not null || FileState.IsSpecial(path))
        {
            return null;
        }

        FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            // Whoever may write the store may wait for it.
            options.UnixCreateMode = File.GetUnixFileMode(store);
        }

        return new FileStream(path, options);
    }
}
