using System.Globalization;

namespace PermModule.Maintenance;

/// <summary>Puts pseudonyms in the place of the personal data of removed users in the requests that the store holds.</summary>
internal sealed class RequestEraser(StoreSession session, ErasedPeople people, RequestAuthors authors)
{
    public void Erase()
    {
        List<(long Id, RemovedUser? Requester, string Name, string? Reason, string? Comment, string? AuditedBy)> items = [];
        using (Statement row = session.Query("SELECT i.id, i.requester_id, i.requester_name, i.reason, i.comment, i.audited_by, u.id FROM waiting_items i LEFT JOIN users u ON u.id = i.requester_id"))
        {
            while (row.Next())
            {
                RemovedUser? requester = row.IsNull(6) ? (row.OptionalNumber(1) is { } id ? people.Numbered(id) : null) ?? Unnumbered(row.Text(2)!) : null;
                items.Add((row.Number(0), requester, row.Text(2)!, row.Text(3), row.Text(4), row.Text(5)));
            }
        }

        foreach ((long id, RemovedUser? requester, string name, string? reason, string? comment, string? auditedBy) in items)
        {
            people.Met.Clear();
            RemovedUser? author = reason is null ? null : authors.Of(id.ToString(CultureInfo.InvariantCulture), requester);
            people.Met.UnionWith(new[] { requester, author }.OfType<RemovedUser>());
            string newName = requester?.Pseudonym ?? name;
            string? newReason = author?.Pseudonym ?? people.Text(reason);
            (string? newComment, string? newAuditor) = (people.Text(comment), people.Name(auditedBy));
            if (people.Met.Count > 0)
            {
                session.Send("UPDATE waiting_items SET requester_name = $1, requester_key = $2, reason = $3, comment = $4, audited_by = $5 WHERE id = $6", newName, NameKey.Fold(newName), newReason, newComment, newAuditor, id);
                Note(id);
            }
        }

        foreach ((long item, long place, string? by, string? comment) in session.Rows<(long, long, string?, string?)>("SELECT item_id, place, audited_by, comment FROM waiting_assets WHERE audited_by IS NOT NULL"))
        {
            people.Met.Clear();
            (string? newBy, string? newComment) = (people.Name(by), people.Text(comment));
            if (people.Met.Count > 0)
            {
                session.Send("UPDATE waiting_assets SET audited_by = $1, comment = $2 WHERE item_id = $3 AND place = $4", newBy, newComment, item, place);
                Note(item);
            }
        }
    }

    /// <summary>A requester of whom only events of the first form tell has no id by which to find the requests.</summary>
    private RemovedUser? Unnumbered(string name) => people.Named(name) is { Id: null } user ? user : null;

    private void Note(long id)
    {
        foreach (RemovedUser user in people.Met)
        {
            user.Requests.Add(id);
        }
    }
}
