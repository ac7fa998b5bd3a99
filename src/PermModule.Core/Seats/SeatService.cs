using System.Globalization;

namespace PermModule;

/// <summary>Seats in use and free, the contract, and what a change would cost before it is made.</summary>
public sealed class SeatService
{
    private static readonly Tier[] Tiers = [Tier.Heavy, Tier.Regular, Tier.Light];

    private readonly StoreSession _session;
    private readonly IReadOnlyList<ProfileNeed> _needs;

    internal SeatService(StoreSession session, IReadOnlyList<ProfileNeed> needs)
    {
        _session = session;
        _needs = needs;
    }

    /// <summary>The contract.</summary>
    /// <exception cref="PermNotPermittedException"><c>NotPermitted</c>: the acting user may not see seat figures.</exception>
    public SeatContract Contract => Asked(() => _session.Read(_session.Snapshot).Contract);

    /// <summary>The use of each tier, Heavy first. The time does not grow with the number of users.</summary>
    /// <exception cref="PermNotPermittedException"><c>NotPermitted</c>: the acting user may not see seat figures.</exception>
    public IReadOnlyList<SeatUsage> GetUsage() => Asked(GetUsageUnasked);

    /// <summary>The use of each tier as <see cref="GetUsage"/> tells it, or none where the acting user may not see seat figures.</summary>
    public IReadOnlyList<SeatUsage> GetUsageIfPermitted() =>
        MayShow ? GetUsageUnasked() : [];

    /// <summary>The contract, or null where the acting user may not see seat figures.</summary>
    public SeatContract? ContractIfPermitted => MayShow ? Contract : null;

    /// <summary>The use of each tier, for an audit or a report that has a right of its own.</summary>
    internal IReadOnlyList<SeatUsage> GetUsageUnasked() => _session.ReadConsistently(() =>
    {
        PermissionSnapshot snapshot = _session.Snapshot();
        IReadOnlyList<SeatUsage> profiles = ByProfile(snapshot);
        return (IReadOnlyList<SeatUsage>)[.. Tiers.Select(tier =>
        {
            long active = profiles.Where(profile => profile.Tier == tier).Sum(profile => profile.Active);
            long? limit = snapshot.Contract.Limit(tier);
            return new SeatUsage
            {
                Tier = tier,
                Active = active,
                Inactive = profiles.Where(profile => profile.Tier == tier).Sum(profile => profile.Inactive),
                Limit = limit,
                Status = SeatUsage.StatusOf(active, limit, snapshot.Contract.WarningPercent),
            };
        })];
    });

    /// <summary>The users of each profile, highest tier first, then by name.</summary>
    /// <exception cref="PermNotPermittedException"><c>NotPermitted</c>: the acting user may not see seat figures.</exception>
    public IReadOnlyList<SeatUsage> GetUsageByProfile() => Asked(() => _session.ReadConsistently(() => ByProfile(_session.Snapshot())));

    /// <summary>The seats in use at the points of an hour, day, week or month, oldest first. The time depends on the length of the range, not on the number of events or users.</summary>
    /// <param name="filter">Which points, or null for every day.</param>
    /// <exception cref="PermException"><c>NotPermitted</c>: the acting user may not see seat figures; <c>ProfileNotFound</c>: a literal name that does not exist.</exception>
    public IEnumerable<SeatHistoryPoint> GetHistory(SeatHistoryFilter? filter = null) => Asked(() => SeatHistoryReader.Read(_session, filter ?? new SeatHistoryFilter()));

