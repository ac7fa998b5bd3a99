namespace PermModule;

/// <summary>Chooses the users whose seats can be freed with the least harm: those unseen for longest first. Whoever has a role is left out.</summary>
internal sealed class SeatSelection(StoreSession session)
{
    private const string Sql = """
        SELECT id, user_name, user_name_key, profile_id, last_login_at, created_at FROM users
        WHERE profile_id = $1 AND is_active = 1 AND created_at <= $2 AND COALESCE(last_login_at, created_at) <= $2
            AND id NOT IN (SELECT user_id FROM role_members) AND id NOT IN (SELECT user_id FROM content_workflow_owner)
        ORDER BY COALESCE(last_login_at, created_at), user_name_key LIMIT $3
        """;

    /// <summary>Up to so many recommendations, in the order in which they are best carried out, each with the name of the user's profile.</summary>
    /// <param name="tiers">The tiers whose seats are wanted.</param>
    /// <param name="seats">How many seats are wanted.</param>
    /// <param name="days">After how many days without a login, and of age, a seat counts as unused.</param>
    /// <param name="kinds">Which kinds of recommendations about users; null is both.</param>
    public List<(string Profile, SeatRecommendation Item)> LongestUnseen(IReadOnlyCollection<Tier> tiers, int seats, int days, IReadOnlyList<SeatRecommendationKind>? kinds) => session.ReadConsistently(() =>
    {
        DateTimeOffset now = session.Time.GetUtcNow();
        long oldest = UtcTime.ToStored(now.AddDays(-days));
        List<(long Since, string Key, string Profile, SeatRecommendation Item)> found = [];
        foreach (ProfileEntry profile in session.Snapshot().Profiles.Where(profile => tiers.Contains(profile.Tier)))
        {
            session.ThrowIfCancelled();
            using Statement users = session.Query(Sql, profile.Id, oldest, kinds is null ? seats : long.MaxValue);
            while (users.Next())
            {
                long? login = users.IsNull(4) ? null : users.Number(4);
                SeatRecommendationKind kind = login is null ? SeatRecommendationKind.NeverSignedIn : SeatRecommendationKind.UnusedSeat;
                if (kinds?.Contains(kind) != false)
                {
                    long since = login ?? users.Number(5);
                    found.Add((since, users.Text(2)!, profile.Name, SeatAdvisor.ForUser(session, new UserKey(users.Number(0), users.Text(1)!), kind, profile.Tier, since, now, isLimited: true)));
                }
            }
        }

        return (List<(string, SeatRecommendation)>)[.. found.OrderBy(user => user.Since).ThenBy(user => user.Key, StringComparer.Ordinal).Take(seats).Select(user => (user.Profile, user.Item))];
    });
}
