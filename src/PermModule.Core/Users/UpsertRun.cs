namespace PermModule;

/// <summary>What an import remembers from one batch to the next.</summary>
internal sealed class UpsertRun(StoreSession session)
{
    /// <summary>The users that rows have named so far; another row about one of them is refused.</summary>
    public SeenUsers Seen { get; init; } = new();

    /// <summary>True for a user that an earlier file of the same import names; another row about them is accepted where it says the same.</summary>
    public Func<long, bool> IsNamedBefore { get; init; } = _ => false;

    /// <summary>The tiers of whose seats earlier rows wait; later rows wait behind them, because seats are given in the order of the file.</summary>
    public HashSet<Tier> Waiting { get; } = [];

    /// <summary>The users by their external ids.</summary>
    public ExternalIds ExternalIds { get; init; } = new(session);

    /// <summary>How many users kept the date of their deactivation; see <see cref="UserFields.KeptDeactivations"/>.</summary>
    public long KeptDeactivations { get; set; }
}
