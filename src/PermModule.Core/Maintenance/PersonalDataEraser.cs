using System.Globalization;

namespace PermModule.Maintenance;

/// <summary>
/// Puts pseudonyms in the place of the personal data of removed users, in events and wherever else the store holds it.
/// The seals of the erased parts become their commitments, so that the audit trail still verifies.
/// </summary>
internal sealed class PersonalDataEraser(WriteScope scope, Action<WorkProgress>? progress)
{
    private readonly StoreSession _session = scope.Session;
    private readonly Dictionary<string, RemovedUser> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<long, RemovedUser> _byId = [];
    private readonly Dictionary<long, RemovedUser> _byEvent = [];
    private readonly HashSet<RemovedUser> _met = [];
    private Mentions _mentions = new([]);
    private ErasedJson _json = null!;

    /// <summary>The requests to the portal of which it is not known what became.</summary>
    private IReadOnlyList<(long Id, string UserName)> Sent => field ??= _session.Rows<(long, string)>("SELECT id, user_name FROM portal_sent");

    /// <summary>Erases the users who can be erased, and says of the others why not.</summary>
    public IReadOnlyList<BatchItem<PermErasure>> Erase(IReadOnlyList<RemovedUser> users)
    {
        BatchItem<PermErasure>[] results = new BatchItem<PermErasure>[users.Count];
        List<(int Place, RemovedUser User)> erased = [];
        for (int i = 0; i < users.Count; i++)
        {
            if (Pending(users[i]) is { } error)
            {
                results[i] = BatchItem<PermErasure>.Refused(error);
            }
            else
            {
                erased.Add((i, users[i]));
            }
        }

        if (erased.Count == 0)
        {
            return results;
        }

        Prepare([.. erased.Select(item => item.User)]);
        EraseEvents();
        WorkProgress.Part(progress, "requests", 0.7, 0.8)(0);
        EraseRequests();
        EraseTexts("profiles");
        EraseTexts("user_groups");
        _session.ConfigurationChanged();
        string remains = Remains();
        foreach ((int place, RemovedUser user) in erased)
        {
            PermErasure erasure = new() { Pseudonym = user.Pseudonym, Events = user.Events.Count, Requests = user.Requests.Count };
            scope.Audit.Write(AuditAction.PersonalDataErased, UserEvents.TargetType, user.Pseudonym, user.Id, before: null, json =>
            {
                json.WriteNumber(nameof(PermErasure.Events), erasure.Events);
                json.WriteNumber(nameof(PermErasure.Requests), erasure.Requests);
                json.WriteIfSet(ErasedRemains.Property, user == erased[^1].User ? remains : null);
            });
            results[place] = BatchItem<PermErasure>.Applied(erasure);
        }

        return results;
    }

    /// <summary>A file that was released from quarantine after its requester was removed still waits for its audit, and the auditor has to know whose it is.</summary>
    private PermConflictException? Pending(RemovedUser user)
    {
        foreach (string name in user.Names)
        {
            if (_session.Scalar("SELECT id FROM waiting_items WHERE requester_key = $1 AND requester_id = COALESCE($2, requester_id) AND pending_count > 0 AND requester_id NOT IN (SELECT id FROM users) LIMIT 1", name, user.Id) is { } request)
            {
                return new PermConflictException(ErrorId.RequestPending, string.Create(CultureInfo.InvariantCulture, $"Request {request} of the removed user '{name}' is still pending."), request);
            }
        }

        foreach ((long id, string name) in Sent)
        {
            if (user.Names.Contains(NameKey.Fold(name)) && UserOutline.Find(_session, NameKey.Fold(name)) is null)
            {
                return new PermConflictException(ErrorId.RequestPending, string.Create(CultureInfo.InvariantCulture, $"It is not known yet what became of request {id} to the portal about the removed user '{name}'."), id) { Detail = ErrorDetail.PortalRequest };
            }
        }

        return null;
    }

    private void Prepare(IReadOnlyList<RemovedUser> users)
    {
        foreach (RemovedUser user in users)
        {
            foreach (string name in user.Names)
            {
                // A name that somebody else has by now says nothing of the removed user.
                if (UserOutline.Find(_session, name) is null)
                {
                    _byName[name] = user;
                }
            }

            if (user.Id is { } id)
            {
                _byId[id] = user;
            }

            foreach (long first in user.FirstEvents)
            {
                _byEvent[first] = user;
            }
        }

        foreach (RemovedUser user in users)
        {
            user.Mentions.RemoveWhere(text => user.Names.Contains(NameKey.Fold(text)) && !_byName.ContainsKey(NameKey.Fold(text)));
        }

        _mentions = new Mentions(users);
        _json = new ErasedJson(Named, id => _byId.GetValueOrDefault(id), _mentions, user => _met.Add(user));
    }

