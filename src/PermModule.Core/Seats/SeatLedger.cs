using System.Globalization;

namespace PermModule;

/// <summary>
/// The seat counters of a change in hand. Every move is checked against the contract before it counts,
/// and the counters of the profiles are written once, in the transaction of the change, with the hour of the history that they belong to.
/// </summary>
internal sealed class SeatLedger : IScopePart
{
    private const string Counters = "SELECT id, active_users, inactive_users FROM profiles";

    private readonly StoreSession _session;
    private readonly Dictionary<long, Entry> _profiles;
    private readonly Dictionary<Tier, PermWarning> _warnings = [];
    private readonly long[] _used = new long[4];
    private readonly long[] _usedAtStart = new long[4];
    private readonly long[] _usedAsNoted = new long[4];
    private readonly Func<long>? _now;
    private SeatContract _contractAsNoted;

    private SeatLedger(StoreSession session, Dictionary<long, Entry> profiles, SeatContract contract, Func<long>? now = null)
    {
        _session = session;
        _profiles = profiles;
        _now = now;
        _contractAsNoted = contract;
        Contract = contract;
        foreach (Entry entry in profiles.Values)
        {
            _used[(int)entry.Tier] += entry.Active;
        }

        _used.CopyTo(_usedAtStart, 0);
        _used.CopyTo(_usedAsNoted, 0);
    }

    public SeatContract Contract { get; private set; }

    /// <summary>Says that <see cref="Load"/> is going to be called.</summary>
    public static void Announce(StoreSession session) => session.Announce(Counters);

    /// <summary>The counters as they are now.</summary>
    /// <param name="session">The store.</param>
    /// <param name="now">The time of the change, asked for when the history is written; null for counters that are not, or not yet, a part of it.</param>
    public static SeatLedger Load(StoreSession session, Func<long>? now = null)
    {
        Announce(session);
        PermissionSnapshot snapshot = session.Snapshot();
        Dictionary<long, Entry> profiles = [];
        using Statement reader = session.Query(Counters);
        while (reader.Next())
        {
            long id = reader.Number(0);
            Tier tier = snapshot.Profile(id).Tier;
            profiles.Add(id, new Entry { Tier = tier, Active = reader.Number(1), Inactive = reader.Number(2), Noted = (tier, reader.Number(1)) });
        }

        return new SeatLedger(session, profiles, snapshot.Contract, now);
    }

    /// <summary>Counts without a check against the contract, for a change whose result alone counts; <see cref="Settle"/> makes up for it.</summary>
    public bool IsDeferred { get; set; }

    /// <summary>The counters now, to be settled against later.</summary>
    public SeatCounts Take() => new([.. _used], Contract);

    /// <summary>Checks what became of the counters since they were taken.</summary>
    /// <exception cref="SeatLimitException">A tier would need more seats than then, or get a lower limit, and be over it.</exception>
    public void Settle(SeatCounts taken, object target) => Check(taken.Used, taken.Contract, _used, Contract, target);

    /// <summary>A copy to try moves on; it is never written.</summary>
    public SeatLedger Fork() =>
        new(_session, _profiles.ToDictionary(pair => pair.Key, pair => pair.Value with { }), Contract);

    /// <summary>A copy without limits, to see what moves would add up to.</summary>
    public SeatLedger ForkUnlimited() =>
        new(_session, _profiles.ToDictionary(pair => pair.Key, pair => pair.Value with { }), new SeatContract());

    public long Used(Tier tier) => _used[(int)tier];

    public (long Active, long Inactive) Count(long profileId) =>
        _profiles.TryGetValue(profileId, out Entry? entry) ? (entry.Active, entry.Inactive) : (0, 0);

    /// <summary>Counts a new user.</summary>
    /// <exception cref="SeatLimitException">No seat is free for an active one.</exception>
    public void Add(long profileId, bool isActive, object target)
    {
        Entry entry = _profiles[profileId];
        if (isActive)
        {
            Need(entry.Tier, 1, target);
        }

        Count(entry, isActive, 1);
    }

    /// <summary>Counts a user out.</summary>
    public void Remove(long profileId, bool isActive) => Count(_profiles[profileId], isActive, -1);

