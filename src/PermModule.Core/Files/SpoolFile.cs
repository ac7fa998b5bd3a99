namespace PermModule.Files;

/// <summary>A temporary file that only its owner can read and that is gone when it is closed.</summary>
internal static class SpoolFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>Makes an empty one.</summary>
    public static FileStream Open()
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, BufferSize = BufferSize };
        if (OperatingSystem.IsWindows())
        {
            options.Options = FileOptions.DeleteOnClose;
        }
        else
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.spool");
        FileStream file = new(path, options);
        if (!OperatingSystem.IsWindows())
        {
            // An open file lives on without its name, so that not even a crash leaves it behind.
            File.Delete(path);
        }

        return file;
    }
}