    /// <summary>When the seats of each tier run out if they go on as they did, Heavy first.</summary>
    /// <param name="tiers">The tiers, or null for all.</param>
    /// <param name="horizon">How many days to look ahead; 1 to 3650.</param>
    /// <param name="confidence">The share of such forecasts whose day falls in the band; 0.5 to 0.99.</param>
    /// <exception cref="PermException"><c>NotPermitted</c>: the acting user may not see seat figures; <c>InvalidValue</c>: a horizon or a confidence out of range.</exception>
    public IReadOnlyList<SeatForecast> GetForecast(IReadOnlyList<Tier>? tiers = null, int horizon = 365, double confidence = 0.9)
    {
        SeatForecaster.Check(horizon, confidence);
        return Asked(() => _session.ReadConsistently(() => (IReadOnlyList<SeatForecast>)
        [
            .. Tiers.Where(tier => tiers?.Contains(tier) != false).Select(tier =>
            {
                IReadOnlyList<SeatHistoryPoint> days = SeatHistoryReader.RecentDays(_session, tier);
                return SeatForecaster.Run(tier, days[^1].Limit, [.. days.Select(day => day.Active)], days[^1].At, horizon, confidence);
            }),
        ]));
    }

    /// <summary>Replaces the contract.</summary>
    /// <exception cref="PermException"><c>InvalidValue</c>: a negative limit or delay, a percentage outside 1 to 100, a currency that is not three letters; <c>SeatLimitExceeded</c>: a limit lowered under what is in use while the contract blocks.</exception>
    public SeatContract SetContract(SeatContract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        return ChangeContract(_ => contract);
    }

    /// <summary>Changes the contract as it stands; nobody else can change it in between.</summary>
    /// <param name="change">Makes the contract that is wanted from the one that is.</param>
    /// <param name="read">The contract from whose reading the change was decided, or null.</param>
    /// <exception cref="PermException">As <see cref="SetContract"/>; <c>ConcurrentChange</c>: somebody else changed since it was read what this changes.</exception>
    public SeatContract ChangeContract(Func<SeatContract, SeatContract> change, SeatContract? read = null)
    {
        ArgumentNullException.ThrowIfNull(change);
        SeatLedger.Announce(_session);
        return _session.Write(scope =>
        {
            scope.Acting?.Demand(DelegatedAction.ManageSettings, "Seat contract");
            SeatContract before = scope.Snapshot.Contract;
            SeatContract contract = change(before) with { Origin = before.Origin };
            contract.Validate();
            if (read is not null && read.Origin.IsOf(_session))
            {
                CheckLostUpdate(read, before, contract);
            }

            if (before == contract)
            {
                return contract;
            }

            scope.Seats.Reshape([], contract, "Seat contract");
            Write(scope, before, contract);
            return contract;
        });
    }

    /// <summary>What granting and revoking rights would do.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="grant">Keys, unique names or wildcards of the rights to grant.</param>
    /// <param name="revoke">The same of the rights to revoke.</param>
    /// <exception cref="PermException"><c>NotPermitted</c>: the acting user may not see seat figures; and what the grant or revocation would be refused for, seats apart.</exception>
    public SeatImpact MeasureRights(string profile, IReadOnlyList<string> grant, IReadOnlyList<string> revoke)
    {
        SeatImpact impact = Measure((snapshot, ledger) => Change(snapshot, ledger, profile, grant, revoke));
        _session.Warnings.AddRange(RightChange.UnmatchedWarnings([.. grant, .. revoke]));
        return impact;
    }

    private static (string Target, Tier Before, Tier After, Action Apply) Change(PermissionSnapshot snapshot, SeatLedger ledger, string profile, IReadOnlyList<string> grant, IReadOnlyList<string> revoke)
    {
        ProfileEntry entry = snapshot.Profile(profile);
        RightSet rights = RightChange.Revoke(entry.Direct, RightCatalogue.Default.Resolve(revoke), includeDependents: true, entry.Name);
        rights = RightChange.Grant(rights, RightCatalogue.Default.ResolveGrant(grant, allowMaintenance: false).Wanted, includeRequired: true, allowMaintenance: true, entry.Name);
        Tier after = snapshot.Tiers.Of(RightCatalogue.Default.Closure(rights));
        return (entry.Name, entry.Tier, after, () => ledger.Retier([(entry.Id, after)], entry.Name));
    }

