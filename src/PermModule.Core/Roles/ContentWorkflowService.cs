using PermModule.Storage;

namespace PermModule;

/// <summary>The one account owner of Content Workflow.</summary>
public sealed class ContentWorkflowService
{
    private readonly StoreSession _session;

    internal ContentWorkflowService(StoreSession session) => _session = session;

    internal StoreSession Session => _session;
}
