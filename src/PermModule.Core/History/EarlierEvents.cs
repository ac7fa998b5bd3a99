namespace PermModule;

/// <summary>What an event leaves out, as far as the events before it tell.</summary>
internal sealed class EarlierEvents(StoreSession session)
{
    private long _unknown;

    /// <summary>An id for what the trail tells none of; nothing in the store has it.</summary>
    public long UnknownId() => --_unknown;

    /// <summary>When something was created whose removal is told without it.</summary>
    public long CreatedAt(in AuditRow row)
    {
        (string which, object? value) = row.TargetId is { } id
            ? ($"id IN ({AuditTarget.WithId("$1")})", (object?)id)
            : ($"target_key = $1 AND {AuditTarget.IsIndexed}", NameKey.Fold(row.Target));
        return session.Scalar($"SELECT at FROM audit_events WHERE {which} AND id < $2 AND action = $3 ORDER BY id DESC LIMIT 1", value, row.Id, row.TargetType + "Created") ?? row.At;
    }

    /// <summary>The id of a user whose removal is told without it: that of the event that created the user, where it is found by the name; else null.</summary>
    public long? IdOfRemovedUser(in AuditRow row)
    {
        long? created = session.Scalar($"SELECT MAX(id) FROM audit_events WHERE target_key = $1 AND {AuditTarget.IsIndexed} AND id < $2 AND action = $3", NameKey.Fold(row.Target), row.Id, AuditAction.UserCreated);
        return created is { } id ? session.VersionOf(id) : null;
    }

    /// <summary>When a request was submitted whose removal is told without it.</summary>
    public long SubmittedAt(in AuditRow row) =>
        session.Scalar("SELECT at FROM audit_events WHERE target_key = $1 AND id < $2 AND action = $3 ORDER BY id DESC LIMIT 1", row.Target, row.Id, AuditAction.RequestSubmitted) ?? row.At;
}
