namespace PermModule.Transfer;

/// <summary>A row that was read: either what it says of a user, or why it cannot be understood.</summary>
internal sealed record ImportRow
{
    private readonly long _number;

    public required long Row { get; init; }

    /// <summary>The place among the rows; in a list with several addresses in a line another number than that of the line.</summary>
    public long Number
    {
        get => _number == 0 ? Row : _number;
        init => _number = value;
    }

    /// <summary>What the row says, or null where it is rejected.</summary>
    public UserData? Data { get; init; }

    /// <summary>The same after the rules that need no store.</summary>
    public UserDraft? Draft { get; set; }

    public PermImportReject? Reject { get; init; }

    /// <summary>Whom a rejected row is about, as far as that can be read.</summary>
    public string? UserName { get; init; }

    /// <summary>The e-mail address of a rejected row, as far as it can be read.</summary>
    public string? Email { get; init; }

    /// <summary>The id in the portal or directory of a rejected row, as far as it can be read.</summary>
    public string? ExternalId { get; init; }

    /// <summary>True when it is not certain whom a rejected row is about: who it is, the e-mail address or the number of cells is wrong.</summary>
    public bool IsDoubtful { get; init; }

    /// <summary>The row as it stands in the file, where it is kept for the file of rejected rows.</summary>
    public byte[]? Raw { get; init; }
}
