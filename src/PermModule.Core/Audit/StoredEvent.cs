using System.Text;

namespace PermModule.Audit;

/// <summary>
/// Verifies the event in the row that a reader is at, from the bytes as they are stored: making strings of them first
/// takes longer than the hash.
/// </summary>
internal sealed class StoredEvent(Statement row)
{
    private const int Guids = 16;

    private readonly AuditHasher _hasher = new();
    private readonly byte[] _commitment = new byte[AuditSeal.CommitmentSize];
    private readonly byte[] _actorSalt = new byte[AuditSeal.SaltSize];
    private readonly byte[] _actorCommitment = new byte[AuditSeal.CommitmentSize];
    private readonly byte[] _guid = new byte[Guids];
    private string _correlation = Guid.Empty.ToString();
    private string _time = UtcTime.ToText(0);
    private byte[] _actor = [];
    private bool _isActorKnown;
    private long _at;

    /// <summary>True when the event that was verified last counts for <see cref="ErasedPart"/>.</summary>
    public bool ConcernsErasure { get; private set; }

    /// <summary>True when the event is what its hash says, after an event with the hash <paramref name="head"/>, which becomes that of this one.</summary>
    public bool IsWritten(long id, byte[] head)
    {
        ConcernsErasure = false;
        ReadOnlySpan<byte> correlation = row.Bytes(AuditColumn.CorrelationId);
        long at = row.Kind(AuditColumn.At) == ValueKind.Number ? row.Number(AuditColumn.At) : long.MinValue;
        if (!UtcTime.IsValid(at)
            || correlation.Length != Guids
            || !AreKinds(ValueKind.Bytes, AuditColumn.CorrelationId, AuditColumn.Hash)
            || !AreKinds(ValueKind.Number, AuditColumn.Id, AuditColumn.SchemaVersion)
            || !AreKinds(ValueKind.Text, AuditColumn.Actor, AuditColumn.Action, AuditColumn.TargetType, AuditColumn.Target, AuditColumn.Next))
        {
            return false;
        }

        _hasher.Start(head);
        bool isWhole = row.Number(AuditColumn.SchemaVersion) switch
        {
            1 => AppendFirst(id, at, correlation),
            AuditWriter.SchemaVersion => AppendSecond(id, at, correlation),
            _ => false,
        };
        if (!isWhole)
        {
            return false;
        }

        if (row.Number(AuditColumn.SchemaVersion) == 1 && AuditRow.HasErased(row))
        {
            ConcernsErasure = true;
            row.Bytes(AuditColumn.TargetSeal).CopyTo(head);
        }
        else
        {
            _hasher.Finish(head);
        }

        return row.Bytes(AuditColumn.Hash).SequenceEqual(head) && IsKeyOf(row.Bytes(AuditColumn.Next), row.Bytes(AuditColumn.Target));
    }

    private static bool IsKeyOf(ReadOnlySpan<byte> key, ReadOnlySpan<byte> name)
    {
        if (!Ascii.IsValid(name))
        {
            return Encoding.UTF8.GetString(key) == NameKey.Fold(Encoding.UTF8.GetString(name));
        }

        Span<byte> upper = name.Length <= 256 ? stackalloc byte[name.Length] : new byte[name.Length];
        Ascii.ToUpper(name, upper, out _);
        return upper.SequenceEqual(key);
    }

