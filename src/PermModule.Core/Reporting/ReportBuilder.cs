using System.Reflection;

namespace PermModule.Reporting;

/// <summary>Gathers a report. Runs inside one read transaction, so that all figures are of one state of the store.</summary>
internal sealed class ReportBuilder(StoreSession session, ReportOptions options)
{
    /// <summary>How many departments, locations and profiles a list names.</summary>
    private const int MaxPlaces = 50;

    private const int MaxIdle = 15;

    private const int DaysAhead = 91;

    private const int Horizon = 365;

    private const double Confidence = 0.9;

    private const string DefaultTitle = "Permission report";

    private static readonly string Version = typeof(ReportBuilder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private readonly PermissionSnapshot _snapshot = session.Snapshot();
    private readonly long _now = UtcTime.ToStored(session.Time.GetUtcNow());

    public ReportModel Build(string? title, EarlierReport? earlier)
    {
        Tell("Counting seats", 0);
        IReadOnlyList<ReportProfile> profiles = Profiles();
        Tell("Reading users", 5);
        UserTotals totals = UserTotals.Read(session, options.NotSeenForDays, share => Tell("Reading users", 5 + (35 * share / 100)));
        ReportFindings found = Findings().ToFindings();
        IReadOnlyList<SeatSaving> savings = [.. Unused(totals), .. LowerTiers()];
        Tell("Writing", 90);
        ReportModel report = new()
        {
            Title = title ?? DefaultTitle,
            GeneratedAt = UtcTime.FromStored(_now),
            ModuleVersion = Version,
            Store = Facts(profiles),
            Contract = _snapshot.Contract,
            Tiers = new SeatService(session, needs: []).GetUsageUnasked(),
            SeatHistory = SeatHistory(),
            Profiles = profiles,
            Findings = found,
            Coverage = Coverage(totals),
            WaitingRoom = BacklogReader.Read(session, options.PendingForDays),
            Inactivity = Inactivity(totals, profiles),
            Rights = Held(),
            Privileges = PrivilegeReader.Read(session, _snapshot),
            WriteStep = options.WriteStep,
            RightsHeldByNone = RightCatalogue.Default.Rights.Count - AllHeld().Count,
        };
        report = earlier is null ? report : report with { Comparison = earlier.Compare(report) };
        return report with { Summary = new SummaryWriter(report, options, savings).Write() };
    }

    /// <summary>The seats of users who do not come and have no role.</summary>
    private IEnumerable<SeatSaving> Unused(UserTotals totals) =>
        from profile in totals.Profiles
        group profile.Value.Freeable by _snapshot.Profile(profile.Key).Tier into tier
        let seats = tier.Sum()
        where seats > 0
        select new SeatSaving(
            $"Deactivate {ReportText.Number(seats, "user", "users")} who did not sign in for {ReportText.Number(options.NotSeenForDays, "day", "days")} and {(seats == 1 ? "has" : "have")} no role.",
            new RecommendedStep { Kind = RecommendedStepKind.FreeSeats, Tier = tier.Key, Days = options.NotSeenForDays, Seats = _snapshot.Contract.Limit(tier.Key) is null ? null : seats },
            tier.Key,
            seats,
            TierAfter: null);

    /// <summary>The profiles that one or two rights keep above a lower tier.</summary>
    private IEnumerable<SeatSaving> LowerTiers() =>
        from saving in new AuditContext(session, new AuditOptions(), verifier: null, static _ => { }).Seats.NearlyLowerTier()
        let profile = _snapshot.Profile(saving.ProfileName!)
        let rest = RightChange.Revoke(profile.Direct, RightCatalogue.Default.Resolve(saving.Rights), includeDependents: true, profile.Name)
        let after = _snapshot.Tiers.Of(RightCatalogue.Default.Closure(rest))
        select new SeatSaving(
            $"Take {string.Join(" and ", RightCatalogue.Default.RightsOf(RightCatalogue.Default.Resolve(saving.Rights)).Select(right => $"'{right.Name}'"))} from the profile '{profile.Name}' if its {ReportText.Number(saving.SeatsFreed, "user does", "users do")} not need {(saving.Rights.Count == 1 ? "it" : "them")}; {(saving.SeatsFreed == 1 ? "the user then needs a" : "they then need")} {after} {(saving.SeatsFreed == 1 ? "seat" : "seats")}.",
            Steps.Revoke(profile, RightCatalogue.Default.Resolve(saving.Rights)),
            saving.Tier,
            saving.SeatsFreed,
            after);

    private void Tell(string what, int percent) => options.Progress?.Invoke(what, percent);

    private ReportStore Facts(IReadOnlyList<ReportProfile> profiles) => new()
    {
        Id = StoreHead.StoreId(session),
        Name = Path.GetFileName(session.Path),
        SchemaVersion = session.Link.ReadSchemaVersion(),
        Users = profiles.Sum(profile => profile.Total),
        ActiveUsers = profiles.Sum(profile => profile.Active),
        Profiles = profiles.Count,
        Groups = session.Scalar("SELECT COUNT(*) FROM user_groups") ?? 0,
        PendingRequests = session.Scalar("SELECT COUNT(*) FROM waiting_items WHERE pending_count > 0") ?? 0,
        LastAuditEvent = session.Version(),
    };

    private IReadOnlyList<ReportProfile> Profiles()
    {
        SeatLedger ledger = SeatLedger.Load(session);
        return
        [
            .. _snapshot.Profiles.OrderByDescending(profile => profile.Tier).Select(profile =>
            {
                (long active, long inactive) = ledger.Count(profile.Id);
                return new ReportProfile
                {
                    Name = profile.Name,
                    Tier = profile.Tier,
                    Active = active,
                    Inactive = inactive,
                    IsDefault = profile.IsDefault,
                    Rights = [.. Keys(profile.Direct)],
                    ImpliedRights = [.. Keys(profile.Effective - profile.Direct)],
                };
            }),
        ];
    }

    private ReportSeatHistory[] SeatHistory() =>
    [
        .. new[] { Tier.Heavy, Tier.Regular, Tier.Light }.Select(tier =>
        {
            IReadOnlyList<SeatHistoryPoint> days = SeatHistoryReader.RecentDays(session, tier);
            long[] active = [.. days.Select(day => day.Active)];
            DateTimeOffset today = SeatCalendar.Begin(SeatInterval.Day, days[^1].At);
            return new ReportSeatHistory
            {
                Tier = tier,
                Days = [.. days.Select(day => new ReportSeatDay(day.At, day.Active, day.Limit))],
                Ahead = SeatTrend.Of(active, out _) is { } trend
                    ? [.. trend.Band(DaysAhead, Confidence).Select((day, i) => new ReportSeatOutlook(today.AddDays(i + 1), Math.Round(day.Low, 1), Math.Round(day.Middle, 1), Math.Round(day.High, 1)))]
                    : [],
                Forecast = SeatForecaster.Run(tier, days[^1].Limit, active, days[^1].At, Horizon, Confidence),
            };
        }),
    ];

    private static IEnumerable<string> Keys(RightSet rights) => RightCatalogue.Default.RightsOf(rights).Select(right => right.Key);

    private RightSet AllHeld() => _snapshot.Profiles.Aggregate(RightSet.Empty, (all, profile) => all | profile.Effective);

    private IReadOnlyList<ReportRight> Held() =>
    [
        .. RightCatalogue.Default.RightsOf(AllHeld()).Select(right => new ReportRight
        {
            Key = right.Key,
            Name = right.Name,
            Solution = right.Solution,
            Category = right.Category,
            Tier = _snapshot.Tiers.Of(right.Index),
            Kind = right.Kind,
        }),
    ];

    private FindingCollector Findings()
    {
        FindingCollector collector = new(options);
        AuditOptions audit = new()
        {
            NotSeenForDays = options.NotSeenForDays,
            PendingForDays = options.PendingForDays,
            Progress = (rule, percent) => Tell(rule, 40 + (percent / 2)),
        };
        foreach (PermFinding finding in new AuditService(session).RunUnasked(audit))
        {
            collector.Add(finding);
        }

        return collector;
    }

    private ReportCoverage Coverage(UserTotals totals)
    {
        RoleTotals roles = RoleTotals.Read(session);
        (IReadOnlyList<ReportPlace> departments, int departmentsLeftOut) = Places(totals.Departments, roles.ChampionsByDepartment);
        (IReadOnlyList<ReportPlace> locations, int locationsLeftOut) = Places(totals.Locations, roles.ChampionsByLocation);
        return new ReportCoverage
        {
            PortalOwners = roles.PortalOwners,
            Champions = roles.Champions,
            Departments = departments,
            DepartmentsLeftOut = departmentsLeftOut,
            Locations = locations,
            LocationsLeftOut = locationsLeftOut,
        };
    }

    private static (IReadOnlyList<ReportPlace> Shown, int LeftOut) Places(PlaceCounts counts, IReadOnlyDictionary<string, long> champions) => Cut(
        counts.Named
            .Where(place => place.Value.Active > 0)
            .Select(place => (place.Key, Place: new ReportPlace(place.Value.Name!, place.Value.Active, champions.GetValueOrDefault(place.Key))))
            .OrderBy(place => place.Place.Champions > 0)
            .ThenByDescending(place => place.Place.ActiveUsers)
            .ThenBy(place => place.Key, StringComparer.Ordinal)
            .Select(place => place.Place),
        MaxPlaces);

    private ReportInactivity Inactivity(UserTotals totals, IReadOnlyList<ReportProfile> profiles)
    {
        (IReadOnlyList<ReportIdle> idleProfiles, int profilesLeftOut) = Idle(totals.Profiles.Select(pair => (_snapshot.Profile(pair.Key).NameKey, (string?)_snapshot.Profile(pair.Key).Name, pair.Value)));
        (IReadOnlyList<ReportIdle> idleDepartments, int departmentsLeftOut) = Idle(totals.Departments.All.Select(pair => (pair.Key, pair.Value.Name, pair.Value)));
        return new ReportInactivity
        {
            NotSeenForDays = options.NotSeenForDays,
            Deactivated = profiles.Sum(profile => profile.Inactive),
            NotSeen = totals.Profiles.Values.Sum(count => count.NotSeen),
            NeverSignedIn = totals.Profiles.Values.Sum(count => count.NeverSignedIn),
            Profiles = idleProfiles,
            ProfilesLeftOut = profilesLeftOut,
            Departments = idleDepartments,
            DepartmentsLeftOut = departmentsLeftOut,
            LongestNotSeen = [.. totals.LongestNotSeen.Select(Person)],
        };
    }

    private static (IReadOnlyList<ReportIdle> Shown, int LeftOut) Idle(IEnumerable<(string Key, string? Name, UserCount Count)> counts) => Cut(
        counts
            .Select(item => (item.Key, Idle: new ReportIdle(item.Name, item.Count.Active, item.Count.NotSeen, item.Count.NeverSignedIn)))
            .Where(item => item.Idle.Idle > 0)
            .OrderByDescending(item => item.Idle.Idle)
            .ThenBy(item => item.Key, StringComparer.Ordinal)
            .Select(item => item.Idle),
        MaxIdle);

    private ReportPerson Person(long id)
    {
        UserRow row = new UserStatements(session).FindById(id)!;
        PermUser user = row.ToUser(_snapshot.Profile(row.ProfileId), groups: [], session.Version(), session.Origin);
        return new ReportPerson(user.UserName, user.DisplayName, user.ProfileName, user.Department, user.LastLoginAt!.Value);
    }

    private static (IReadOnlyList<T> Shown, int LeftOut) Cut<T>(IEnumerable<T> items, int limit)
    {
        T[] all = [.. items];
        return (all.Length <= limit ? all : all[..limit], Math.Max(0, all.Length - limit));
    }
}
