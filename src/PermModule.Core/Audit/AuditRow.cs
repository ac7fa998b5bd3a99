using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

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

    /// <summary>The event in the row of a reader over <see cref="Columns"/>, or null where no event can look like that.</summary>
    public static AuditRow? TryRead(SqliteDataReader reader)
    {
        for (int i = 0; i < ColumnCount; i++)
        {
            if (reader.IsDBNull(i) && i is not (6 or 7))
            {
                return null;
            }
        }

        long at = reader.GetInt64(1);
        byte[] correlation = reader.GetFieldValue<byte[]>(8);
        byte[] hash = reader.GetFieldValue<byte[]>(9);
        if (!UtcTime.IsValid(at) || correlation.Length != GuidSize || hash.Length != SHA256.HashSizeInBytes)
        {
            return null;
        }

        return new AuditRow(
            reader.GetInt64(0),
            at,
            reader.GetString(2),
            reader.GetString(3),
            reader.GetString(4),
            reader.GetString(5),
            reader.IsDBNull(6) ? null : reader.GetString(6),
            reader.IsDBNull(7) ? null : reader.GetString(7),
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
