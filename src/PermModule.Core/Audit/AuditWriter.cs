using System.Text;
using System.Text.Json;

namespace PermModule.Audit;

/// <summary>Appends events to the chain inside the transaction of the change they tell of.</summary>
internal sealed class AuditWriter
{
    /// <summary>The version of the payload that is written: what before and after hold of each kind of thing, and the second form of the hash.</summary>
    public const int SchemaVersion = 2;

    private const string Insert = """
        INSERT INTO audit_events (id, at, actor, action, target_type, target, target_key, before, after, correlation_id, hash, schema_version, actor_id, target_id, actor_seal, target_seal, before_seal, after_seal)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        """;

    private readonly long? _actorId;
    private readonly StoreLink _link;
    private readonly Statement _insert;
    private readonly PartSealer _sealer;
    private readonly AuditHasher _hasher;
    private readonly byte[] _actorCommitment = new byte[AuditSeal.CommitmentSize];
    private readonly byte[] _commitment = new byte[AuditSeal.CommitmentSize];
    private readonly byte[] _at;
    private readonly byte[] _correlation;
    private readonly byte[] _head;
    private byte[] _target = [];

    public AuditWriter(StoreSession session, Guid correlationId)
    {
        _link = session.Link;
        _sealer = PartSealer.Of(session);
        _hasher = session.Part(static _ => new AuditHasher());
        _insert = session.Statement(Insert);
        StoreHead head = session.Head();
        (LastId, _head) = (head.LastId, head.Hash);
        At = Math.Max(UtcTime.ToStored(session.Time.GetUtcNow()), head.LastAt);
        _at = Encoding.ASCII.GetBytes(UtcTime.ToText(At));
        _correlation = Encoding.ASCII.GetBytes(correlationId.ToString());
        Authorship author = Authorship.Of(session);
        byte[] actor = Encoding.UTF8.GetBytes(author.Actor);
        _actorId = author.UserId;
        ReadOnlySpan<byte> salt = _sealer.NextSalt();
        AuditSeal.Commit(salt, actor, _actorCommitment);
        _insert.Set(2, At).SetText(3, actor).Set(10, correlationId.ToByteArray(bigEndian: true)).Set(12, (long)SchemaVersion).Set(13, _actorId).Set(15, salt);
    }

    /// <summary>The time of every event of this change, in stored form.</summary>
    public long At { get; }

    /// <summary>The id of the newest event.</summary>
    public long LastId { get; private set; }

    /// <summary>Appends one event; before and after write the properties of one JSON object each.</summary>
    /// <param name="action">What was done.</param>
    /// <param name="targetType">What kind of thing it was done to.</param>
    /// <param name="target">Its name now.</param>
    /// <param name="targetId">Its id, or null for what has none.</param>
    /// <param name="before">Writes what was before, or null.</param>
    /// <param name="after">Writes what is after, or null.</param>
    /// <returns>The id of the event, never used again for anything.</returns>
    public long Write(string action, string targetType, string target, long? targetId, Action<Utf8JsonWriter>? before, Action<Utf8JsonWriter>? after) =>
        WriteFolded(action, targetType, target, NameKey.Fold(target), targetId, ToJson(before), ToJson(after));

    /// <summary>Appends one event whose parts are at hand, for callers that write many.</summary>
    public long WriteFolded(string action, string targetType, string target, string targetKey, long? targetId, byte[]? before, byte[]? after)
    {
        int most = Encoding.UTF8.GetMaxByteCount(target.Length);
        if (_target.Length < most)
        {
            _target = new byte[Math.Max(most, _target.Length * 2)];
        }

        ReadOnlySpan<byte> name = _target.AsSpan(0, Encoding.UTF8.GetBytes(target, _target));
        long id = Begin(action, targetType);
        Seal(16, name);
        AppendOptional(targetId);
        SealOptional(17, before);
        SealOptional(18, after);
        _insert.SetText(6, name);
        SetOptional(8, before);
        SetOptional(9, after);
        return End(id, targetKey, targetId);
    }

    /// <summary>Appends one event that creates something, with parts that were sealed ahead.</summary>
    public long WriteCreated(string action, string targetType, string targetKey, long targetId, in SealedPart target, in SealedPart after)
    {
        long id = Begin(action, targetType);
        _hasher.Append(target.Commitment);
        _hasher.Append(targetId);
        _hasher.AppendAbsent();
        _hasher.Append(after.Commitment);
        _insert.SetText(6, target.Part).SetNull(8).SetText(9, after.Part).Set(16, target.Salt).SetNull(17).Set(18, after.Salt);
        return End(id, targetKey, targetId);
    }

    /// <summary>One JSON object in UTF-8.</summary>
    public byte[]? ToJson(Action<Utf8JsonWriter>? properties) => properties is null ? null : _sealer.ToJson(properties);

    private long Begin(string action, string targetType)
    {
        long id = LastId + 1;
        _hasher.Start(_head);
        _hasher.Append(id);
        _hasher.Append(SchemaVersion);
        _hasher.Append(_at);
        _hasher.Append(_actorCommitment);
        AppendOptional(_actorId);
        _hasher.Append(action);
        _hasher.Append(targetType);
        _insert.Set(1, id).Set(4, action).Set(5, targetType);
        return id;
    }

    private long End(long id, string targetKey, long? targetId)
    {
        _hasher.Append(_correlation);
        _hasher.Finish(_head);
        _insert.Set(7, targetKey).Set(11, _head).Set(14, targetId);
        _insert.Send();
        _link.NoteEvent(id, _head);
        LastId = id;
        return id;
    }

    private void SetOptional(int parameter, byte[]? json)
    {
        if (json is null)
        {
            _insert.SetNull(parameter);
        }
        else
        {
            _insert.SetText(parameter, json);
        }
    }

    private void SealOptional(int parameter, byte[]? part)
    {
        if (part is null)
        {
            _insert.SetNull(parameter);
            _hasher.AppendAbsent();
        }
        else
        {
            Seal(parameter, part);
        }
    }

    private void Seal(int parameter, ReadOnlySpan<byte> part)
    {
        ReadOnlySpan<byte> salt = _sealer.NextSalt();
        AuditSeal.Commit(salt, part, _commitment);
        _insert.Set(parameter, salt);
        _hasher.Append(_commitment);
    }

    private void AppendOptional(long? number)
    {
        if (number is { } value)
        {
            _hasher.Append(value);
        }
        else
        {
            _hasher.AppendAbsent();
        }
    }
}
