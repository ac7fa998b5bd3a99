using System.Security.Cryptography;

namespace PermModule.Audit;

/// <summary>
/// The digest of what remains of events from which personal data was erased. The commitments in the chain do not cover what stands in the place of an erased part,
/// so the last event of an erasure tells the digest over all erased events before it. It is SHA-256 over the fields of these events as netstrings,
/// in the order in which the hash takes them, with the values that are shown, and the hash of each at its end.
/// </summary>
internal sealed class ErasedRemains : IDisposable
{
    /// <summary>The property of an event that tells the digest.</summary>
    public const string Property = "Remains";

    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ErasedPart _part = new();
    private string _told = AuditHasher.ToText(SHA256.HashData([]));

    /// <summary>The event that told the digest last; before there is one, the first erased event, or null.</summary>
    public long? Witness { get; private set; }

    /// <summary>The digest over the events so far.</summary>
    public string Digest => AuditHasher.ToText(_digest.GetCurrentHash());

    /// <summary>True when the digest is the one that was told last.</summary>
    public bool IsAsTold => Digest == _told;

    /// <summary>Takes in the next event, in a row of the columns of <see cref="AuditRow"/> that was verified.</summary>
    public void Add(Statement row)
    {
        _part.Clear();
        _part.Add(row);
        Add(_part);
    }

    /// <summary>Takes in the next events.</summary>
    public void Add(ErasedPart part)
    {
        _digest.AppendData(part.Bytes);
        if (part.Told is { } told)
        {
            (_told, Witness) = (told, part.Witness);
        }

        Witness ??= part.Witness;
    }

    public void Dispose() => _digest.Dispose();
}
