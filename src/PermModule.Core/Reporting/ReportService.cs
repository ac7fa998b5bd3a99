using PermModule.Storage;

namespace PermModule;

/// <summary>The report as HTML, Markdown and JSON.</summary>
public sealed class ReportService
{
    private readonly StoreSession _session;

    internal ReportService(StoreSession session) => _session = session;

    internal StoreSession Session => _session;
}
