namespace PermModule.Portal;

/// <summary>Lets one process at a time push a store: two that read the same state of the portal would both write it, and each would take the other's request for one whose answer was lost.</summary>
internal static class PortalTurn
{
    /// <summary>Holds the turn until it is disposed; the system frees it when the process dies.</summary>
    /// <exception cref="PermBusyException"><c>PortalBusy</c>: another process pushes the store.</exception>
    public static IDisposable Take(StoreSession session)
    {
        FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            return new FileStream(session.Path + "-portal", options);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PermBusyException(ErrorId.PortalBusy, $"Another process pushes '{session.Path}' to the portal at this moment, or the folder of the store cannot be written: {error.Message}", session.Path, error);
        }
    }
}