    private RemovedUser? Named(string name) => _byName.GetValueOrDefault(NameKey.Fold(name));

    private void EraseEvents()
    {
        long last = 0;
        double newest = progress is null ? 0 : _session.Scalar("SELECT MAX(id) FROM audit_events") ?? 0;
        Action<double> part = WorkProgress.Part(progress, "events", 0, 0.7);
        List<Change> changes = [];
        int read;
        do
        {
            _session.ThrowIfCancelled();
            changes.Clear();
            read = 0;
            using (Statement row = _session.Query($"SELECT {AuditRow.Columns} FROM audit_events WHERE id > $1 ORDER BY id LIMIT $2", last, (long)Batching.Page))
            {
                while (row.Next())
                {
                    last = row.Number(AuditColumn.Id);
                    read++;
                    if (Changed(row) is { } change)
                    {
                        changes.Add(change);
                    }
                }
            }

            changes.ForEach(Write);
            part(last / Math.Max(1, newest));
        }
        while (read == Batching.Page);
    }

    private Change? Changed(Statement row)
    {
        long id = row.Number(AuditColumn.Id);
        string actor = row.Text(AuditColumn.Actor)!;
        string action = row.Text(AuditColumn.Action)!;
        string type = row.Text(AuditColumn.TargetType)!;
        string target = row.Text(AuditColumn.Target)!;
        string? before = row.Text(AuditColumn.Before);
        string? after = row.Text(AuditColumn.After);
        _met.Clear();
        (string newActor, string newTarget, string? newBefore, string? newAfter) = (actor, target, before, after);
        if ((row.OptionalNumber(AuditColumn.ActorId) is { } actorId ? _byId.GetValueOrDefault(actorId) : Named(actor)) is { } acting && actor != acting.Pseudonym)
        {
            _met.Add(acting);
            newActor = acting.Pseudonym;
        }

        if (action != AuditAction.PersonalDataErased)
        {
            RemovedUser? owner = OwnerOf(id, type, target, row.OptionalNumber(AuditColumn.TargetId));
            if (owner is not null)
            {
                _met.Add(owner);
                newTarget = owner.Pseudonym;
            }

            newBefore = _json.Erase(before, owner);
            newAfter = _json.Erase(after, owner);
        }

        if (newActor == actor && newTarget == target && newBefore == before && newAfter == after)
        {
            return null;
        }

        foreach (RemovedUser user in _met)
        {
            user.Events.Add(id);
        }

        bool isFirst = row.Number(AuditColumn.SchemaVersion) == 1;
        return new Change(
            id,
            newActor,
            newTarget,
            newBefore,
            newAfter,
            isFirst ? null : Seal(row, AuditColumn.Actor, newActor != actor),
            isFirst ? row.Bytes(AuditColumn.Hash).ToArray() : Seal(row, AuditColumn.Target, newTarget != target),
            isFirst ? null : Seal(row, AuditColumn.Before, newBefore != before),
            isFirst ? null : Seal(row, AuditColumn.After, newAfter != after));
    }

    /// <summary>The seal of a part: that of an erased part is its commitment, and its salt is gone.</summary>
    private static byte[]? Seal(Statement row, int part, bool isErased)
    {
        int column = AuditColumn.SealOf(part);
        if (row.IsNull(column))
        {
            return null;
        }

        byte[] seal = row.Bytes(column).ToArray();
        if (!isErased || AuditSeal.IsErased(seal))
        {
            return seal;
        }

        byte[] commitment = new byte[AuditSeal.CommitmentSize];
        AuditSeal.Commit(seal, row.Bytes(part), commitment);
        return commitment;
    }

    private RemovedUser? OwnerOf(long id, string type, string target, long? targetId)
    {
        const string portal = "Portal";
        if (type is not (UserEvents.TargetType or portal))
        {
            return null;
        }

        return targetId is { } user
            ? _byId.GetValueOrDefault(user)
            : _byEvent.GetValueOrDefault(id) ?? (type == portal ? Named(target) : null);
    }

