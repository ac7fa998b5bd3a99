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
    byte[] Hash)
{
    public const string Columns = "id, at, actor, action, target_type, target, before, after, correlation_id, hash";

    public const int ColumnCount = 10;

    private const int GuidSize = 16;

    /// <summary>The event in the current row of a query of <see cref="Columns"/>, or null where no event can look like that.</summary>
    public static AuditRow? TryRead(Statement row)
    {
        for (int i = 0; i < ColumnCount; i++)
        {
            ValueKind kind = i switch
            {
                0 or 1 => ValueKind.Number,
                8 or 9 => ValueKind.Bytes,
                _ => ValueKind.Text,
            };
            if (row.Kind(i) != kind && !(i is 6 or 7 && row.IsNull(i)))
            {
                return null;
            }
        }

        long at = row.Number(1);
        byte[] correlation = row.Bytes(8).ToArray();
        byte[] hash = row.Bytes(9).ToArray();
        if (!UtcTime.IsValid(at) || correlation.Length != GuidSize || hash.Length != SHA256.HashSizeInBytes)
        {
            return null;
        }

        return new AuditRow(
            row.Number(0),
            at,
            row.Text(2)!,
            row.Text(3)!,
            row.Text(4)!,
            row.Text(5)!,
            row.Text(6),
            row.Text(7),
            new Guid(correlation, bigEndian: true),
            hash);
    }

    public PermAuditEvent ToEvent() => new()
    {
        Id = Id,
        At = UtcTime.FromStored(At),
        Actor = Actor,
        Action = Action,
        TargetType = TargetType,
        Target = Target,
        Before = Before,
        After = After,
        CorrelationId = CorrelationId,
        Hash = AuditHasher.ToText(Hash),
    };
}
