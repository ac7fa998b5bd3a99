using System.Security.Cryptography;

namespace PermModule.Audit;

/// <summary>A stored event.</summary>
internal readonly record struct AuditRow(
    long Id,
    long At,
    string Actor,
    string Action,
    string TargetType,
    string Target,
    string? Before,
    string? After,
    Guid CorrelationId,
    byte[] Hash,
    int SchemaVersion,
    long? ActorId,
    long? TargetId,
    bool IsErased,
    bool HasErasedValues)
{
    /// <summary>The columns of an event, in the order of <see cref="AuditColumn"/>.</summary>
    public const string Columns = Parts + ", schema_version, actor_id, target_id, actor_seal, target_seal, before_seal, after_seal";

    /// <summary>The same of a store that knows only the first form.</summary>
    public const string FirstColumns = Parts + ", 1, NULL, NULL, NULL, NULL, NULL, NULL";

    /// <summary>The schema version of a store that came with the second form.</summary>
    public const int SecondFormSince = 2;

    private const string Parts = "id, at, actor, action, target_type, target, before, after, correlation_id, hash";
    private const int GuidSize = 16;

    /// <summary>The event in the current row of a query of <see cref="Columns"/>, or null where no event can look like that.</summary>
    public static AuditRow? TryRead(Statement row)
    {
        for (int i = 0; i < AuditColumn.Next; i++)
        {
            ValueKind kind = i switch
            {
                AuditColumn.Id or AuditColumn.At or AuditColumn.SchemaVersion or AuditColumn.ActorId or AuditColumn.TargetId => ValueKind.Number,
                AuditColumn.CorrelationId or AuditColumn.Hash or >= AuditColumn.ActorSeal => ValueKind.Bytes,
                _ => ValueKind.Text,
            };
            if (row.Kind(i) != kind && !(i is AuditColumn.Before or AuditColumn.After or >= AuditColumn.ActorId && row.IsNull(i)))
            {
                return null;
            }
        }

        long at = row.Number(AuditColumn.At);
        byte[] correlation = row.Bytes(AuditColumn.CorrelationId).ToArray();
        byte[] hash = row.Bytes(AuditColumn.Hash).ToArray();
        if (!UtcTime.IsValid(at) || correlation.Length != GuidSize || hash.Length != SHA256.HashSizeInBytes || row.Number(AuditColumn.SchemaVersion) is not (1 or AuditWriter.SchemaVersion))
        {
            return null;
        }

        return new AuditRow(
            row.Number(AuditColumn.Id),
            at,
            row.Text(AuditColumn.Actor)!,
            row.Text(AuditColumn.Action)!,
            row.Text(AuditColumn.TargetType)!,
            row.Text(AuditColumn.Target)!,
            row.Text(AuditColumn.Before),
            row.Text(AuditColumn.After),
            new Guid(correlation, bigEndian: true),
            hash,
            (int)row.Number(AuditColumn.SchemaVersion),
            row.OptionalNumber(AuditColumn.ActorId),
            row.OptionalNumber(AuditColumn.TargetId),
            HasErased(row),
            HasErased(row, AuditColumn.TargetSeal));
    }

    /// <summary>True when a part of the event in the current row was erased. Of an event of the first form it is not known which part.</summary>
    /// <param name="row">The row.</param>
    /// <param name="from">The seal to begin with; that of the target leaves out the actor, who is no part of what happened.</param>
    public static bool HasErased(Statement row, int from = AuditColumn.ActorSeal)
    {
        for (int seal = from; seal <= AuditColumn.AfterSeal; seal++)
        {
            if (AuditSeal.IsErased(row.Bytes(seal)))
            {
                return true;
            }
        }

        return false;
    }

    public PermAuditEvent ToEvent() => new()
    {
        Id = Id,
        At = UtcTime.FromStored(At),
        Actor = Actor,
        ActorId = ActorId,
        Action = Action,
        TargetType = TargetType,
        Target = Target,
        TargetId = TargetId,
        Before = Before,
        After = After,
        CorrelationId = CorrelationId,
        SchemaVersion = SchemaVersion,
        IsErased = IsErased,
        Hash = AuditHasher.ToText(Hash),
    };
}
