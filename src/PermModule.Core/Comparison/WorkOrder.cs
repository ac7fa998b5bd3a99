namespace PermModule.Comparison;

/// <summary>Puts the differences of two stores in an order in which they can be worked off.</summary>
internal sealed class WorkOrder
{
    /// <summary>Each kind is read once for each phase that it has something for, rather than kept, since there may be as many differences as there are users.</summary>
    private static readonly (WorkPhase Phase, StoreDifferenceKind Kind)[] Steps =
    [
        (WorkPhase.Loosen, StoreDifferenceKind.Contract),
        (WorkPhase.Decide, StoreDifferenceKind.Request),
        (WorkPhase.End, StoreDifferenceKind.Membership),
        (WorkPhase.End, StoreDifferenceKind.Role),
        (WorkPhase.Leave, StoreDifferenceKind.Group),
        (WorkPhase.Leave, StoreDifferenceKind.User),
        (WorkPhase.Rename, StoreDifferenceKind.Profile),
        (WorkPhase.Rename, StoreDifferenceKind.Group),
        (WorkPhase.Rename, StoreDifferenceKind.User),
        (WorkPhase.Release, StoreDifferenceKind.User),
        (WorkPhase.Make, StoreDifferenceKind.Tier),
        (WorkPhase.Make, StoreDifferenceKind.Profile),
        (WorkPhase.Make, StoreDifferenceKind.Group),
        (WorkPhase.Change, StoreDifferenceKind.User),
        (WorkPhase.Seats, StoreDifferenceKind.User),
        (WorkPhase.Join, StoreDifferenceKind.Membership),
        (WorkPhase.Join, StoreDifferenceKind.Role),
        (WorkPhase.Late, StoreDifferenceKind.User),
        (WorkPhase.Settle, StoreDifferenceKind.User),
        (WorkPhase.Late, StoreDifferenceKind.Profile),
        (WorkPhase.Late, StoreDifferenceKind.Request),
        (WorkPhase.Tighten, StoreDifferenceKind.Contract),
    ];

    private readonly IReadOnlyCollection<StoreDifferenceKind> _kinds;
    private readonly bool _includesEqual;
    private readonly Action<WorkProgress>? _progress;
    private readonly IReadOnlyList<Rename> _renames;
    private readonly RenamedStore _difference;
    private readonly StoreComparer _comparer;
    private readonly bool _hasErasedUsers;
    private readonly bool _isOwnerFirst;
    private readonly string? _interimOwner;
    private readonly UniqueValues _values;
    private readonly SeatsAhead _seats;
    private readonly double _all;
    private long _seen;

    public WorkOrder(IComparedStore reference, IComparedStore difference, IReadOnlyCollection<StoreDifferenceKind> kinds, bool includesEqual, Action<WorkProgress>? progress)
    {
        _kinds = kinds;
        _includesEqual = includesEqual;
        _progress = progress;
        RenameFinder finder = new(reference, difference);
        _renames = finder.Find(kinds, isOwnerLate: false);
        _difference = new RenamedStore(difference, _renames);
        _isOwnerFirst = OwnerHandover.IsFirst(reference, _difference, kinds);
        _interimOwner = _isOwnerFirst ? null : OwnerHandover.Interim(reference, _difference, kinds);
        if (!_isOwnerFirst && _interimOwner is null)
        {
            _renames = finder.Find(kinds, isOwnerLate: true);
            _difference = new RenamedStore(difference, _renames);
        }

        _comparer = new StoreComparer(reference, _difference);
        _hasErasedUsers = reference.HasErasedUsers;
        _values = new UniqueValues(reference, _difference, _isOwnerFirst || _interimOwner is not null);
        _seats = new SeatsAhead(reference, _difference, kinds.Contains(StoreDifferenceKind.Contract));
        _all = progress is null ? 0 : Math.Max(1, Math.Max(reference.Items(), difference.Items()));
    }

