namespace PermModule;

/// <summary>
/// Decides who gets a seat in a batch whose rows also free seats. Seats are given in the order of the rows: who finds none waits,
/// and gets the next one that a later row frees. Who waits for the seats of each other, as two people who change places, gets them at once.
/// </summary>
/// <param name="seats">The counters to plan on; they end as the plan leaves them.</param>
/// <param name="waiting">The tiers for which rows of earlier batches wait.</param>
internal sealed class SeatPlan(SeatLedger seats, IReadOnlySet<Tier> waiting)
{
    private static readonly Tier[] Tiers = Enum.GetValues<Tier>();

    private readonly List<SeatMove> _made = [];

    private Dictionary<Tier, Queue<SeatMove>> Queues => field ??= Tiers.ToDictionary(tier => tier, _ => new Queue<SeatMove>());

    /// <summary>The moves in an order in which each finds its seat.</summary>
    public IReadOnlyList<SeatMove> Made => _made;

    /// <summary>True when a row found no seat at first.</summary>
    public bool IsTight { get; private set; }

    /// <summary>Makes the next move, or lets it wait.</summary>
    public void Add(SeatMove move)
    {
        Tier? needed = Needed(move);
        if ((needed is { } tier && (waiting.Contains(tier) || Queues[tier].Count > 0)) || !TryMake(move))
        {
            IsTight = true;
            Queues[needed!.Value].Enqueue(move);
            return;
        }

        Serve(Freed(move));
    }

    /// <summary>Makes the next move now or never.</summary>
    /// <exception cref="SeatLimitException">No seat is free.</exception>
    public void Make(SeatMove move)
    {
        try
        {
            move.Count(seats);
        }
        catch (SeatLimitException)
        {
            IsTight = true;
            throw;
        }

        _made.Add(move);
    }

    /// <summary>Makes the exchanges, and refuses who still waits.</summary>
    public void Complete()
    {
        if (!IsTight)
        {
            return;
        }

        ILookup<(Tier? From, Tier To), SeatMove> waits = Queues.SelectMany(queue => queue.Value.Select(move => (Move: move, To: queue.Key))).ToLookup(wait => (Freed(wait.Move), wait.To), wait => wait.Move);
        Dictionary<(Tier, Tier), Queue<SeatMove>> roads = [];
        foreach (IGrouping<(Tier? From, Tier To), SeatMove> road in waits)
        {
            if (road.Key.From is { } from)
            {
                roads[(from, road.Key.To)] = new Queue<SeatMove>(road);
            }
        }

        foreach ((Tier one, Tier other) in roads.Keys.ToArray())
        {
            MakeExchanges(roads, (one, other), (other, one));
        }

        foreach ((Tier one, Tier other) in roads.Keys.ToArray())
        {
            foreach (Tier third in Tiers.Where(tier => tier != one && tier != other))
            {
                MakeExchanges(roads, (one, other), (other, third), (third, one));
            }
        }

        foreach (SeatMove move in Queues.Values.SelectMany(queue => queue).Where(move => move.Exchange is null))
        {
            move.Refusal = seats.Refusal(Needed(move)!.Value, move.After.UserName);
        }
    }

    /// <summary>Lets people change places around a circle of tiers as long as each of its roads has one who waits.</summary>
    private void MakeExchanges(Dictionary<(Tier, Tier), Queue<SeatMove>> roads, params (Tier From, Tier To)[] circle)
    {
        while (circle.All(road => roads.TryGetValue(road, out Queue<SeatMove>? queue) && queue.Count > 0))
        {
            SeatMove[] exchange = Array.ConvertAll(circle, road => roads[road].Dequeue());
            seats.Exchange(Array.ConvertAll(exchange, move => (move.Before!.ProfileId, move.After.ProfileId)));
            foreach (SeatMove move in exchange)
            {
                move.Exchange = exchange;
            }

            _made.Add(exchange[0]);
        }
    }

    private bool TryMake(SeatMove move)
    {
        try
        {
            move.Count(seats);
        }
        catch (SeatLimitException)
        {
            return false;
        }

        _made.Add(move);
        return true;
    }

    /// <summary>Gives a freed seat to the first row that waits for one of its tier, and the seat that this one frees to the next.</summary>
    private void Serve(Tier? freed)
    {
        while (freed is { } tier && Queues[tier].TryPeek(out SeatMove? first) && !waiting.Contains(tier) && TryMake(first))
        {
            Queues[tier].Dequeue();
            freed = Freed(first);
        }
    }

    /// <summary>The tier of which a move takes a seat, or null.</summary>
    private Tier? Needed(SeatMove move)
    {
        Tier to = seats.TierOf(move.After.ProfileId);
        return move.After.IsActive && !(move.Before is { IsActive: true } before && seats.TierOf(before.ProfileId) == to) ? to : null;
    }

    /// <summary>The tier of which a move frees a seat, or null.</summary>
    private Tier? Freed(SeatMove move)
    {
        if (move.Before is not { IsActive: true } before)
        {
            return null;
        }

        Tier from = seats.TierOf(before.ProfileId);
        return move.After.IsActive && seats.TierOf(move.After.ProfileId) == from ? null : from;
    }
}
