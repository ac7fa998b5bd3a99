using System.Security.Cryptography;
using System.Text.Json;

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
    private readonly AuditHasher _fields = new();
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
        if (AuditRow.HasErased(row))
        {
            AddErased(row);
            Witness ??= row.Number(AuditColumn.Id);
        }

        if (row.Bytes(AuditColumn.Action).SequenceEqual("PersonalDataErased"u8) && Told(row.Text(AuditColumn.After)) is { } told)
        {
            (_told, Witness) = (told, row.Number(AuditColumn.Id));
        }
    }

    public void Dispose() => _digest.Dispose();

    private static string? Told(string? after)
    {
        using JsonDocument document = JsonDocument.Parse(after ?? "{}");
        return document.RootElement.TryGetProperty(Property, out JsonElement told) ? told.GetString() : null;
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
        _digest.AppendData(_fields.Bytes);
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