    private void Write(Change change) => _session.Send(
        "UPDATE audit_events SET actor = $1, target = $2, target_key = $3, before = $4, after = $5, actor_seal = $6, target_seal = $7, before_seal = $8, after_seal = $9 WHERE id = $10",
        change.Actor,
        change.Target,
        NameKey.Fold(change.Target),
        change.Before,
        change.After,
        change.ActorSeal,
        change.TargetSeal,
        change.BeforeSeal,
        change.AfterSeal,
        change.Id);

    private void EraseRequests()
    {
        List<(long Id, RemovedUser? Requester, string Name, string? Reason, string? Comment, string? AuditedBy)> items = [];
        using (Statement row = _session.Query("SELECT i.id, i.requester_id, i.requester_name, i.reason, i.comment, i.audited_by, u.id FROM waiting_items i LEFT JOIN users u ON u.id = i.requester_id"))
        {
            while (row.Next())
            {
                RemovedUser? requester = row.IsNull(6) ? (row.OptionalNumber(1) is { } id ? _byId.GetValueOrDefault(id) : null) ?? Unnumbered(row.Text(2)!) : null;
                items.Add((row.Number(0), requester, row.Text(2)!, row.Text(3), row.Text(4), row.Text(5)));
            }
        }

        foreach ((long id, RemovedUser? requester, string name, string? reason, string? comment, string? auditedBy) in items)
        {
            _met.Clear();
            if (requester is not null)
            {
                _met.Add(requester);
            }

            string newName = requester?.Pseudonym ?? name;
            string? newReason = requester is not null && reason is not null ? requester.Pseudonym : Text(reason);
            (string? newComment, string? newAuditor) = (Text(comment), Name(auditedBy));
            if (_met.Count > 0)
            {
                _session.Send("UPDATE waiting_items SET requester_name = $1, requester_key = $2, reason = $3, comment = $4, audited_by = $5 WHERE id = $6", newName, NameKey.Fold(newName), newReason, newComment, newAuditor, id);
                NoteRequest(id);
            }
        }

        foreach ((long item, long place, string? by, string? comment) in _session.Rows<(long, long, string?, string?)>("SELECT item_id, place, audited_by, comment FROM waiting_assets WHERE audited_by IS NOT NULL"))
        {
            _met.Clear();
            (string? newBy, string? newComment) = (Name(by), Text(comment));
            if (_met.Count > 0)
            {
                _session.Send("UPDATE waiting_assets SET audited_by = $1, comment = $2 WHERE item_id = $3 AND place = $4", newBy, newComment, item, place);
                NoteRequest(item);
            }
        }
    }

    /// <summary>A requester of whom only events of the first form tell has no id by which to find the requests.</summary>
    private RemovedUser? Unnumbered(string name) => Named(name) is { Id: null } user ? user : null;

    private void NoteRequest(long id)
    {
        foreach (RemovedUser user in _met)
        {
            user.Requests.Add(id);
        }
    }

    /// <summary>Descriptions that mention the users. Names of profiles and groups stay, because people know and use them; a warning tells of those.</summary>
    private void EraseTexts(string table)
    {
        foreach ((long id, string name, string? description) in _session.Rows<(long, string, string?)>($"SELECT id, name, description FROM {table}"))
        {
            if (Text(description) != description)
            {
                _session.Send($"UPDATE {table} SET description = $1 WHERE id = $2", Text(description), id);
            }

            if (Text(name) != name)
            {
                _session.Warnings.Add(new PermWarning(WarningId.NameMentionsUser, $"The name '{name}' mentions a user whose personal data was erased; it stays in the store and in its events.", name));
            }
        }
    }

    private string? Text(string? text) => text is null ? null : _mentions.Replace(text, user => _met.Add(user));

    private string? Name(string? name)
    {
        if (name is null || Named(name) is not { } user)
        {
            return name;
        }

        _met.Add(user);
        return user.Pseudonym;
    }

    private string Remains()
    {
        using ErasedRemains remains = new();
        using Statement row = _session.Query($"SELECT {AuditRow.Columns} FROM audit_events ORDER BY id");
        while (row.Next())
        {
            remains.Add(row);
        }

        return remains.Digest;
    }

    private sealed record Change(long Id, string Actor, string Target, string? Before, string? After, byte[]? ActorSeal, byte[]? TargetSeal, byte[]? BeforeSeal, byte[]? AfterSeal);
}