    private bool AreKinds(ValueKind kind, params ReadOnlySpan<int> columns)
    {
        foreach (int column in columns)
        {
            if (row.Kind(column) != kind)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The hash of the first form covers the parts themselves, and nothing beside them. Once one is erased, the hash itself is what seals the event.</summary>
    private bool AppendFirst(long id, long at, ReadOnlySpan<byte> correlation)
    {
        for (int column = AuditColumn.ActorId; column <= AuditColumn.AfterSeal; column++)
        {
            if (!row.IsNull(column) && !(column == AuditColumn.TargetSeal && row.Kind(column) == ValueKind.Bytes && AuditSeal.IsErased(row.Bytes(column))))
            {
                return false;
            }
        }

        _hasher.Append(id);
        _hasher.Append(Time(at));
        for (int column = AuditColumn.Actor; column <= AuditColumn.After; column++)
        {
            switch (row.Kind(column))
            {
                case ValueKind.Text:
                    _hasher.Append(row.Bytes(column));
                    break;
                case ValueKind.Null when column is AuditColumn.Before or AuditColumn.After:
                    _hasher.AppendAbsent();
                    break;
                default:
                    return false;
            }
        }

        _hasher.Append(Correlation(correlation));
        return true;
    }

    /// <summary>The hash of the second form covers the commitments of the parts.</summary>
    private bool AppendSecond(long id, long at, ReadOnlySpan<byte> correlation)
    {
        _hasher.Append(id);
        _hasher.Append(AuditWriter.SchemaVersion);
        _hasher.Append(Time(at));
        bool isWhole = AppendPart(AuditColumn.Actor) && AppendId(AuditColumn.ActorId);
        ReadOnlySpan<byte> action = row.Bytes(AuditColumn.Action);
        ConcernsErasure |= ErasedPart.IsErasure(action);
        _hasher.Append(action);
        _hasher.Append(row.Bytes(AuditColumn.TargetType));
        isWhole = isWhole && AppendPart(AuditColumn.Target) && AppendId(AuditColumn.TargetId) && AppendPart(AuditColumn.Before) && AppendPart(AuditColumn.After);
        _hasher.Append(Correlation(correlation));
        return isWhole;
    }

    private bool AppendPart(int part)
    {
        int seal = AuditColumn.SealOf(part);
        ReadOnlySpan<byte> sealing = row.Bytes(seal);
        if (row.IsNull(part) && row.IsNull(seal))
        {
            _hasher.AppendAbsent();
            return part is AuditColumn.Before or AuditColumn.After;
        }

        if (row.Kind(part) != ValueKind.Text || row.Kind(seal) != ValueKind.Bytes)
        {
            return false;
        }

        if (AuditSeal.IsErased(sealing))
        {
            ConcernsErasure = true;
            _hasher.Append(sealing);
            return true;
        }

        if (part == AuditColumn.Actor)
        {
            _hasher.Append(Actor(sealing, row.Bytes(part)));
        }
        else
        {
            AuditSeal.Commit(sealing, row.Bytes(part), _commitment);
            _hasher.Append(_commitment);
        }

        return sealing.Length == AuditSeal.SaltSize;
    }

    private bool AppendId(int column)
    {
        switch (row.Kind(column))
        {
            case ValueKind.Number:
                _hasher.Append(row.Number(column));
                return true;
            case ValueKind.Null:
                _hasher.AppendAbsent();
                return true;
            default:
                return false;
        }
    }

    /// <summary>The events of one change share the commitment of their actor.</summary>
    private ReadOnlySpan<byte> Actor(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> actor)
    {
        if (!_isActorKnown || !salt.SequenceEqual(_actorSalt) || !actor.SequenceEqual(_actor))
        {
            AuditSeal.Commit(salt, actor, _actorCommitment);
            _isActorKnown = salt.TryCopyTo(_actorSalt) && salt.Length == AuditSeal.SaltSize;
            _actor = actor.ToArray();
        }

        return _actorCommitment;
    }

    /// <summary>The events of one change share their time.</summary>
    private string Time(long at)
    {
        if (at != _at)
        {
            (_at, _time) = (at, UtcTime.ToText(at));
        }

        return _time;
    }

    /// <summary>The events of one command share their id.</summary>
    private string Correlation(ReadOnlySpan<byte> id)
    {
        if (!id.SequenceEqual(_guid))
        {
            id.CopyTo(_guid);
            _correlation = new Guid(id, bigEndian: true).ToString();
        }

        return _correlation;
    }
}
