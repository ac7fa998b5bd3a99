namespace PermModule.Storage;

/// <summary>Writes a file that a user asked for: it appears under its name when it is complete, or not at all.</summary>
internal static class OutputFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>Says before the work is done why its result could not be written.</summary>
    /// <exception cref="PermException"><c>FileAlreadyExists</c>; <c>NotAFile</c>: a folder or a link; <c>FileUnavailable</c>: there is no such folder.</exception>
    public static void Check(string path, bool overwrite)
    {
        if (Directory.Exists(path))
        {
            throw NotAFile(path);
        }

        if (new FileInfo(path).LinkTarget is { } target)
        {
            throw new PermInvalidInputException("NotAFile", $"'{path}' is a link to '{target}'. Name that file itself.", path);
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            throw new PermBusyException("FileUnavailable", $"'{path}' cannot be written: there is no folder '{folder}'. Make it, or choose another path.", path);
        }

        if (!overwrite && File.Exists(path))
        {
            throw new PermAlreadyExistsException("FileAlreadyExists", $"'{path}' already exists. Choose another path or use -Force.", path);
        }
    }

    /// <exception cref="PermException">As <see cref="Check"/>, and <c>FileUnavailable</c>: the file cannot be written.</exception>
    public static FileInfo Write(string path, bool overwrite, Action<Stream> write, bool ownerOnly = false)
    {
        Check(path, overwrite);
        string partial = path + ".partial";
        try
        {
            try
            {
                using (FileStream stream = Create(partial, ownerOnly))
                {
                    write(stream);
                }

                File.Move(partial, path, overwrite);
            }
            finally
            {
                File.Delete(partial);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Unavailable(path, error);
        }

        return new FileInfo(path);
    }

    /// <summary>Makes a file anew that is written piece by piece and that only its owner can read.</summary>
    /// <exception cref="PermBusyException"><c>FileUnavailable</c>: the file cannot be written.</exception>
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

    public static PermInvalidInputException NotAFile(string path) =>
        new("NotAFile", $"'{path}' is not a file. Give the path of a file.", path);

    private static FileStream Create(string path, bool ownerOnly)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = BufferSize };
        if (ownerOnly && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        File.Delete(path);
        return new FileStream(path, options);
    }

    private static PermBusyException Unavailable(string path, Exception error) =>
        new("FileUnavailable", $"'{path}' cannot be written: {error.Message} Choose another path.", path, error);
}
