namespace PermModule.Audit;

/// <summary>A part of an event with its seal, made ahead of the event: the salt, the commitment and the bytes of the part.</summary>
internal readonly struct SealedPart
{
    private const int PartStart = AuditSeal.SaltSize + AuditSeal.CommitmentSize;

    private readonly ArraySegment<byte> _bytes;

    /// <summary>Seals a part.</summary>
    /// <param name="room">Where it is kept, of <see cref="SizeOf"/> the part.</param>
    /// <param name="salt">The salt.</param>
    /// <param name="part">The part.</param>
    public SealedPart(ArraySegment<byte> room, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> part)
    {
        _bytes = room;
        salt.CopyTo(room);
        AuditSeal.Commit(salt, part, room.AsSpan(AuditSeal.SaltSize, AuditSeal.CommitmentSize));
        part.CopyTo(room.AsSpan(PartStart));
    }

    public ReadOnlySpan<byte> Salt => _bytes.AsSpan(0, AuditSeal.SaltSize);

    public ReadOnlySpan<byte> Commitment => _bytes.AsSpan(AuditSeal.SaltSize, AuditSeal.CommitmentSize);

    public ReadOnlySpan<byte> Part => _bytes.AsSpan(PartStart);

    /// <summary>How many bytes a part takes with its seal.</summary>
    public static int SizeOf(ReadOnlySpan<byte> part) => PartStart + part.Length;
}
