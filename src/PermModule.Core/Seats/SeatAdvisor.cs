using System.Globalization;
using PermModule.Delegation;

namespace PermModule;

/// <summary>Finds seats that could be free. Users are read page by page, so that somebody can deactivate them while they come.</summary>
internal sealed class SeatAdvisor(StoreSession session, IReadOnlyList<ProfileNeed> needs)
{
    /// <summary>How many rights a profile can be asked to give up for a lower tier.</summary>
    private const int MaxRights = 2;

    /// <summary>How many users a recommendation names who would lose a right.</summary>
    private const int MaxNamed = 10;

    private const int PageSize = Batching.Page;

    /// <summary>What somebody has to be able to do, or nobody can give a right, a user or a seat any more.</summary>
    private static readonly PermRight[] Administration =
    [
        .. new[] { DelegatedAction.ManageUsers, DelegatedAction.ManageProfiles, DelegatedAction.ManageGroups, DelegatedAction.ManageSettings }.Select(DelegationRules.RightFor),
    ];

    /// <summary>Active users whose last login, and whose account, is at least this old.</summary>
    public IEnumerable<SeatRecommendation> Unused(int days) => Users(
        SeatRecommendationKind.UnusedSeat,
        "SELECT id, user_name, profile_id, last_login_at FROM users WHERE id > @after AND is_active = 1 AND last_login_at <= @oldest AND created_at <= @oldest ORDER BY id LIMIT @PageSize",
        days);

    /// <summary>Active users who never signed in, with accounts at least this old.</summary>
    public IEnumerable<SeatRecommendation> NeverSignedIn(int days) => Users(
        SeatRecommendationKind.NeverSignedIn,
        "SELECT id, user_name, profile_id, created_at FROM users WHERE id > @after AND is_active = 1 AND last_login_at IS NULL AND created_at <= @oldest ORDER BY id LIMIT @PageSize",
        days);

    /// <summary>
    /// Profiles with users that one or two rights, with what depends on them, keep above a lower tier that has the seats for them.
    /// The users of all of them have seats there, also when every recommendation is followed. Profiles whose users need the rights,
    /// for a role, to decide on requests or to administer what nobody else does, are left out, and so are those whose users a restriction or obligation binds.
    /// </summary>
    public IReadOnlyList<SeatRecommendation> NearlyLowerTier() => session.ReadConsistently(() =>
    {
        PermissionSnapshot snapshot = session.Snapshot();
        RightCatalogue catalogue = RightCatalogue.Default;
        SeatLedger ledger = SeatLedger.Load(session);
        List<SeatRecommendation> found = [];
        foreach (ProfileEntry profile in snapshot.Profiles.OrderByDescending(profile => profile.Tier))
        {
            (long active, _) = ledger.Count(profile.Id);
            if (active == 0 || profile.Tier == Tier.Light)
            {
                continue;
            }

            RightSet lifting = RightCatalogue.SetOf(catalogue.RightsOf(profile.Effective).Where(right => snapshot.Tiers.Of(right.Index) == profile.Tier));
            RightSet rest = RightChange.Revoke(profile.Direct, lifting, includeDependents: true, profile.Name);
            RightSet leaving = profile.Direct - rest;
            Tier after = snapshot.Tiers.Of(catalogue.Closure(rest));
            if (leaving.Count > MaxRights || IsKept(snapshot, ledger, profile, leaving) || needs.Any(need => need(session, profile, leaving, after)) || !TryRetier(ledger, profile, after))
            {
                continue;
            }

            string[] keys = [.. catalogue.RightsOf(leaving).Select(right => right.Key)];
            NameList affected = Affected(profile);
            string more = affected.Count == active ? "" : string.Create(CultureInfo.InvariantCulture, $" and {active - affected.Count} more");
            found.Add(new SeatRecommendation
            {
                Kind = SeatRecommendationKind.NearlyLowerTier,
                ProfileName = profile.Name,
                Tier = profile.Tier,
                Reason = string.Create(CultureInfo.InvariantCulture, $"Without {string.Join(" and ", keys.Select(key => $"'{key}'"))} the profile '{profile.Name}' with {Quantity.Of(active, "active user")} would be {after} instead of {profile.Tier}. It would take {(keys.Length == 1 ? "that right" : "those rights")} from {string.Join(", ", affected.Select(name => $"'{name}'"))}{more}."),
                SeatsFreed = active,
                Saving = snapshot.Contract.Limit(profile.Tier) is null ? 0 : active,
                AffectedUsers = affected,
                Rights = NameList.Of(keys),
                Origin = new ReadOrigin(session.Origin),
            });
        }

        return found;
    });

