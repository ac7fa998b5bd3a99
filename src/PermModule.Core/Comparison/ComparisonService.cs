namespace PermModule;

/// <summary>Says what differs between two stores.</summary>
public sealed class ComparisonService
{
    private readonly StoreSession _session;

    internal ComparisonService(StoreSession session) => _session = session;

    /// <summary>
    /// What differs between another store, the reference, and this one, as one object a difference, in an order in which the differences can be
    /// worked off: what frees a name, an address or a seat comes before what takes it. Streams: both stores are read in the order of names, and memory
    /// grows only with what was renamed and with who waits for a seat. Users, profiles and groups are matched by name; of one store or a copy of it
    /// those that were renamed are found by their number.
    /// </summary>
    /// <param name="reference">The comparisons of the reference store.</param>
    /// <param name="kinds">What to compare, or null for everything.</param>
    /// <param name="includesEqual">True to tell of what is equal too.</param>
    /// <param name="progress">Told how far it is, or null.</param>
    /// <exception cref="PermNotPermittedException"><c>NotPermitted</c>: the contract is asked for, and the acting user of one of the stores may not see seat figures.</exception>
    public IEnumerable<StoreDifference> Compare(ComparisonService reference, IReadOnlyCollection<StoreDifferenceKind>? kinds = null, bool includesEqual = false, Action<WorkProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        IReadOnlyCollection<StoreDifferenceKind> wanted = kinds ?? Enum.GetValues<StoreDifferenceKind>();
        if (wanted.Contains(StoreDifferenceKind.Contract))
        {
            reference._session.Demand(DelegatedAction.ViewSeats, target: null);
            _session.Demand(DelegatedAction.ViewSeats, target: null);
        }

        return new WorkOrder(new SessionStore(reference._session), new SessionStore(_session), wanted, includesEqual, progress).Compare();
    }
}
