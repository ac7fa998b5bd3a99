using System.Runtime.InteropServices;
using SQLitePCL;

namespace PermModule.Storage.Sqlite;

/// <summary>
/// Says whether anybody, in whichever process, committed since a moment that was noted. Every commit in WAL mode rewrites the header of
/// the WAL index, which SQLite keeps in shared memory and by which it knows itself that others wrote (sqlite.org/walformat.html).
/// Comparing its 48 bytes takes nanoseconds; asking by <c>PRAGMA data_version</c> takes and frees file locks, which is more than a right check may cost.
/// Where the memory cannot be had, the pragma is asked.
/// </summary>
internal sealed unsafe partial class ChangeWatch : IDisposable
{
    private const int HeaderSize = 48;
    private const int RegionSize = 32_768;
    private const int FilePointer = 7;
    private const int ShmMapSlot = 13;

    private readonly byte* _header;
    private readonly byte[] _noted = new byte[HeaderSize];
    private readonly Statement _dataVersion;
    private long _notedVersion = -1;

    /// <summary>Watches the file of a connection that stays open as long as the watch is asked.</summary>
    public ChangeWatch(SqliteLink link)
    {
        _dataVersion = link.Prepare("PRAGMA data_version");
        Statement mode = link.Prepare("PRAGMA journal_mode");
        if (mode.Next() && mode.Text(0) == "wal")
        {
            _header = MapHeader(link.Handle);
        }

        mode.Close();
    }

    /// <summary>Remembers the present state.</summary>
    public void Note()
    {
        if (_header is null)
        {
            _notedVersion = ReadDataVersion();
        }
        else
        {
            new ReadOnlySpan<byte>(_header, HeaderSize).CopyTo(_noted);
        }
    }

    /// <summary>True while nobody committed since <see cref="Note"/>.</summary>
    public bool IsSame() => _header is null ? ReadDataVersion() == _notedVersion : new ReadOnlySpan<byte>(_header, HeaderSize).SequenceEqual(_noted);

    public void Dispose() => _dataVersion.Close();

    /// <summary>The start of the WAL index as SQLite itself has it mapped, through the methods of its file object; null where there is none.</summary>
    private static byte* MapHeader(sqlite3 connection)
    {
        try
        {
            void** file = null;
            if (FileControl(connection.DangerousGetHandle(), database: null, FilePointer, &file) != raw.SQLITE_OK || file is null || *file is null)
            {
                return null;
            }

            // struct sqlite3_file starts with its methods: a version, then pointers, of which xShmMap is there from version 2 on.
            nint* methods = (nint*)*file;
            if (*(int*)methods < 2 || methods[ShmMapSlot] == 0)
            {
                return null;
            }

            void* region = null;
            delegate* unmanaged[Cdecl]<void*, int, int, int, void**, int> map = (delegate* unmanaged[Cdecl]<void*, int, int, int, void**, int>)methods[ShmMapSlot];
            return map(file, 0, RegionSize, 0, &region) == raw.SQLITE_OK ? (byte*)region : null;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_file_control")]
    [UnmanagedCallConv(CallConvs = [typeof(System.Runtime.CompilerServices.CallConvCdecl)])]
    private static partial int FileControl(nint connection, byte* database, int operation, void* argument);

    private long ReadDataVersion()
    {
        _dataVersion.Next();
        long version = _dataVersion.Number(0);
        _dataVersion.End();
        return version;
    }
}
