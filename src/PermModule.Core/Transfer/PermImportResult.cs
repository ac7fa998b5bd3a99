namespace PermModule;

/// <summary>What an import did.</summary>
public sealed record PermImportResult
{
    /// <summary>How many rejects <see cref="Rejects"/> holds at most.</summary>
    public const int MaxRejects = 1_000;

    /// <summary>How many names <see cref="Missing"/> holds at most.</summary>
    public const int MaxMissing = 1_000;

    /// <summary>The file, or null where a stream was read.</summary>
    public string? Path { get; init; }

    /// <summary>The format that was read.</summary>
    public ImportFormat Format { get; init; }

    /// <summary>How many people the file names; blank lines are not counted.</summary>
    public long Read { get; init; }

    /// <summary>How many users were made.</summary>
    public long Created { get; init; }

    /// <summary>How many users were changed.</summary>
    public long Updated { get; init; }

    /// <summary>How many users were as the file says already.</summary>
    public long Unchanged { get; init; }

    /// <summary>How many users were deactivated because no file of the synchronization names them. Of several files the last result has it.</summary>
    public long Deactivated { get; init; }

    /// <summary>How many active users no file of the synchronization names. Of several files the last result has it.</summary>
    public long MissingCount { get; init; }

    /// <summary>The names of the first <see cref="MaxMissing"/> of them, whether they were deactivated or not.</summary>
    public IReadOnlyList<string> Missing { get; init => field = NameList.Of(value); } = NameList.Of([]);

    /// <summary>The names of the first <see cref="MaxMissing"/> of them who could not be deactivated, such as the account owner of Content Workflow; a warning says why.</summary>
    public IReadOnlyList<string> NotDeactivated { get; init => field = NameList.Of(value); } = NameList.Of([]);

    /// <summary>Why they were too many to be deactivated, or null.</summary>
    public string? Refusal { get; init; }

    /// <summary>How many rows were not applied.</summary>
    public long Rejected { get; init; }

    /// <summary>The first <see cref="MaxRejects"/> rows that were not applied, in the order of the file.</summary>
    public IReadOnlyList<PermImportReject> Rejects { get; init; } = [];

    /// <summary>How many groups were made because rows name them.</summary>
    public long GroupsCreated { get; init; }

    /// <summary>Columns of the portal that are known and deliberately not kept, such as phone numbers.</summary>
    public IReadOnlyList<string> ColumnsNotKept { get; init => field = NameList.Of(value); } = NameList.Of([]);

    /// <summary>False when nothing was applied: in a preview, or in an atomic import because rows were rejected.</summary>
    public bool IsApplied { get; init; } = true;

    /// <summary>Where the rejected rows were written, or null.</summary>
    public string? RejectPath { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The figures in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Read} read: {Created} created, {Updated} updated, {Unchanged} unchanged, {Deactivated} deactivated, {Rejected} rejected");
}
