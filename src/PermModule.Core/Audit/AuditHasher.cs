using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PermModule.Audit;

/// <summary>
/// The hash of an event: SHA-256 over the hash of the event before (32 zero bytes for the first) and then every field as a netstring,
/// that is the number of its UTF-8 bytes in decimal, a colon, the bytes and a comma; a field that is absent is a hyphen and a comma.
/// The fields are id, at, actor, action, target type, target, before, after and correlation id, in this order.
/// </summary>
internal sealed class AuditHasher
{
    private byte[] _bytes = new byte[1024];
    private int _length;

    /// <summary>A hash as 64 hexadecimal digits.</summary>
    public static string ToText(byte[] hash) => Convert.ToHexString(hash).ToLowerInvariant();

    public byte[] Hash(ReadOnlySpan<byte> previous, long id, string at, string actor, string action, string targetType, string target, string? before, string? after, string correlationId)
    {
        previous.CopyTo(_bytes);
        _length = previous.Length;
        Span<char> digits = stackalloc char[20];
        id.TryFormat(digits, out int written, provider: CultureInfo.InvariantCulture);
        Append(digits[..written]);
        Append(at);
        Append(actor);
        Append(action);
        Append(targetType);
        Append(target);
        AppendOptional(before);
        AppendOptional(after);
        Append(correlationId);
        return SHA256.HashData(_bytes.AsSpan(0, _length));
    }

    private void AppendOptional(string? field)
    {
        if (field is null)
        {
            Reserve(2);
            _bytes[_length++] = (byte)'-';
            _bytes[_length++] = (byte)',';
        }
        else
        {
            Append(field);
        }
    }

    private void Append(ReadOnlySpan<char> field)
    {
        int count = Encoding.UTF8.GetByteCount(field);
        Reserve(count + 16);
        count.TryFormat(_bytes.AsSpan(_length), out int digits, provider: CultureInfo.InvariantCulture);
        _length += digits;
        _bytes[_length++] = (byte)':';
        _length += Encoding.UTF8.GetBytes(field, _bytes.AsSpan(_length));
        _bytes[_length++] = (byte)',';
    }

    private void Reserve(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        }
    }
}