    /// <summary>The differences, one object each, and what is equal where that is wanted.</summary>
    public IEnumerable<StoreDifference> Compare()
    {
        Dictionary<StoreDifferenceKind, HashSet<WorkPhase>> phases = [];
        foreach ((WorkPhase phase, StoreDifferenceKind kind) in Steps.Where(step => _kinds.Contains(step.Kind)))
        {
            IEnumerable<StoreDifference> found =
                phase == WorkPhase.Rename ? Renames(kind)
                : !phases.TryGetValue(kind, out HashSet<WorkPhase>? seen) ? FindFirst(kind, phase, phases[kind] = [])
                : seen.Contains(phase) ? _comparer.Find(kind).Where(item => item.SideIndicator != Side.Equal && PhaseOf(item) == phase)
                : [];
            foreach (StoreDifference item in phase == WorkPhase.Seats ? Seat(found) : found.Select(item => Count(item, phase)))
            {
                yield return item;
            }
        }
    }

    /// <summary>Reads a kind for the first time: what the first phase has of it and what is equal, noting which other phases have something.</summary>
    private IEnumerable<StoreDifference> FindFirst(StoreDifferenceKind kind, WorkPhase first, HashSet<WorkPhase> phases)
    {
        foreach (StoreDifference found in _comparer.Displaced(kind))
        {
            yield return found;
        }

        foreach (StoreDifference found in _comparer.Find(kind))
        {
            if (++_seen % Batching.Page == 0)
            {
                _progress?.Invoke(new WorkProgress($"{kind}", Math.Min(1, _seen / _all)));
            }

            if (found.SideIndicator == Side.Equal)
            {
                if (_includesEqual && _difference.Earlier(kind, NameKey.Fold(found.Name)) is null)
                {
                    yield return found;
                }
            }
            else if (PhaseOf(found) is var phase && phase == first)
            {
                yield return found;
            }
            else
            {
                phases.Add(phase);
            }
        }
    }

    private IEnumerable<StoreDifference> Renames(StoreDifferenceKind kind) => _renames.Where(rename => rename.Kind == kind).Select(rename => new StoreDifference
    {
        Kind = kind,
        Name = rename.From,
        Property = kind == StoreDifferenceKind.User ? nameof(PermUser.UserName) : nameof(PermGroup.Name),
        Reference = rename.To,
        Difference = rename.From,
        SideIndicator = Side.Differs,
    });

    private WorkPhase PhaseOf(StoreDifference found) => (found.Kind, found.SideIndicator) switch
    {
        (StoreDifferenceKind.Contract, _) => IsLooser(found) ? WorkPhase.Loosen : WorkPhase.Tighten,
        (StoreDifferenceKind.Request, Side.Differs) => WorkPhase.Decide,
        (StoreDifferenceKind.Request, _) => WorkPhase.Late,
        (StoreDifferenceKind.Membership, Side.OnlyDifference) => WorkPhase.End,
        (StoreDifferenceKind.Role, _) when found.Property == StoreComparer.Owner && _isOwnerFirst => WorkPhase.End,
        (StoreDifferenceKind.Role, Side.OnlyDifference) when found.Property != StoreComparer.Owner => WorkPhase.End,
        (StoreDifferenceKind.Membership or StoreDifferenceKind.Role, _) => WorkPhase.Join,
        (StoreDifferenceKind.Group, Side.OnlyDifference) => WorkPhase.Leave,
        (StoreDifferenceKind.Profile, Side.OnlyDifference) => WorkPhase.Late,
        (StoreDifferenceKind.User, Side.OnlyDifference) => _values.IsLate(found.Name) ? WorkPhase.Late : WorkPhase.Leave,
        (StoreDifferenceKind.User, Side.OnlyReference) => WorkPhase.Seats,
        (StoreDifferenceKind.User, _) => found.Property switch
        {
            nameof(PermUser.ProfileName) => found.Seat is null && _values.IsLate(found.Name) ? WorkPhase.Settle : WorkPhase.Seats,
            nameof(PermUser.IsActive) => Equals(found.Reference, true) ? WorkPhase.Seats : _values.IsLate(found.Name) ? WorkPhase.Late : WorkPhase.Release,
            nameof(PermUser.Email) or nameof(PermUser.ExternalId) when found.Reference is null => WorkPhase.Release,
            _ => WorkPhase.Change,
        },
        _ => WorkPhase.Make,
    };

