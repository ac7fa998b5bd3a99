using System.Text.Json;

namespace PermModule.Audit;

/// <summary>Writes the trail as JSON lines that can be verified without this module.</summary>
internal static class AuditExport
{
    private const int FlushAt = 1 << 16;

    public static void Write(StoreSession session, Stream stream, Action<double> progress)
    {
        using Utf8JsonWriter json = new(stream, AuditJson.WriterOptions);
        double newest = session.Version();
        using Statement reader = session.Query($"SELECT {AuditRow.Columns} FROM audit_events ORDER BY id");
        while (reader.Next())
        {
            session.ThrowIfCancelled();
            long id = reader.Number(0);
            AuditRow row = AuditRow.TryRead(reader) ?? throw AuditEventReader.Unreadable(session, id);
            Write(json, row);
            json.Flush();
            json.Reset();
            stream.WriteByte((byte)'\n');
            if (id % FlushAt == 0)
            {
                progress(id / newest);
            }
        }
    }

    private static void Write(Utf8JsonWriter json, in AuditRow row)
    {
        json.WriteStartObject();
        json.WriteNumber("Id", row.Id);
        json.WriteString("At", UtcTime.ToText(row.At));
        json.WriteString("Actor", row.Actor);
        json.WriteString("Action", row.Action);
        json.WriteString("TargetType", row.TargetType);
        json.WriteString("Target", row.Target);
        json.WriteString("Before", row.Before);
        json.WriteString("After", row.After);
        json.WriteString("CorrelationId", row.CorrelationId);
        json.WriteString("Hash", AuditHasher.ToText(row.Hash));
        json.WriteEndObject();
    }
}
