using System.Text.Json;

namespace PermModule;

/// <summary>The head of the audit chain at one moment. Kept outside the store, it shows later that the trail was cut short or replaced.</summary>
public sealed record PermAuditDigest
{
    /// <summary>How many events the trail had.</summary>
    public required long Count { get; init; }

    /// <summary>The id of the newest event; 0 where there was none.</summary>
    public required long LastId { get; init; }

    /// <summary>The hash of the newest event, 64 hexadecimal digits; all 0 where there was none.</summary>
    public required string Hash { get; init; }

    /// <summary>When the newest event was written, UTC; null where there was none.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Reads a digest that was kept as JSON, as <c>ConvertTo-Json</c> writes it.</summary>
    /// <exception cref="PermInvalidInputException"><c>InvalidDigest</c>.</exception>
    public static PermAuditDigest Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<PermAuditDigest>(json) is { Hash: not null } digest ? digest : throw Refuse(json, innerException: null);
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw Refuse(json, error);
        }
    }

    /// <summary>The refusal of what was given for a digest.</summary>
    public static PermInvalidInputException Refuse(string? given, Exception? innerException) =>
        new(ErrorId.InvalidDigest, $"'{TextRules.Cut(given)}' is not a digest of the audit trail.", given, innerException);

    /// <summary>The id and hash of the newest event.</summary>
    public override string ToString() => FormattableString.Invariant($"{LastId} {Hash}");
}
