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
    private readonly byte[] _guid = new byte[Guids];
    private string _correlation = Guid.Empty.ToString();
    private string _time = UtcTime.ToText(0);
    private long _at;

    /// <summary>True when the event is what its hash says, after an event with the hash <paramref name="head"/>, which becomes that of this one.</summary>
    public bool IsWritten(long id, byte[] head)
    {
        ReadOnlySpan<byte> correlation = row.Bytes(8);
        long at = row.Kind(1) == ValueKind.Number ? row.Number(1) : long.MinValue;
        if (!UtcTime.IsValid(at) || correlation.Length != Guids || row.Kind(8) != ValueKind.Bytes || row.Kind(9) != ValueKind.Bytes || row.Kind(AuditRow.ColumnCount) != ValueKind.Text)
        {
            return false;
        }

        _hasher.Start(head, id);
        _hasher.Append(Time(at));
        for (int column = 2; column <= 7; column++)
        {
            switch (row.Kind(column))
            {
                case ValueKind.Text:
                    _hasher.Append(row.Bytes(column));
                    break;
                case ValueKind.Null when column is 6 or 7:
                    _hasher.AppendAbsent();
                    break;
                default:
                    return false;
            }
        }

        _hasher.Append(Correlation(correlation));
        _hasher.Finish(head);
        return row.Bytes(9).SequenceEqual(head) && IsKeyOf(row.Bytes(AuditRow.ColumnCount), row.Bytes(5));
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
