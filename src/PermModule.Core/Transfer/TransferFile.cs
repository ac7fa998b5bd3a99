namespace PermModule.Transfer;

/// <summary>Opens the files that people come from and go to.</summary>
internal static class TransferFile
{
    /// <exception cref="PermException"><c>FileNotFound</c>, <c>NotAFile</c>, <c>FileUnreadable</c>.</exception>
    public static FileStream OpenRead(string path)
    {
        if (Directory.Exists(path))
        {
            throw NotAFile(path);
        }

        if (!File.Exists(path))
        {
            throw new PermNotFoundException("FileNotFound", $"There is no file '{path}'. Check the path.", path);
        }

        try
        {
            FileStream stream = new(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.SequentialScan });
            if (stream.CanSeek)
            {
                return stream;
            }

            stream.Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PermNotPermittedException("FileUnreadable", $"'{path}' cannot be read: {error.Message} Check its permissions.", path, error);
        }

        throw NotAFile(path);
    }

    /// <summary>Says why a file cannot be written to a path, before anything is done.</summary>
    /// <exception cref="PermException"><c>NotAFile</c>, <c>FolderNotFound</c>, <c>FileAlreadyExists</c>.</exception>
    public static void CheckTarget(string path, bool overwrite)
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
            throw new PermNotFoundException("FolderNotFound", $"There is no folder '{folder}'. Make it, or choose another path.", path);
        }

        if (!overwrite && File.Exists(path))
        {
            throw new PermAlreadyExistsException("FileAlreadyExists", $"'{path}' already exists. Choose another path or use -Force.", path);
        }
    }

    /// <summary>Makes a new file that only its owner can read, because it holds personal data.</summary>
    /// <exception cref="PermNotPermittedException"><c>FileNotWritable</c>.</exception>
    public static FileStream Create(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            File.Delete(path);
            return new FileStream(path, options);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PermNotPermittedException("FileNotWritable", $"'{path}' cannot be written: {error.Message} Choose another path.", path, error);
        }
    }

    private static PermInvalidInputException NotAFile(string path) =>
        new("NotAFile", $"'{path}' is not a file. Give the path of a file.", path);
}