    /// <summary>Moves a user between profiles, or between active and inactive, or both.</summary>
    /// <exception cref="SeatLimitException">The move needs a seat that is not free.</exception>
    public void Move(long fromProfile, bool wasActive, long toProfile, bool isActive, object target)
    {
        Entry from = _profiles[fromProfile];
        Entry to = _profiles[toProfile];
        bool needsSeat = isActive && !(wasActive && from.Tier == to.Tier);
        if (needsSeat)
        {
            Need(to.Tier, 1, target);
        }

        Count(from, wasActive, -1);
        Count(to, isActive, 1);
    }

    /// <summary>The tier whose seat an active user of a profile occupies.</summary>
    public Tier TierOf(long profileId) => _profiles[profileId].Tier;

    /// <summary>Moves active users between profiles at once, where every tier gets as many as it gives: that is never refused.</summary>
    public void Exchange(IReadOnlyCollection<(long FromProfile, long ToProfile)> moves)
    {
        foreach ((long from, long to) in moves)
        {
            Count(_profiles[from], isActive: true, -1);
            Count(_profiles[to], isActive: true, 1);
        }
    }

    /// <summary>The refusal of one more seat of a tier.</summary>
    public SeatLimitException Refusal(Tier tier, object target)
    {
        long limit = Contract.Limit(tier) ?? long.MaxValue;
        return new SeatLimitException(tier, 1, Math.Max(0, limit - _used[(int)tier]), limit, target);
    }

    /// <summary>Moves whole profiles to other tiers at once.</summary>
    /// <exception cref="SeatLimitException">One of the tiers has too few seats.</exception>
    public void Retier(IReadOnlyCollection<(long ProfileId, Tier Tier)> profiles, object target) => Reshape(profiles, Contract, target);

    /// <summary>Moves whole profiles to other tiers and puts another contract in force, at once: what counts is only what comes out.</summary>
    /// <exception cref="SeatLimitException">A tier would need more seats than now, or get a lower limit, and be over it.</exception>
    public void Reshape(IReadOnlyCollection<(long ProfileId, Tier Tier)> profiles, SeatContract contract, object target)
    {
        long[] after = [.. _used];
        foreach ((long id, Tier tier) in profiles)
        {
            Entry entry = _profiles[id];
            after[(int)entry.Tier] -= entry.Active;
            after[(int)tier] += entry.Active;
        }

        if (!IsDeferred)
        {
            Check(_used, Contract, after, contract, target);
        }

        Contract = contract;
        after.CopyTo(_used, 0);
        foreach ((long id, Tier tier) in profiles)
        {
            _profiles[id].Tier = tier;
        }
    }

    /// <summary>Moves all users of a profile to another.</summary>
    /// <exception cref="SeatLimitException">The other profile's tier has too few seats.</exception>
    public void MoveAll(long fromProfile, long toProfile, object target)
    {
        Entry from = _profiles[fromProfile];
        Entry to = _profiles[toProfile];
        if (from.Tier != to.Tier)
        {
            Need(to.Tier, from.Active, target);
        }

        (long active, long inactive) = (from.Active, from.Inactive);
        Count(from, isActive: true, -active);
        Count(from, isActive: false, -inactive);
        Count(to, isActive: true, active);
        Count(to, isActive: false, inactive);
    }

    /// <summary>Makes a profile known that the change has just made.</summary>
    public void AddProfile(long profileId, Tier tier) => _profiles.TryAdd(profileId, new Entry { Tier = tier });

    /// <summary>Writes the counters that moved, and warns of the tiers that the change filled.</summary>
    public void Complete()
    {
        foreach ((long id, Entry entry) in _profiles.Where(pair => pair.Value.IsChanged))
        {
            _session.Send("UPDATE profiles SET active_users = $1, inactive_users = $2 WHERE id = $3", entry.Active, entry.Inactive, id);
            entry.IsChanged = false;
        }

        if (_now is not null)
        {
            Note(_now);
        }

        _session.Warnings.AddRange(Warnings());
    }

