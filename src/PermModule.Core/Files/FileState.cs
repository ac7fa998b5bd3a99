using System.Runtime.InteropServices;

namespace PermModule.Files;

/// <summary>Which file a path leads to, and of what kind it is. .NET tells neither a pipe from a file nor how many names a file has.</summary>
/// <param name="Device">The file system it is on.</param>
/// <param name="Number">Its number there, which stays the same under whichever name.</param>
/// <param name="Names">How many names (hard links) it has.</param>
/// <param name="IsOrdinary">False for a folder, link, pipe, socket or device.</param>
internal readonly partial record struct FileState(ulong Device, ulong Number, uint Names, bool IsOrdinary)
{
    private const int TypeMask = 0xF000;
    private const int OrdinaryType = 0x8000;

    // linux/fcntl.h and linux/stat.h
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint BasicFields = 0x7FF;
    private const int BufferSize = 256;

    /// <summary>The state of a file; null where there is none, or where the system cannot say.</summary>
    /// <param name="path">The path.</param>
    /// <param name="followsLinks">True for the file that a link leads to, false for the link itself.</param>
    public static FileState? Of(string path, bool followsLinks)
    {
        try
        {
            Span<byte> state = stackalloc byte[BufferSize];
            ref byte start = ref MemoryMarshal.GetReference(state);
            if (OperatingSystem.IsLinux())
            {
                return StatX(CurrentFolder, path, followsLinks ? 0 : NoFollow, BasicFields, ref start) == 0 ? OfLinux(state) : null;
            }

            return OperatingSystem.IsMacOS() && (followsLinks ? Stat(path, ref start) : LinkStat(path, ref start)) == 0 ? OfMac(state) : null;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>True for what is there and is no ordinary file: a folder, pipe, socket or device, or a link to one.</summary>
    public static bool IsSpecial(string path) => path.StartsWith(@"\\.\", StringComparison.Ordinal) || Of(path, followsLinks: true) is { IsOrdinary: false };

    /// <summary>True for the same file, under whichever name.</summary>
    public bool IsSame(FileState other) => Device == other.Device && Number == other.Number;

    // struct statx is the same on every processor.
    private static FileState OfLinux(ReadOnlySpan<byte> state) => new(
        MemoryMarshal.Read<ulong>(state[136..]),
        MemoryMarshal.Read<ulong>(state[32..]),
        MemoryMarshal.Read<uint>(state[16..]),
        (MemoryMarshal.Read<ushort>(state[28..]) & TypeMask) == OrdinaryType);

    private static FileState OfMac(ReadOnlySpan<byte> state) => new(
        MemoryMarshal.Read<uint>(state),
        MemoryMarshal.Read<ulong>(state[8..]),
        MemoryMarshal.Read<ushort>(state[6..]),
        (MemoryMarshal.Read<ushort>(state[4..]) & TypeMask) == OrdinaryType);

    private static int Stat(string path, ref byte state) =>
        RuntimeInformation.ProcessArchitecture == Architecture.X64 ? StatX64(path, ref state) : StatArm(path, ref state);

    private static int LinkStat(string path, ref byte state) =>
        RuntimeInformation.ProcessArchitecture == Architecture.X64 ? LinkStatX64(path, ref state) : LinkStatArm(path, ref state);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatX(int folder, string path, int flags, uint fields, ref byte state);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatArm(string path, ref byte state);

    [LibraryImport("libc", EntryPoint = "stat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatX64(string path, ref byte state);

    [LibraryImport("libc", EntryPoint = "lstat", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int LinkStatArm(string path, ref byte state);

    [LibraryImport("libc", EntryPoint = "lstat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int LinkStatX64(string path, ref byte state);
}