    private static bool IsLooser(StoreDifference found) => found.Property switch
    {
        nameof(SeatContract.Heavy) or nameof(SeatContract.Regular) or nameof(SeatContract.Light) => found.Reference is null || (found.Difference is long now && (long)found.Reference > now),
        nameof(SeatContract.Enforcement) => Equals(found.Reference, SeatEnforcement.Warn),
        nameof(SeatContract.ReactivationDelayDays) => (int)found.Reference! < (int)found.Difference!,
        _ => true,
    };

    /// <summary>Counts a difference as worked off, and adds what it takes to do so.</summary>
    private StoreDifference Count(StoreDifference found, WorkPhase phase)
    {
        if (found.SideIndicator == Side.Equal)
        {
            return found;
        }

        bool isExchange = !_seats.IsFree(found) && _seats.IsFreeAtTheEnd(found);
        _seats.Apply(found);
        StoreDifference ready = phase is WorkPhase.Change or WorkPhase.Seats ? _values.Release(found) : phase == WorkPhase.End ? AsNamedNow(found) : found;
        return IsOfErased(found) ? With(ready, "IsErased", true)
            : isExchange ? With(ready, "SeatExchange", true)
            : _interimOwner is not null && phase == WorkPhase.Leave && found.Kind == StoreDifferenceKind.User && found.Name == _difference.WorkflowOwnerNow() ? With(ready, "InterimOwner", _interimOwner)
            : ready;
    }

    /// <summary>True where it would take a user whose personal data was erased since.</summary>
    private bool IsOfErased(StoreDifference found) => _hasErasedUsers && found.Reference is not null && found.Kind switch
    {
        StoreDifferenceKind.User => found.SideIndicator == Side.OnlyReference && Pseudonym.Is(found.Name),
        StoreDifferenceKind.Membership or StoreDifferenceKind.Role => Pseudonym.Is(found.Name),
        StoreDifferenceKind.Request => found.Details.TryGetValue(nameof(WaitingRoomItem.Requester), out object? requester) && requester is string name && Pseudonym.Is(name),
        _ => false,
    };

    private static StoreDifference With(StoreDifference found, string detail, object value) =>
        found with { Details = new Dictionary<string, object?>(found.Details, StringComparer.Ordinal) { [detail] = value } };

    /// <summary>The names that are still in force before anything is renamed.</summary>
    private StoreDifference AsNamedNow(StoreDifference found)
    {
        StoreDifference now = found with { Name = _difference.UserNameNow(found.Name) };
        return found.Kind == StoreDifferenceKind.Membership && _difference.Earlier(StoreDifferenceKind.Group, NameKey.Fold(found.Property!)) is { } group ? now with { Property = group.From, Difference = group.From }
            : found.Property == StoreComparer.Owner ? now with { Difference = _difference.WorkflowOwnerNow() }
            : now;
    }

    /// <summary>Lets who finds no seat wait for one that somebody else frees, and those who wait for each other change places.</summary>
    private IEnumerable<StoreDifference> Seat(IEnumerable<StoreDifference> found)
    {
        Dictionary<Tier, Queue<StoreDifference>> waiting = Enum.GetValues<Tier>().ToDictionary(tier => tier, _ => new Queue<StoreDifference>());
        foreach (StoreDifference item in found)
        {
            if (!_seats.IsFree(item))
            {
                waiting[_seats.TierOf(item.Seat!.To!)].Enqueue(item);
                continue;
            }

            yield return Count(item, WorkPhase.Seats);
            foreach (StoreDifference served in Serve(waiting))
            {
                yield return served;
            }
        }

        while (waiting.Values.FirstOrDefault(queue => queue.TryPeek(out StoreDifference? first) && _seats.IsFreeAtTheEnd(first)) is { } queue)
        {
            yield return Count(queue.Dequeue(), WorkPhase.Seats);
            foreach (StoreDifference served in Serve(waiting))
            {
                yield return served;
            }
        }

        foreach (StoreDifference refused in waiting.Values.SelectMany(queue => queue))
        {
            yield return Count(refused, WorkPhase.Seats);
        }
    }

    private IEnumerable<StoreDifference> Serve(Dictionary<Tier, Queue<StoreDifference>> waiting)
    {
        while (waiting.Values.FirstOrDefault(queue => queue.TryPeek(out StoreDifference? first) && _seats.IsFree(first)) is { } queue)
        {
            yield return Count(queue.Dequeue(), WorkPhase.Seats);
        }
    }
}
