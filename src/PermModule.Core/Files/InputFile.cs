namespace PermModule.Files;

/// <summary>Opens the files that people come from.</summary>
internal static class InputFile
{
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
            throw new PermNotPermittedException(ErrorId.FileUnreadable, $"'{path}' cannot be read: {error.Message}", path, error);
        }

        throw OutputFile.NotAFile(path);
    }
}
