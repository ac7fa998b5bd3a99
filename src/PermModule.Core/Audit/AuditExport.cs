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
            Write(json, row, reader);
            json.Flush();
            json.Reset();
            stream.WriteByte((byte)'\n');
            if (id % FlushAt == 0)
            {
                progress(id / newest);
            }
        }
    }

    private static void Write(Utf8JsonWriter json, in AuditRow row, Statement stored)
    {
        json.WriteStartObject();
        json.WriteNumber("Id", row.Id);
        if (row.SchemaVersion > 1)
        {
            json.WriteNumber("SchemaVersion", row.SchemaVersion);
        }

        json.WriteString("At", UtcTime.ToText(row.At));
        json.WriteString("Actor", row.Actor);
        WriteId(json, "ActorId", row.ActorId, row.SchemaVersion);
        json.WriteString("Action", row.Action);
        json.WriteString("TargetType", row.TargetType);
        json.WriteString("Target", row.Target);
        WriteId(json, "TargetId", row.TargetId, row.SchemaVersion);
        json.WriteString("Before", row.Before);
        json.WriteString("After", row.After);
        json.WriteString("CorrelationId", row.CorrelationId);
        WriteSeal(json, "ActorSeal", stored, AuditColumn.ActorSeal, row.SchemaVersion);
        WriteSeal(json, "TargetSeal", stored, AuditColumn.TargetSeal, row.SchemaVersion);
        WriteSeal(json, "BeforeSeal", stored, AuditColumn.BeforeSeal, row.SchemaVersion);
        WriteSeal(json, "AfterSeal", stored, AuditColumn.AfterSeal, row.SchemaVersion);
        json.WriteString("Hash", AuditHasher.ToText(row.Hash));
        json.WriteEndObject();
    }

    /// <summary>Events of the first form have neither ids nor seals.</summary>
    private static void WriteId(Utf8JsonWriter json, string name, long? id, int version)
    {
        if (id is { } number)
        {
            json.WriteNumber(name, number);
        }
        else if (version > 1)
        {
            json.WriteNull(name);
        }
    }

    private static void WriteSeal(Utf8JsonWriter json, string name, Statement stored, int column, int version)
    {
        if (!stored.IsNull(column))
        {
            json.WriteString(name, AuditHasher.ToText(stored.Bytes(column)));
        }
        else if (version > 1)
        {
            json.WriteNull(name);
        }
    }
}
