using System.Globalization;

namespace PermModule.Maintenance;

/// <summary>
/// Puts pseudonyms in the place of the personal data of removed users, in events and wherever else the store holds it.
/// The seals of the erased parts become their commitments, so that the audit trail still verifies.
/// </summary>
internal sealed class PersonalDataEraser(WriteScope scope, Action<WorkProgress>? progress)
{
    private readonly StoreSession _session = scope.Session;
    private ErasedPeople _people = null!;
    private RequestAuthors _authors = null!;
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

        _people = new ErasedPeople(_session, [.. erased.Select(item => item.User)]);
        _authors = new RequestAuthors(_session, _people);
        _json = new ErasedJson(_people, _authors);
        EraseEvents();
        WorkProgress.Part(progress, "requests", 0.7, 0.8)(0);
        new RequestEraser(_session, _people, _authors).Erase();
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
        _people.Met.Clear();
        (string newActor, string newTarget, string? newBefore, string? newAfter) = (actor, target, before, after);
        if ((row.OptionalNumber(AuditColumn.ActorId) is { } actorId ? _people.Numbered(actorId) : _people.Named(actor)) is { } acting && actor != acting.Pseudonym)
        {
            _people.Met.Add(acting);
            newActor = acting.Pseudonym;
        }

        if (action != AuditAction.PersonalDataErased)
        {
            RemovedUser? owner = OwnerOf(id, type, target, row.OptionalNumber(AuditColumn.TargetId));
            if (owner is not null)
            {
                _people.Met.Add(owner);
                newTarget = owner.Pseudonym;
            }

            string? request = type == WaitingRoomEvents.TargetType ? target : null;
            newBefore = _json.Erase(before, owner, request);
            newAfter = _json.Erase(after, owner, request);
        }

        if (newActor == actor && newTarget == target && newBefore == before && newAfter == after)
        {
            return null;
        }

        foreach (RemovedUser user in _people.Met)
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
            ? _people.Numbered(user)
            : _people.OfEvent(id) ?? (type == portal ? _people.Named(target) : null);
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

    /// <summary>Descriptions that mention the users. Names of profiles and groups stay, because people know and use them; a warning tells of those.</summary>
    private void EraseTexts(string table)
    {
        foreach ((long id, string name, string? description) in _session.Rows<(long, string, string?)>($"SELECT id, name, description FROM {table}"))
        {
            if (_people.Text(description) != description)
            {
                _session.Send($"UPDATE {table} SET description = $1 WHERE id = $2", _people.Text(description), id);
            }

            if (_people.Text(name) != name)
            {
                _session.Warnings.Add(new PermWarning(WarningId.NameMentionsUser, $"The name '{name}' mentions a user whose personal data was erased; it stays in the store and in its events.", name));
            }
        }
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
