using System.Globalization;
using System.Security.Cryptography;

namespace PermModule.Audit;

/// <summary>Recomputes the chain from its first event and compares it with digests that were kept elsewhere.</summary>
internal static class AuditVerifier
{
    private const int ReportEvery = 4_096;

    /// <summary>Verifies the chain; call inside one read transaction.</summary>
    /// <param name="session">The store.</param>
    /// <param name="digests">Digests kept elsewhere, or none.</param>
    /// <param name="progress">Told how much is done, 0 to 1.</param>
    public static AuditVerification Verify(StoreSession session, IReadOnlyList<PermAuditDigest> digests, Action<double> progress)
    {
        PermAuditDigest[] kept = [.. digests.OrderBy(digest => digest.LastId)];
        byte[] head = new byte[SHA256.HashSizeInBytes];
        long count = 0;
        int met = 0;
        double newest = session.Version();
        using Statement reader = session.Query($"SELECT {Columns(session)}, target_key FROM audit_events ORDER BY id");
        using ErasedRemains remains = new();
        StoredEvent row = new(reader);
        while (true)
        {
            for (; met < kept.Length && kept[met].LastId <= count; met++)
            {
                if (!string.Equals(kept[met].Hash, Convert.ToHexString(head), StringComparison.OrdinalIgnoreCase))
                {
                    return Broken(count, count, string.Create(CultureInfo.InvariantCulture, $"Event {count} is not the one of the digest: the chain was replaced, from that event or an earlier one on."));
                }
            }

            if (!reader.Next())
            {
                break;
            }

            session.ThrowIfCancelled();
            if (count % ReportEvery == 0)
            {
                progress(count / newest);
            }

            long id = reader.Number(AuditColumn.Id);
            if (id > count + 1)
            {
                return Broken(count, count + 1, string.Create(CultureInfo.InvariantCulture, $"Event {count + 1} is missing; the next one is {id}."));
            }

            if (id <= count)
            {
                return Broken(count, id, string.Create(CultureInfo.InvariantCulture, $"Event {id} was put in before event 1."));
            }

            if (!row.IsWritten(id, head))
            {
                return Broken(count, id, string.Create(CultureInfo.InvariantCulture, $"Event {id} is not as it was written, or does not follow event {count}."));
            }

            remains.Add(reader);
            count++;
        }

        if (met < kept.Length)
        {
            long last = kept[met].LastId;
            return Broken(count, count + 1, string.Create(CultureInfo.InvariantCulture, $"The trail was cut: it ends with event {count}, but the digest was taken of event {last}, so that at least {last - count} events are missing."));
        }

        if (!remains.IsAsTold)
        {
            return Broken(count, remains.Witness ?? count, string.Create(CultureInfo.InvariantCulture, $"What remains of the events whose personal data was erased is not what event {remains.Witness ?? count} vouches for."));
        }

        return new AuditVerification { IsIntact = true, Count = count, Message = string.Create(CultureInfo.InvariantCulture, $"{count} events verified.") };
    }

    /// <summary>A store is verified before it is migrated, too.</summary>
    private static string Columns(StoreSession session) =>
        StoreFile.ReadVersion(session) < AuditRow.SecondFormSince ? AuditRow.FirstColumns : AuditRow.Columns;

    private static AuditVerification Broken(long count, long id, string message) =>
        new() { IsIntact = false, Count = count, FirstBrokenId = id, Message = message };
}