    /// <summary>What moving a user to another profile would do.</summary>
    /// <exception cref="PermException"><c>NotPermitted</c>, <c>UserNotFound</c>, <c>ProfileNotFound</c>.</exception>
    public SeatImpact MeasureMove(UserReference user, string toProfile) => MeasureMoves([user], toProfile, refused: null)!;

    /// <summary>What moving several users to another profile at once would do. A user who is given twice counts once.</summary>
    /// <param name="users">The users.</param>
    /// <param name="toProfile">The profile they would get.</param>
    /// <param name="refused">Called for each user who does not exist, and the others are measured; null has the first such user refuse the whole.</param>
    /// <returns>The impact of all of them together, or null if none of them exists.</returns>
    /// <exception cref="PermException"><c>NotPermitted</c>, <c>ProfileNotFound</c>; <c>UserNotFound</c> where nothing is to be called.</exception>
    public SeatImpact? MeasureMoves(IReadOnlyList<UserReference> users, string toProfile, Action<PermException>? refused) => Asked(() => _session.ReadConsistently(() =>
    {
        PermissionSnapshot snapshot = _session.Snapshot();
        ProfileEntry to = snapshot.Profile(toProfile);
        Dictionary<long, UserOutline> rows = [];
        foreach (UserReference user in users)
        {
            _session.ThrowIfCancelled();
            try
            {
                UserOutline row = UserOutline.Resolve(_session, user);
                rows[row.Id] = row;
            }
            catch (PermNotFoundException error) when (refused is not null)
            {
                refused(error);
            }
        }

        if (rows.Count == 0)
        {
            return null;
        }

        string target = rows.Count == 1 ? rows.Values.First().UserName : string.Create(CultureInfo.InvariantCulture, $"{rows.Count} users");
        Tier highest = rows.Values.Max(row => snapshot.Profile(row.ProfileId).Tier);
        return Measure((_, ledger) => (target, highest, to.Tier, () =>
        {
            foreach (UserOutline row in rows.Values)
            {
                ledger.Move(row.ProfileId, row.IsActive, to.Id, row.IsActive, row.UserName);
            }
        }));
    }));

    /// <summary>What giving a right another tier would do.</summary>
    /// <exception cref="PermException"><c>NotPermitted</c>, <c>RightNotFound</c>, <c>RightAmbiguous</c>.</exception>
    public SeatImpact MeasureTier(string right, Tier? tier) => Measure((snapshot, ledger) =>
    {
        PermRight found = RightCatalogue.Default.Resolve(right);
        Tier after = tier ?? found.DefaultTier;
        (long, Tier)[] moves = [.. snapshot.Moves(snapshot.Tiers.With(found, after))];
        return (found.Key, snapshot.Tiers.Of(found.Index), after, () => ledger.Retier(moves, found.Key));
    });

    /// <summary>Where seats could be saved: users who do not come, then profiles that are nearly of a lower tier. Streams.</summary>
    /// <param name="notSeenForDays">After how many days without a login, and of age, a seat counts as unused; 0 to 36500.</param>
    /// <param name="kinds">Which kinds; null is all.</param>
    /// <param name="tiers">Of which tiers; null is all.</param>
    /// <exception cref="PermNotPermittedException"><c>NotPermitted</c>: the acting user may not see seat figures.</exception>
    public IEnumerable<SeatRecommendation> Recommend(int notSeenForDays = DayLimits.NotSeen, IReadOnlyList<SeatRecommendationKind>? kinds = null, IReadOnlyList<Tier>? tiers = null)
    {
        _session.Demand(DelegatedAction.ViewSeats, target: null);
        SeatAdvisor advisor = new(_session, _needs);
        return Of(SeatRecommendationKind.UnusedSeat, () => advisor.Unused(notSeenForDays))
            .Concat(Of(SeatRecommendationKind.NeverSignedIn, () => advisor.NeverSignedIn(notSeenForDays)))
            .Concat(Of(SeatRecommendationKind.NearlyLowerTier, advisor.NearlyLowerTier))
            .Where(item => tiers?.Contains(item.Tier) != false);

        IEnumerable<SeatRecommendation> Of(SeatRecommendationKind kind, Func<IEnumerable<SeatRecommendation>> found) =>
            kinds?.Contains(kind) == false ? [] : found();
    }

