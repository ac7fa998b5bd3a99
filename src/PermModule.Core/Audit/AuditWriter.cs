using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PermModule.Audit;

/// <summary>Appends events to the chain inside the transaction of the change they tell of.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A JSON writer over a buffer of our own holds nothing to release.")]
internal sealed class AuditWriter
{
    private const string Insert = """
        INSERT INTO audit_events (id, at, actor, action, target_type, target, target_key, before, after, correlation_id, hash)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """;

    private readonly string _actor;
    private readonly Statement _insert;
    private readonly ArrayBufferWriter<byte> _buffer = new(512);
    private readonly Utf8JsonWriter _json;
    private readonly AuditHasher _hasher = new();
    private readonly string _at;
    private readonly string _correlation;
    private byte[] _head;

    public AuditWriter(StoreSession session, Guid correlationId)
    {
        _actor = Authorship.Of(session).Actor;
        _json = new Utf8JsonWriter(_buffer, AuditJson.WriterOptions);
        _insert = session.Statement(Insert);
        (LastId, long lastAt, _head) = ReadHead(session);
        At = Math.Max(UtcTime.ToStored(session.Time.GetUtcNow()), lastAt);
        _at = UtcTime.ToText(At);
        _correlation = correlationId.ToString();
        _insert.Set(2, At).Set(3, _actor).Set(10, correlationId.ToByteArray(bigEndian: true));
    }

    /// <summary>The time of every event of this change, in stored form.</summary>
    public long At { get; }

    /// <summary>The id of the newest event.</summary>
    public long LastId { get; private set; }

    /// <summary>Appends one event; before and after write the properties of one JSON object each.</summary>
    /// <returns>The id of the event, never used again for anything.</returns>
    public long Write(string action, string targetType, string target, Action<Utf8JsonWriter>? before, Action<Utf8JsonWriter>? after) =>
        WriteFolded(action, targetType, target, NameKey.Fold(target), ToJson(before), ToJson(after));

    /// <summary>Appends one event whose parts are at hand, for callers that write many.</summary>
    public long WriteFolded(string action, string targetType, string target, string targetKey, string? before, string? after)
    {
        long id = LastId + 1;
        byte[] hash = _hasher.Hash(_head, id, _at, _actor, action, targetType, target, before, after, _correlation);
        _insert.Set(1, id).Set(4, action).Set(5, targetType).Set(6, target).Set(7, targetKey).Set(8, before).Set(9, after).Set(11, hash).Run();
        _head = hash;
        LastId = id;
        return id;
    }

    /// <summary>One JSON object as text.</summary>
    public string? ToJson(Action<Utf8JsonWriter>? properties)
    {
        if (properties is null)
        {
            return null;
        }

        _buffer.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        properties(_json);
        _json.WriteEndObject();
        _json.Flush();
        return Encoding.UTF8.GetString(_buffer.WrittenSpan);
    }

    /// <summary>The newest event, or zeros before there is one.</summary>
    public static (long Id, long At, byte[] Hash) ReadHead(StoreSession session)
    {
        using Statement reader = session.Query("SELECT id, at, hash FROM audit_events ORDER BY id DESC LIMIT 1");
        return reader.Next() ? (reader.Number(0), reader.Number(1), reader.Bytes(2).ToArray()) : (0, 0, new byte[SHA256.HashSizeInBytes]);
    }
}
