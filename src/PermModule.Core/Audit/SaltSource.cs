using System.Security.Cryptography;

namespace PermModule.Audit;

/// <summary>Random salts. They are drawn many at once: one call for each costs as much as the hash.</summary>
internal sealed class SaltSource
{
    private readonly byte[] _salts = new byte[AuditSeal.SaltSize * 64];
    private int _next;

    public SaltSource() => _next = _salts.Length;

    /// <summary>A salt that was given to nobody before; it stays as it is until the next is asked for.</summary>
    public ReadOnlySpan<byte> Next()
    {
        if (_next == _salts.Length)
        {
            RandomNumberGenerator.Fill(_salts);
            _next = 0;
        }

        _next += AuditSeal.SaltSize;
        return _salts.AsSpan(_next - AuditSeal.SaltSize, AuditSeal.SaltSize);
    }
}