    /// <summary>
    /// How a number of seats can be freed with the least harm. Users come first, those unseen for longest at the top; whoever has a role is left out.
    /// Profiles follow only where they are asked for. Only seats of tiers that have a limit are worth freeing.
    /// </summary>
    /// <param name="seats">How many seats; 1 or more.</param>
    /// <param name="tiers">Of which tiers; null is each that has a limit.</param>
    /// <param name="notSeenForDays">After how many days without a login, and of age, a seat counts as unused; 0 to 36500.</param>
    /// <param name="kinds">Which kinds; null is those about users.</param>
    /// <exception cref="PermNotPermittedException"><c>NotPermitted</c>: the acting user may not see seat figures.</exception>
    public IReadOnlyList<SeatRecommendation> RecommendSeats(int seats, IReadOnlyList<Tier>? tiers = null, int notSeenForDays = DayLimits.NotSeen, IReadOnlyList<SeatRecommendationKind>? kinds = null) => Asked(() => _session.ReadConsistently(() =>
    {
        SeatContract contract = _session.Snapshot().Contract;
        Tier[] limited = [.. Tiers.Where(tier => tiers?.Contains(tier) != false && contract.Limit(tier) is not null)];
        if (limited.Length == 0)
        {
            _session.Warnings.Add(new PermWarning(WarningId.SeatsUnlimited, $"The contract does not limit {string.Join(" or ", tiers ?? Tiers)} seats, so freeing them saves nothing.", tiers?[0]));
            return (IReadOnlyList<SeatRecommendation>)[];
        }

        List<(string Profile, SeatRecommendation Item)> users = new SeatSelection(_session).LongestUnseen(limited, seats, notSeenForDays, kinds);
        List<SeatRecommendation> found = [.. users.Select(user => user.Item)];
        long missing = seats - found.Count;
        if (kinds?.Contains(SeatRecommendationKind.NearlyLowerTier) == true)
        {
            // The seats of the users above are free by then.
            foreach ((SeatRecommendation profile, long more) in new SeatAdvisor(_session, _needs).NearlyLowerTier()
                .Where(item => limited.Contains(item.Tier))
                .Select(item => (item, More: item.SeatsFreed - users.Count(user => user.Profile == item.ProfileName)))
                .Where(item => item.More > 0)
                .OrderBy(item => item.More)
                .TakeWhile(_ => missing > 0))
            {
                found.Add(profile);
                missing -= more;
            }
        }

        if (missing > 0)
        {
            _session.Warnings.Add(new PermWarning(
                WarningId.FewerSeatsFound,
                string.Create(CultureInfo.InvariantCulture, $"Only {seats - missing} of {Quantity.Of(seats, $"{string.Join(" or ", limited)} seat")} can be freed: {WhyNoMore(notSeenForDays, kinds)}."),
                seats));
        }

        return found;
    }));

    private static string WhyNoMore(int days, IReadOnlyList<SeatRecommendationKind>? kinds) => kinds switch
    {
        null or { Count: 0 } => Users(days),
        [SeatRecommendationKind.NearlyLowerTier] => "no other profile would be of a lower tier with seats for its users if it lost one or two rights that nobody needs for a role or a decision",
        _ => $"{Users(days)}, or is not of the kinds that are asked for",
    };

    private static string Users(int days) => $"everyone else signed in or was made within {Quantity.Of(days, "day")}, has a role, or owns Content Workflow";

