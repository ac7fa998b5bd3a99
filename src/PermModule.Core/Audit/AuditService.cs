using PermModule.Storage;

namespace PermModule;

/// <summary>What happened, and what is wrong.</summary>
public sealed class AuditService
{
    private readonly StoreSession _session;

    internal AuditService(StoreSession session) => _session = session;

    internal StoreSession Session => _session;
}
