using PermModule.Storage;

namespace PermModule;

/// <summary>Groups and their members.</summary>
public sealed class GroupService
{
    private readonly StoreSession _session;

    internal GroupService(StoreSession session) => _session = session;

    internal StoreSession Session => _session;
}
