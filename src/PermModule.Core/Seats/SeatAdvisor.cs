using System.Globalization;

namespace PermModule;

/// <summary>Finds seats that could be free. Users are read page by page, so that somebody can deactivate them while they come.</summary>
internal sealed class SeatAdvisor(StoreSession session)
{
    /// <summary>How many rights a profile can be asked to give up for a lower tier.</summary>
    private const int MaxRights = 2;

    private const int PageSize = Batching.Page;

    /// <summary>Active users whose last login, and whose account, is at least this old.</summary>
    public IEnumerable<SeatRecommendation> Unused(int days) => Users(
        SeatRecommendationKind.UnusedSeat,
        "SELECT id, user_name, profile_id, last_login_at FROM users WHERE id > @after AND is_active = 1 AND last_login_at <= @oldest AND created_at <= @oldest ORDER BY id LIMIT @PageSize",
        days,
        "last signed in");

    /// <summary>Active users who never signed in, with accounts at least this old.</summary>
    public IEnumerable<SeatRecommendation> NeverSignedIn(int days) => Users(
        SeatRecommendationKind.NeverSignedIn,
        "SELECT id, user_name, profile_id, created_at FROM users WHERE id > @after AND is_active = 1 AND last_login_at IS NULL AND created_at <= @oldest ORDER BY id LIMIT @PageSize",
        days,
        "never signed in; the account was made");

    /// <summary>
    /// Profiles with users that one or two rights, with what depends on them, keep above a lower tier that has the seats for them.
    /// The users of all of them have seats there, also when every recommendation is followed.
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
            if (leaving.Count > MaxRights || !TryRetier(ledger, profile, after))
            {
                continue;
            }

            string[] keys = [.. catalogue.RightsOf(leaving).Select(right => right.Key)];
            found.Add(new SeatRecommendation
            {
                Kind = SeatRecommendationKind.NearlyLowerTier,
                ProfileName = profile.Name,
                Tier = profile.Tier,
                Reason = string.Create(CultureInfo.InvariantCulture, $"Without {string.Join(" and ", keys.Select(key => $"'{key}'"))} the profile '{profile.Name}' with {active} active users would be {after} instead of {profile.Tier}."),
                SeatsFreed = active,
                Rights = NameList.Of(keys),
                Origin = new ReadOrigin(session.Origin),
            });
        }

        return found;
    });

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

    private IEnumerable<SeatRecommendation> Users(SeatRecommendationKind kind, string sql, int days, string what)
    {
        DateTimeOffset now = session.Time.GetUtcNow();
        long oldest = UtcTime.ToStored(now.AddDays(-days));
        long last = 0;
        long read;
        do
        {
            (List<SeatRecommendation> page, long next) = session.ReadConsistently(() => Page(kind, sql, last, oldest, now, what));
            foreach (SeatRecommendation user in page)
            {
                yield return user;
            }

            (read, last) = (next - last, next);
        }
        while (read > 0);
    }

    private (List<SeatRecommendation> Page, long Last) Page(SeatRecommendationKind kind, string sql, long after, long oldest, DateTimeOffset now, string what)
    {
        PermissionSnapshot snapshot = session.Snapshot();
        IReadOnlyList<(long Id, string UserName, long ProfileId, long Since)> rows = session.Rows<(long, string, long, long)>(sql, new { after, oldest, PageSize });

        // The owner of Content Workflow cannot be deactivated before somebody else owns it.
        IEnumerable<SeatRecommendation> page = rows.Where(row => row.Id != snapshot.WorkflowOwnerId).Select(row => new SeatRecommendation
        {
            Kind = kind,
            UserName = row.UserName,
            Tier = snapshot.Profile(row.ProfileId).Tier,
            Reason = string.Create(CultureInfo.InvariantCulture, $"'{row.UserName}' {what} {(int)(now - UtcTime.FromStored(row.Since)).TotalDays} days ago."),
            SeatsFreed = 1,
            Origin = new ReadOrigin(session.Origin),
            Stored = new UserKey(row.Id, row.UserName),
        });
        return ([.. page], rows.Count == 0 ? after : rows[^1].Id);
    }
}
