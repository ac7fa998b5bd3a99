using System.Security.Cryptography;

namespace PermModule.Audit;

/// <summary>
/// The seal of a part of an event that may hold a person's data. The hash of the event covers the commitment of the part, SHA-256 over a random salt and the bytes,
/// in place of the bytes. While the part is there, its seal is the salt. Once the part is erased, its seal is the commitment: the salt is gone, so that
/// nobody can find out by trying what the part was, and the hash of the event can still be computed.
/// </summary>
internal static class AuditSeal
{
    /// <summary>The number of bytes of a salt.</summary>
    public const int SaltSize = 16;

    /// <summary>The number of bytes of a commitment.</summary>
    public const int CommitmentSize = SHA256.HashSizeInBytes;

    /// <summary>Computes the commitment of a part.</summary>
    public static void Commit(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> part, Span<byte> commitment)
    {
        int length = salt.Length + part.Length;
        Span<byte> bytes = length <= 1_024 ? stackalloc byte[length] : new byte[length];
        salt.CopyTo(bytes);
        part.CopyTo(bytes[salt.Length..]);
        SHA256.HashData(bytes, commitment);
    }

    /// <summary>True for the seal of a part that was erased.</summary>
    public static bool IsErased(ReadOnlySpan<byte> seal) => seal.Length == CommitmentSize;
}
