using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PermModule.Audit;

/// <summary>
/// The hash of an event: SHA-256 over the hash of the event before (32 zero bytes for the first) and then every field as a netstring,
/// that is the number of its UTF-8 bytes in decimal, a colon, the bytes and a comma; a field that is absent is a hyphen and a comma.
/// In the first form the fields are id, at, actor, action, target type, target, before, after and correlation id, in this order.
/// In the second form they are id, schema version, at, actor, actor id, action, target type, target, target id, before, after and correlation id,
/// where actor, target, before and after are the 32 bytes of their commitments; see <see cref="AuditSeal"/>.
/// </summary>
internal sealed class AuditHasher
{
    private byte[] _bytes = new byte[1024];
    private int _length;

    /// <summary>The bytes so far.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>A hash as 64 hexadecimal digits.</summary>
    public static string ToText(ReadOnlySpan<byte> hash) => Convert.ToHexString(hash).ToLowerInvariant();

    /// <summary>Begins an event whose fields are appended one by one, in their order.</summary>
    public void Start(ReadOnlySpan<byte> previous)
    {
        previous.CopyTo(_bytes);
        _length = previous.Length;
    }

    /// <summary>Appends a number.</summary>
    public void Append(long field)
    {
        Span<byte> digits = stackalloc byte[20];
        field.TryFormat(digits, out int written, provider: CultureInfo.InvariantCulture);
        Append(digits[..written]);
    }

    /// <summary>Appends a field.</summary>
    public void Append(ReadOnlySpan<char> field)
    {
        int count = Encoding.UTF8.GetByteCount(field);
        AppendLength(count);
        _length += Encoding.UTF8.GetBytes(field, _bytes.AsSpan(_length));
        _bytes[_length++] = (byte)',';
    }

    /// <summary>Appends a field that is in UTF-8 already, or a commitment.</summary>
    public void Append(ReadOnlySpan<byte> field)
    {
        AppendLength(field.Length);
        field.CopyTo(_bytes.AsSpan(_length));
        _length += field.Length;
        _bytes[_length++] = (byte)',';
    }

    /// <summary>Appends a field that is absent.</summary>
    public void AppendAbsent()
    {
        Reserve(2);
        _bytes[_length++] = (byte)'-';
        _bytes[_length++] = (byte)',';
    }

    /// <summary>The hash of the event whose fields were appended.</summary>
    public void Finish(Span<byte> hash) => SHA256.HashData(Bytes, hash);

    private void AppendLength(int count)
    {
        Reserve(count + 16);
        count.TryFormat(_bytes.AsSpan(_length), out int digits, provider: CultureInfo.InvariantCulture);
        _length += digits;
        _bytes[_length++] = (byte)':';
    }

    private void Reserve(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        }
    }
}
