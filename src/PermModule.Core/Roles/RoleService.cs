using PermModule.Storage;

namespace PermModule;

/// <summary>Portal owners, champions and end users.</summary>
public sealed class RoleService
{
    private readonly StoreSession _session;

    internal RoleService(StoreSession session) => _session = session;

    internal StoreSession Session => _session;
}
