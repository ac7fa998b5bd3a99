namespace PermModule.Transfer;

/// <summary>What the files of one import share.</summary>
internal sealed class ImportRun(StoreSession session, UserImportOptions options, Action<TransferProgress>? progress)
{
    private readonly Dictionary<Tier, PermWarning> _seatWarnings = [];

    public StoreSession Session => session;

    public UserImportOptions Options => options;

    public bool IsSync => options.Mode == ImportMode.Sync;

    /// <summary>The version of the store when the import began; users made since have higher ids.</summary>
    public long VersionAtStart { get; init; } = session.Version();

    /// <summary>The users by their external ids.</summary>
    public ExternalIds ExternalIds { get; } = new(session);

    /// <summary>Users whom a row names that could not be applied: they are in the file all the same.</summary>
    public SeenUsers Named { get; } = new();

    /// <summary>Why it is not certain that the files name everybody, or null.</summary>
    public string? Doubt { get; private set; }

    /// <summary>Notes a reason to deactivate no one; the first one is reported.</summary>
    public void Distrust(string reason) => Doubt ??= reason;

    public void Report(long done, long total, long rows) => progress?.Invoke(new TransferProgress(done, total, rows));

    /// <summary>A run warns of each tier with the numbers at its end, not once a batch.</summary>
    public void KeepNewestWarnings(int from)
    {
        for (int i = session.Warnings.Count - 1; i >= from; i--)
        {
            if (session.Warnings[i].Target is Tier tier)
            {
                _seatWarnings[tier] = session.Warnings[i];
                session.Warnings.RemoveAt(i);
            }
        }
    }

    public void WarnOfSeats() => session.Warnings.AddRange(_seatWarnings.Values);
}
