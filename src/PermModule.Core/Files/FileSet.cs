namespace PermModule.Files;

/// <summary>Files that are known again under whichever name: by their path, through a link, or as another name of the same file.</summary>
internal sealed class FileSet
{
    private readonly HashSet<string> _paths = new(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
    private readonly HashSet<(ulong Device, ulong Number)> _files = [];

    /// <summary>Takes the files, whether they exist or not.</summary>
    public FileSet(IEnumerable<string> paths)
    {
        foreach (string path in paths.Where(OutputFile.IsPath))
        {
            _paths.Add(Path.GetFullPath(path));
            if (Target(path) is { } target)
            {
                _paths.Add(target);
            }

            if (FileState.Of(path, followsLinks: true) is { } file)
            {
                _files.Add((file.Device, file.Number));
            }
        }
    }

    /// <summary>True for a path that leads to one of the files.</summary>
    public bool Contains(string path) => OutputFile.IsPath(path)
        && (_paths.Contains(Path.GetFullPath(path))
            || (Target(path) is { } target && _paths.Contains(target))
            || (FileState.Of(path, followsLinks: true) is { } file && _files.Contains((file.Device, file.Number))));

    /// <summary>Where a link leads, also one to a file that is not there yet; null for what is no link.</summary>
    private static string? Target(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget is null ? null : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Links in a circle lead to no file.
            return null;
        }
    }
}
