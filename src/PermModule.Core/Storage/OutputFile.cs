namespace PermModule.Storage;

/// <summary>Writes a file that a user asked for: it appears under its name when it is complete, or not at all.</summary>
internal static class OutputFile
{
    private const int BufferSize = 1 << 16;

    /// <exception cref="PermAlreadyExistsException"><c>FileAlreadyExists</c>.</exception>
    public static void Check(string path, bool overwrite)
    {
        if (!overwrite && File.Exists(path))
        {
            throw new PermAlreadyExistsException("FileAlreadyExists", $"'{path}' already exists. Choose another path or use -Force.", path);
        }
    }

    /// <exception cref="PermAlreadyExistsException"><c>FileAlreadyExists</c>.</exception>
    /// <exception cref="PermBusyException"><c>FileUnavailable</c>: the file cannot be written.</exception>
    public static FileInfo Write(string path, bool overwrite, Action<Stream> write)
    {
        Check(path, overwrite);
        string partial = path + ".partial";
        try
        {
            try
            {
                using (FileStream stream = new(partial, FileMode.Create, FileAccess.Write, FileShare.None, BufferSize))
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
            throw new PermBusyException("FileUnavailable", $"'{path}' cannot be written: {error.Message} Choose another path.", path, error);
        }

        return new FileInfo(path);
    }
}