    /// <summary>Writes into the history what moved since it was last written.</summary>
    private void Note(Func<long> now)
    {
        (long ProfileId, Tier Tier, long Active)[] moved = [.. _profiles.Where(pair => pair.Value.Noted != (pair.Value.Tier, pair.Value.Active)).Select(pair => (pair.Key, pair.Value.Tier, pair.Value.Active))];
        bool isMoved = !_used.AsSpan().SequenceEqual(_usedAsNoted) || Contract != _contractAsNoted;
        if (!isMoved && moved.Length == 0)
        {
            return;
        }

        SeatHours hours = new(_session);
        if (isMoved)
        {
            hours.Note(now(), _used, Contract);
            _used.CopyTo(_usedAsNoted, 0);
            _contractAsNoted = Contract;
        }

        foreach ((long id, Tier tier, long active) in moved)
        {
            hours.Note(now(), id, tier, active);
            _profiles[id].Noted = (tier, active);
        }
    }

    /// <summary>One line for each tier that went over its limit, or newly reached the warning level.</summary>
    private IEnumerable<PermWarning> Warnings()
    {
        for (Tier tier = Tier.Heavy; tier >= Tier.Light; tier--)
        {
            if (_warnings.TryGetValue(tier, out PermWarning? over))
            {
                yield return over;
                continue;
            }

            long? limit = Contract.Limit(tier);
            SeatStatus before = SeatUsage.StatusOf(_usedAtStart[(int)tier], limit, Contract.WarningPercent);
            SeatStatus now = SeatUsage.StatusOf(_used[(int)tier], limit, Contract.WarningPercent);
            if (before == SeatStatus.Ok && now is SeatStatus.Warning or SeatStatus.Full && _used[(int)tier] > _usedAtStart[(int)tier])
            {
                yield return now == SeatStatus.Full
                    ? Warning(WarningId.SeatsNearlyUsed, tier, $"All {tier} seats are in use: {_used[(int)tier]} of {limit}.")
                    : Warning(WarningId.SeatsNearlyUsed, tier, $"{tier} seats are nearly used up: {_used[(int)tier]} of {limit}, free {limit - _used[(int)tier]}.");
            }
        }
    }

    /// <summary>Refuses counters that take more seats than the contract has, unless a tier was over its limit before and does not grow.</summary>
    private void Check(long[] before, SeatContract from, long[] after, SeatContract contract, object target)
    {
        for (Tier tier = Tier.Heavy; tier >= Tier.Light; tier--)
        {
            long used = before[(int)tier];
            long needed = after[(int)tier];
            bool isLowered = contract.Limit(tier) < (from.Limit(tier) ?? long.MaxValue);
            if (contract.Limit(tier) is not { } limit || needed <= limit || (needed <= used && !isLowered))
            {
                continue;
            }

            if (contract.Enforcement == SeatEnforcement.Block)
            {
                throw needed > used
                    ? new SeatLimitException(tier, needed - used, Math.Max(0, limit - used), limit, target)
                    : new SeatLimitException(tier, needed, limit, limit, target);
            }

            WarnOver(tier, needed, limit);
        }
    }

    private void Need(Tier tier, long seats, object target)
    {
        long? limit = Contract.Limit(tier);
        if (IsDeferred || seats <= 0 || limit is null || _used[(int)tier] + seats <= limit)
        {
            return;
        }

        long free = Math.Max(0, limit.Value - _used[(int)tier]);
        if (Contract.Enforcement == SeatEnforcement.Block)
        {
            throw new SeatLimitException(tier, seats, free, limit.Value, target);
        }

        WarnOver(tier, _used[(int)tier] + seats, limit.Value);
    }

    private void WarnOver(Tier tier, long used, long limit) =>
        _warnings[tier] = Warning(WarningId.SeatsExceeded, tier, $"{tier} seats are over the contract: {used} in use, limit {limit}.");

    private static PermWarning Warning(string id, Tier tier, FormattableString message) => new(id, FormattableString.Invariant(message), tier);

    private void Count(Entry entry, bool isActive, long change)
    {
        entry.IsChanged = true;
        if (isActive)
        {
            entry.Active += change;
            _used[(int)entry.Tier] += change;
        }
        else
        {
            entry.Inactive += change;
        }
    }

    private sealed record Entry
    {
        public Tier Tier { get; set; }

        public long Active { get; set; }

        public long Inactive { get; set; }

        public bool IsChanged { get; set; }

        /// <summary>What the history says of the profile; null for a new one.</summary>
        public (Tier Tier, long Active)? Noted { get; set; }
    }
}
