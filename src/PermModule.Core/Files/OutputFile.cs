using System.Runtime.InteropServices;

namespace PermModule.Files;

/// <summary>Writes a file that a user asked for: it appears under its name when it is complete, or not at all.</summary>
internal static partial class OutputFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>The longest path of the system, in UTF-16 units; elsewhere than on Windows these are bytes and the system itself may refuse a shorter one.</summary>
    private static readonly int MaxPath = OperatingSystem.IsWindows() ? 32_767 : 4_096;

    /// <summary>Says before the work is done why its result could not be written.</summary>
    /// <exception cref="PermException">As <see cref="CheckPlace"/>; <c>InvalidPath</c>: a store.</exception>
    public static void Check(string path, bool overwrite)
    {
        CheckPlace(path, overwrite);
        if (overwrite && StoreMark.IsStore(path))
        {
            throw new PermInvalidInputException(ErrorId.InvalidPath, $"'{path}' is a permission store, which no other file replaces.", path);
        }
    }

    /// <summary>The same for a file that may take the place of a store: a backup of one.</summary>
    /// <exception cref="PermException">
    /// <c>FileAlreadyExists</c>; <c>NotAFile</c>: a folder, link, pipe or device; <c>InvalidPath</c>: what a store keeps beside it; <c>FileUnavailable</c>: there is no such folder.
    /// </exception>
    public static void CheckPlace(string path, bool overwrite)
    {
        if (!IsPath(path) || Directory.Exists(path))
        {
            throw NotAFile(path);
        }

        if (new FileInfo(path).LinkTarget is { } target)
        {
            throw new PermInvalidInputException(ErrorId.NotAFile, $"'{path}' is a link to '{target}'; links are not replaced.", path);
        }

        if (FileState.IsSpecial(path))
        {
            throw NotAFile(path);
        }

        if (StoreMark.OwnerOf(path) is { } store)
        {
            throw new PermInvalidInputException(ErrorId.InvalidPath, $"'{path}' belongs to the permission store '{store}'.", path);
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            throw new PermBusyException(ErrorId.FileUnavailable, $"'{path}' cannot be written: there is no folder '{folder}'.", path);
        }

        if (!overwrite && File.Exists(path))
        {
            throw AlreadyExists(path);
        }
    }

    /// <exception cref="PermException">As <see cref="Check"/>, and <c>FileUnavailable</c>: the file cannot be written.</exception>
    public static FileInfo Write(string path, bool overwrite, Action<Stream> write, bool ownerOnly = false)
    {
        Check(path, overwrite);
        WriteAt(
            path,
            overwrite,
            partial =>
            {
                using FileStream stream = new(partial, FileMode.Open, FileAccess.Write, FileShare.None, BufferSize);
                write(stream);
            },
            ownerOnly);
        return new FileInfo(path);
    }

    /// <summary>Writes to a partial file beside the path, which takes the name when all of it is on disk.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="overwrite">Replaces a file that is there.</param>
    /// <param name="write">Fills the partial file, whose path it is given; it exists and is empty.</param>
    /// <param name="ownerOnly">Nobody but its owner can read it.</param>
    /// <param name="keptAs">Where the file that is replaced is kept, or null where it is not.</param>
    /// <exception cref="PermException">As <see cref="CheckPlace"/>, and <c>FileUnavailable</c>: the file cannot be written.</exception>
    public static void WriteAt(string path, bool overwrite, Action<string> write, bool ownerOnly = true, string? keptAs = null)
    {
        CheckPlace(path, overwrite);

        // A name of its own, so that two who write the same file at once never touch each other's part.
        string partial = $"{path}.{Guid.NewGuid():N}.partial";
        try
        {
            try
            {
                Create(partial, ownerOnly).Dispose();
                write(partial);
                Flush(partial);
                Put(partial, path, overwrite, keptAs);
            }
            finally
            {
                File.Delete(partial);
            }
        }
        catch (IOException) when (!overwrite && File.Exists(path))
        {
            throw AlreadyExists(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Unavailable(path, error);
        }
    }

    /// <summary>Gives a complete file its name, in one step: there is always a file of that name, the old one or the new.</summary>
    /// <param name="complete">The file.</param>
    /// <param name="path">The name.</param>
    /// <param name="overwrite">Replaces a file that is there.</param>
    /// <param name="keptAs">Where the file that is replaced is kept, or null where it is not or where there is none.</param>
    /// <exception cref="IOException">The disk refuses; the file that was there still is.</exception>
    public static void Put(string complete, string path, bool overwrite, string? keptAs = null)
    {
        if (keptAs is null)
        {
            File.Move(complete, path, overwrite);
        }
        else
        {
            // Links the file to its second name, then renames the new one over the first.
            try
            {
                File.Replace(complete, path, keptAs, ignoreMetadataErrors: true);
            }
            catch when (File.Exists(complete) && IsSame(path, keptAs))
            {
                File.Delete(keptAs);
                throw;
            }
        }

        FlushFolder(path);
    }

    /// <summary>Removes a file that is to be replaced, so that nobody takes it for the new one.</summary>
    /// <exception cref="PermBusyException"><c>FileUnavailable</c>.</exception>
    public static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(path, error);
        }
    }

    /// <summary>Makes a file that is written piece by piece and that only its owner can read.</summary>
    /// <exception cref="PermBusyException"><c>FileUnavailable</c>: the file cannot be written, or somebody made one of that name since <see cref="Check"/>.</exception>
    public static FileStream CreatePrivate(string path)
    {
        try
        {
            return Create(path, ownerOnly: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Unavailable(path, error);
        }
    }

    /// <summary>True when both paths lead to one file: directly, through a link, or as two names of it.</summary>
    public static bool IsSame(string path, string other) =>
        Target(path) == Target(other) || (FileState.Of(path, followsLinks: true) is { } file && FileState.Of(other, followsLinks: true) is { } same && file.IsSame(same));

    /// <summary>True when the text can be a path at all.</summary>
    public static bool IsPath(string path) => path.Length > 0 && path.Length <= MaxPath && !path.Contains('\0', StringComparison.Ordinal);

    /// <summary>The full path.</summary>
    /// <exception cref="PermInvalidInputException"><c>NotAFile</c>: no path at all, or longer than the system takes.</exception>
    public static string FullPath(string path) => IsPath(path) ? Path.GetFullPath(path) : throw NotAFile(path);

    public static PermInvalidInputException NotAFile(string path) =>
        new(ErrorId.NotAFile, $"'{(path.Length > MaxPath ? TextRules.Cut(path) : path)}' is not a file.", path);

    private static string Target(string path) =>
        File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target ? target.FullName : Path.GetFullPath(path);

    private static FileStream Create(string path, bool ownerOnly)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = BufferSize };
        if (ownerOnly && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    public static PermBusyException Unavailable(string path, Exception error) =>
        new(ErrorId.FileUnavailable, $"'{path}' cannot be written: {error.Message}", path, error);

    /// <summary>Waits until what was renamed in the folder of a file is on disk.</summary>
    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int folder = Open(Path.GetDirectoryName(Path.GetFullPath(path))!, flags: 0);
        if (folder >= 0)
        {
            // Some file systems cannot sync a folder and say so; the rename is then as safe as they make it.
            _ = Sync(folder);
            _ = Close(folder);
        }
    }

    private static void Flush(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    private static PermAlreadyExistsException AlreadyExists(string path) =>
        new(ErrorId.FileAlreadyExists, $"'{path}' already exists.", path);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(int file);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int file);
}
