namespace PermModule.Transfer;

/// <summary>A row that was read: either what it says of a user, or why it cannot be understood.</summary>
internal sealed record ImportRow
{
    public required long Row { get; init; }

    /// <summary>What the row says, or null where it is rejected.</summary>
    public UserData? Data { get; init; }

    public PermImportReject? Reject { get; init; }

    /// <summary>Whom a rejected row is about, as far as that can be read.</summary>
    public string? UserName { get; init; }

    /// <summary>The e-mail address of a rejected row, as far as it can be read.</summary>
    public string? Email { get; init; }

    /// <summary>True when a rejected row is about somebody, but it cannot be read about whom.</summary>
    public bool IsUnidentified { get; init; }

    /// <summary>The row as it stands in the file, where it is kept for the file of rejected rows.</summary>
    public byte[]? Raw { get; init; }
}
