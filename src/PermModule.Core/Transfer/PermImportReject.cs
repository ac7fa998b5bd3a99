namespace PermModule;

/// <summary>A row of an import that was not applied, and why.</summary>
public sealed class PermImportReject
{
    /// <summary>The row as a spreadsheet counts it: the header is row 1. In an e-mail list the line, in SCIM the position of the user, from 1.</summary>
    public required long Row { get; init; }

    /// <summary>The column as the file names it, or null where the row as a whole is wrong.</summary>
    public string? Column { get; init; }

    /// <summary>What is wrong and what to do about it.</summary>
    public required string Reason { get; init; }

    /// <summary>The offending value, cut to at most 80 characters, or null.</summary>
    public string? Value { get; init; }

    /// <summary>The stable id of the refusal, e.g. <c>InvalidEmail</c>.</summary>
    public required string ErrorId { get; init; }

    /// <summary>Row, column and reason in a line.</summary>
    public override string ToString() => Column is null ? $"Row {Row}: {Reason}" : $"Row {Row}, {Column}: {Reason}";
}
