using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using PermModule.Storage;

namespace PermModule.Audit;

/// <summary>Recomputes the chain from its first event.</summary>
internal static class AuditVerifier
{
    public static AuditVerification Verify(StoreSession session)
    {
        AuditHasher hasher = new();
        byte[] head = new byte[SHA256.HashSizeInBytes];
        long count = 0;
        using SqliteDataReader reader = session.Query("SELECT id, at, actor, action, target_type, target, target_key, before, after, correlation_id, hash FROM audit_events ORDER BY id");
        while (reader.Read())
        {
            session.ThrowIfCancelled();
            long id = reader.GetInt64(0);
            if (id != count + 1)
            {
                return Broken(count, count + 1, string.Create(CultureInfo.InvariantCulture, $"Event {count + 1} is missing; the next one is {id}."));
            }

            string target = reader.GetString(5);
            byte[] hash = hasher.Hash(
                head,
                id,
                UtcTime.ToText(reader.GetInt64(1)),
                reader.GetString(2),
                reader.GetString(3),
                reader.GetString(4),
                target,
                reader.IsDBNull(7) ? null : reader.GetString(7),
                reader.IsDBNull(8) ? null : reader.GetString(8),
                new Guid(reader.GetFieldValue<byte[]>(9), bigEndian: true).ToString());
            if (!hash.AsSpan().SequenceEqual(reader.GetFieldValue<byte[]>(10)) || reader.GetString(6) != NameKey.Fold(target))
            {
                return Broken(count, id, string.Create(CultureInfo.InvariantCulture, $"Event {id} is not as it was written, or does not follow event {count}."));
            }

            head = hash;
            count++;
        }

        return new AuditVerification { IsIntact = true, Count = count, Message = string.Create(CultureInfo.InvariantCulture, $"{count} events verified.") };
    }

    private static AuditVerification Broken(long count, long id, string message) =>
        new() { IsIntact = false, Count = count, FirstBrokenId = id, Message = message };
}