    /// <summary>What is recommended about a user.</summary>
    /// <param name="session">The store.</param>
    /// <param name="user">The user.</param>
    /// <param name="kind">Whether the user ever signed in.</param>
    /// <param name="tier">The tier of the user's profile.</param>
    /// <param name="since">The last login, or where there is none when the account was made, in stored form.</param>
    /// <param name="now">The time.</param>
    /// <param name="isLimited">True if the contract limits the tier.</param>
    internal static SeatRecommendation ForUser(StoreSession session, UserKey user, SeatRecommendationKind kind, Tier tier, long since, DateTimeOffset now, bool isLimited)
    {
        DateTimeOffset at = UtcTime.FromStored(since);
        bool isNever = kind == SeatRecommendationKind.NeverSignedIn;
        return new SeatRecommendation
        {
            Kind = kind,
            UserName = user.UserName,
            Tier = tier,
            Reason = string.Create(CultureInfo.InvariantCulture, $"'{user.UserName}' {(isNever ? "never signed in; the account was made" : "last signed in")} {Quantity.Of((long)(now - at).TotalDays, "day")} ago."),
            SeatsFreed = 1,
            Saving = isLimited ? 1 : 0,
            LastLoginAt = isNever ? null : at,
            Origin = new ReadOrigin(session.Origin),
            Stored = user,
        };
    }

    /// <summary>True for rights that are no seat to save: what binds the users, and what nobody else could do.</summary>
    private static bool IsKept(PermissionSnapshot snapshot, SeatLedger ledger, ProfileEntry profile, RightSet leaving) =>
        RightCatalogue.Default.RightsOf(leaving).Any(right => right.Kind is RightKind.Restriction or RightKind.Obligation)
        || Administration.Any(right => leaving.Contains(right.Index) && !ActiveHolders.HasOthers(snapshot, ledger, profile, right));

    private NameList Affected(ProfileEntry profile) => NameList.Of([.. session.Rows<string>(
        "SELECT user_name FROM users WHERE profile_id = @Id AND is_active = 1 ORDER BY COALESCE(last_login_at, 0) DESC, user_name_key LIMIT @MaxNamed",
        new { profile.Id, MaxNamed })]);

    private static bool TryRetier(SeatLedger ledger, ProfileEntry profile, Tier tier)
    {
        try
        {
            ledger.Retier([(profile.Id, tier)], profile.Name);
            return true;
        }
        catch (SeatLimitException)
        {
            return false;
        }
    }

    private IEnumerable<SeatRecommendation> Users(SeatRecommendationKind kind, string sql, int days)
    {
        DateTimeOffset now = session.Time.GetUtcNow();
        long oldest = UtcTime.ToStored(now.AddDays(-days));
        long last = 0;
        long read;
        do
        {
            (List<SeatRecommendation> page, long next) = session.ReadConsistently(() => Page(kind, sql, last, oldest, now));
            foreach (SeatRecommendation user in page)
            {
                yield return user;
            }

            (read, last) = (next - last, next);
        }
        while (read > 0);
    }

    private (List<SeatRecommendation> Page, long Last) Page(SeatRecommendationKind kind, string sql, long after, long oldest, DateTimeOffset now)
    {
        PermissionSnapshot snapshot = session.Snapshot();
        IReadOnlyList<(long Id, string UserName, long ProfileId, long Since)> rows = session.Rows<(long, string, long, long)>(sql, new { after, oldest, PageSize });

        // The owner of Content Workflow cannot be deactivated before somebody else owns it.
        IEnumerable<SeatRecommendation> page = rows.Where(row => row.Id != snapshot.WorkflowOwnerId).Select(row =>
        {
            Tier tier = snapshot.Profile(row.ProfileId).Tier;
            return ForUser(session, new UserKey(row.Id, row.UserName), kind, tier, row.Since, now, snapshot.Contract.Limit(tier) is not null);
        });
        return ([.. page], rows.Count == 0 ? after : rows[^1].Id);
    }
}
