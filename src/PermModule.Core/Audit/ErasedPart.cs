using System.Buffers;
using System.Text.Json;

namespace PermModule.Audit;

/// <summary>What a run of events adds to <see cref="ErasedRemains"/>: the fields of those that were erased, and the digest that was told last.</summary>
internal sealed class ErasedPart
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly AuditHasher _fields = new();

    /// <summary>The fields of the erased events as netstrings, one event after the other.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>The digest that an event of the run told last, or null.</summary>
    public string? Told { get; private set; }

    /// <summary>The event that told it; before there is one, the first erased event, or null.</summary>
    public long? Witness { get; private set; }

    /// <summary>Takes in the next event, in a row of the columns of <see cref="AuditRow"/> that was verified.</summary>
    public void Add(Statement row)
    {
        if (AuditRow.HasErased(row))
        {
            AddErased(row);
            Witness ??= row.Number(AuditColumn.Id);
        }

        if (IsErasure(row.Bytes(AuditColumn.Action)) && ToldBy(row.Text(AuditColumn.After)) is { } told)
        {
            (Told, Witness) = (told, row.Number(AuditColumn.Id));
        }
    }

    /// <summary>True for the action of an event that tells of an erasure.</summary>
    public static bool IsErasure(ReadOnlySpan<byte> action) => action.SequenceEqual("PersonalDataErased"u8);

    /// <summary>Begins the next run.</summary>
    public void Clear()
    {
        _bytes.ResetWrittenCount();
        (Told, Witness) = (null, null);
    }

    private static string? ToldBy(string? after)
    {
        using JsonDocument document = JsonDocument.Parse(after ?? "{}");
        return document.RootElement.TryGetProperty(ErasedRemains.Property, out JsonElement told) ? told.GetString() : null;
    }

    private void AddErased(Statement row)
    {
        bool isSecond = row.Number(AuditColumn.SchemaVersion) > 1;
        _fields.Start([]);
        _fields.Append(row.Number(AuditColumn.Id));
        if (isSecond)
        {
            _fields.Append(row.Number(AuditColumn.SchemaVersion));
        }

        _fields.Append(UtcTime.ToText(row.Number(AuditColumn.At)));
        Append(row, AuditColumn.Actor);
        AppendId(row, AuditColumn.ActorId, isSecond);
        Append(row, AuditColumn.Action);
        Append(row, AuditColumn.TargetType);
        Append(row, AuditColumn.Target);
        AppendId(row, AuditColumn.TargetId, isSecond);
        Append(row, AuditColumn.Before);
        Append(row, AuditColumn.After);
        _fields.Append(new Guid(row.Bytes(AuditColumn.CorrelationId), bigEndian: true).ToString());
        _fields.Append(AuditHasher.ToText(row.Bytes(AuditColumn.Hash)));
        _bytes.Write(_fields.Bytes);
    }

    private void Append(Statement row, int column)
    {
        if (row.IsNull(column))
        {
            _fields.AppendAbsent();
        }
        else
        {
            _fields.Append(row.Bytes(column));
        }
    }

    private void AppendId(Statement row, int column, bool isSecond)
    {
        if (!isSecond)
        {
            return;
        }

        if (row.OptionalNumber(column) is { } id)
        {
            _fields.Append(id);
        }
        else
        {
            _fields.AppendAbsent();
        }
    }
}
