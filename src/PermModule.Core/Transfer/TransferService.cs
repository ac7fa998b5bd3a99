using PermModule.Storage;

namespace PermModule;

/// <summary>Reading and writing people and profiles as files.</summary>
public sealed class TransferService
{
    private readonly StoreSession _session;

    internal TransferService(StoreSession session) => _session = session;

    internal StoreSession Session => _session;
}
