using PermModule.Storage;

namespace PermModule;

/// <summary>Requests that wait for an auditor.</summary>
public sealed class WaitingRoomService
{
    private readonly StoreSession _session;

    internal WaitingRoomService(StoreSession session) => _session = session;

    internal StoreSession Session => _session;
}
