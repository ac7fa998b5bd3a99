using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PermModule.Audit;

/// <summary>
/// Verifies the event in the row that a reader is at, from the bytes as they are stored: making strings of them first
/// takes longer than the hash.
/// </summary>
internal sealed class StoredEvent(SqliteDataReader reader)
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
        sqlite3_stmt row = reader.Handle!;
        long at = raw.sqlite3_column_int64(row, 1);
        ReadOnlySpan<byte> correlation = raw.sqlite3_column_blob(row, 8);
        if (!UtcTime.IsValid(at) || correlation.Length != Guids)
        {
            return false;
        }

        _hasher.Start(head, id);
        _hasher.Append(Time(at));
        for (int column = 2; column <= 7; column++)
        {
            if (raw.sqlite3_column_type(row, column) != raw.SQLITE_NULL)
            {
                _hasher.Append(raw.sqlite3_column_blob(row, column));
            }
            else if (column is 6 or 7)
            {
                _hasher.AppendAbsent();
            }
            else
            {
                return false;
            }
        }

        _hasher.Append(Correlation(correlation));
        _hasher.Finish(head);
        return raw.sqlite3_column_blob(row, 9).SequenceEqual(head)
            && IsKeyOf(raw.sqlite3_column_blob(row, AuditRow.ColumnCount), raw.sqlite3_column_blob(row, 5));
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
