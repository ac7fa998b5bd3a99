namespace PermModule.Files;

/// <summary>Opens the files that people and profiles come from.</summary>
internal static class InputFile
{
    /// <summary>Opens a file and reads it.</summary>
    /// <exception cref="PermException"><c>FileNotFound</c>, <c>NotAFile</c>, <c>FileUnreadable</c>: also where the disk or network fails while it is read.</exception>
    public static T Read<T>(string path, Func<FileStream, T> read)
    {
        using FileStream file = OpenRead(path);
        try
        {
            return read(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, error);
        }
    }

    /// <exception cref="PermException"><c>FileNotFound</c>, <c>NotAFile</c>, <c>FileUnreadable</c>.</exception>
    public static FileStream OpenRead(string path)
    {
        if (!OutputFile.IsPath(path) || Directory.Exists(path))
        {
            throw OutputFile.NotAFile(path);
        }

        if (!File.Exists(path))
        {
            throw new PermNotFoundException(ErrorId.FileNotFound, $"There is no file '{path}'.", path);
        }

        // Opening a pipe would wait for somebody who writes into it.
        if (FileState.IsSpecial(path))
        {
            throw OutputFile.NotAFile(path);
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
            throw Unreadable(path, error);
        }

        throw OutputFile.NotAFile(path);
    }

    public static PermNotPermittedException Unreadable(string path, Exception error) =>
        new(ErrorId.FileUnreadable, $"'{path}' cannot be read: {error.Message} Check its permissions.", path, error);
}
