using System.Text.Json;

namespace PermModule.Maintenance;

/// <summary>Who wrote the reasons of the requests that passed to another requester: whoever submitted them, whoever has them by now.</summary>
internal sealed class RequestAuthors
{
    private readonly Dictionary<string, RemovedUser?> _authors = new(StringComparer.Ordinal);

    public RequestAuthors(StoreSession session, ErasedPeople people)
    {
        using Statement row = session.Query($"""
            SELECT target, after FROM audit_events
            WHERE action = '{AuditAction.RequestSubmitted}' AND target IN (SELECT target FROM audit_events WHERE action = '{AuditAction.RequestTransferred}')
            """);
        while (row.Next())
        {
            using JsonDocument after = JsonDocument.Parse(row.Text(1)!);
            _authors[row.Text(0)!] = people.Person(after.RootElement, "Requester");
        }
    }

    /// <summary>Whose text the reason of a request is: null where it is nobody's whose data is erased.</summary>
    /// <param name="request">The number of the request.</param>
    /// <param name="requester">The requester where the request is told of.</param>
    public RemovedUser? Of(string request, RemovedUser? requester) => _authors.TryGetValue(request, out RemovedUser? author) ? author : requester;
}
