using PermModule.Storage;

namespace PermModule;

/// <summary>Who may do what, and why.</summary>
public sealed class EffectiveRightService
{
    private readonly StoreSession _session;

    internal EffectiveRightService(StoreSession session) => _session = session;

    internal StoreSession Session => _session;
}