    private static void CheckLostUpdate(SeatContract read, SeatContract now, SeatContract wanted)
    {
        Check(nameof(SeatContract.Heavy), contract => contract.Heavy);
        Check(nameof(SeatContract.Regular), contract => contract.Regular);
        Check(nameof(SeatContract.Light), contract => contract.Light);
        Check(nameof(SeatContract.Enforcement), contract => contract.Enforcement);
        Check(nameof(SeatContract.WarningPercent), contract => contract.WarningPercent);
        Check(nameof(SeatContract.ReactivationDelayDays), contract => contract.ReactivationDelayDays);
        Check(nameof(SeatContract.PricePerSeat), contract => contract.PricePerSeat);
        Check(nameof(SeatContract.Currency), contract => contract.Currency);

        void Check<T>(string field, Func<SeatContract, T> value) => LostUpdate.Check(ErrorDetail.Contract, "Seat contract", field, value(read), value(now), value(wanted));
    }

    /// <summary>Writes a contract for which the seats are settled.</summary>
    internal static void Write(WriteScope scope, SeatContract before, SeatContract contract)
    {
        scope.Acting?.Demand(DelegatedAction.ManageSettings, "Seat contract");
        scope.Audit.Write(AuditAction.ContractChanged, "Contract", "Seats", targetId: null, before.WriteTo, contract.WriteTo);
        scope.Session.Send(
            "UPDATE seat_contract SET heavy = $1, regular = $2, light = $3, enforcement = $4, warning_percent = $5, reactivation_delay_days = $6, heavy_price = $7, regular_price = $8, light_price = $9, currency = $10",
            contract.Values());
        scope.Session.ConfigurationChanged();
    }

    private bool MayShow => _session.Read(_session.Acting)?.MayDo(DelegatedAction.ViewSeats) != false;

    private T Asked<T>(Func<T> read)
    {
        _session.Demand(DelegatedAction.ViewSeats, target: null);
        return read();
    }

    private SeatImpact Measure(Func<PermissionSnapshot, SeatLedger, (string Target, Tier Before, Tier After, Action Apply)> plan) => Asked(() => _session.ReadConsistently(() =>
    {
        SeatLedger before = SeatLedger.Load(_session);
        SeatLedger blocking = before.Fork();
        SeatLedger after = before.ForkUnlimited();
        PermissionSnapshot snapshot = _session.Snapshot();
        (string target, Tier tierBefore, Tier tierAfter, Action apply) = plan(snapshot, after);
        apply();
        bool fits = true;
        try
        {
            plan(snapshot, blocking).Apply();
        }
        catch (SeatLimitException)
        {
            fits = false;
        }

        return new SeatImpact
        {
            Target = target,
            TierBefore = tierBefore,
            TierAfter = tierAfter,
            UsersMoved = Tiers.Sum(tier => Math.Max(0, after.Used(tier) - before.Used(tier))),
            HeavyBefore = before.Used(Tier.Heavy),
            HeavyAfter = after.Used(Tier.Heavy),
            RegularBefore = before.Used(Tier.Regular),
            RegularAfter = after.Used(Tier.Regular),
            LightBefore = before.Used(Tier.Light),
            LightAfter = after.Used(Tier.Light),
            Fits = fits,
            SeatsMissing = Tiers.Sum(tier => Math.Max(0, Math.Min(after.Used(tier) - before.Used(tier), after.Used(tier) - snapshot.Contract.Limit(tier) ?? 0))),
        };
    }));

    private IReadOnlyList<SeatUsage> ByProfile(PermissionSnapshot snapshot)
    {
        SeatLedger ledger = SeatLedger.Load(_session);
        return [.. snapshot.Profiles.OrderByDescending(profile => profile.Tier).Select(profile =>
        {
            (long active, long inactive) = ledger.Count(profile.Id);
            return new SeatUsage { ProfileName = profile.Name, Tier = profile.Tier, Active = active, Inactive = inactive };
        })];
    }
}
