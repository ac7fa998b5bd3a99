namespace PermModule.Audit;

/// <summary>A part of an event with its seal, made ahead of the event: the salt, the commitment and the bytes of the part.</summary>
internal readonly struct SealedPart
{
    private const int PartStart = AuditSeal.SaltSize + AuditSeal.CommitmentSize;

    private readonly byte[] _bytes;

    /// <summary>Seals a part.</summary>
    public SealedPart(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> part)
    {
        _bytes = new byte[PartStart + part.Length];
        salt.CopyTo(_bytes);
        AuditSeal.Commit(salt, part, _bytes.AsSpan(AuditSeal.SaltSize, AuditSeal.CommitmentSize));
        part.CopyTo(_bytes.AsSpan(PartStart));
    }

    public ReadOnlySpan<byte> Salt => _bytes.AsSpan(0, AuditSeal.SaltSize);

    public ReadOnlySpan<byte> Commitment => _bytes.AsSpan(AuditSeal.SaltSize, AuditSeal.CommitmentSize);

    public ReadOnlySpan<byte> Part => _bytes.AsSpan(PartStart);
}
