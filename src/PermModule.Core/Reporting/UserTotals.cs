
namespace PermModule.Reporting;

/// <summary>What a report needs of the users, from reading each once. Grows with profiles, departments and locations, not with users.</summary>
internal sealed class UserTotals
{
    private const int MaxPeople = 25;

    private const int ProgressEvery = 10_000;

    public Dictionary<long, UserCount> Profiles { get; } = [];

    public PlaceCounts Departments { get; } = new();

    public PlaceCounts Locations { get; } = new();

    /// <summary>The ids of the active users not seen for the longest time, longest first.</summary>
    public IReadOnlyList<long> LongestNotSeen { get; private set; } = [];

    /// <param name="session">The store.</param>
    /// <param name="notSeenForDays">From how many days without a sign-in on a person counts as not seen.</param>
    /// <param name="progress">Is told the share that is read, 0 to 100.</param>
    public static UserTotals Read(StoreSession session, int notSeenForDays, Action<int> progress)
    {
        UserTotals totals = new();
        long limit = UtcTime.ToStored(session.Time.GetUtcNow().AddDays(-notSeenForDays));
        long all = Math.Max(1, session.Scalar("SELECT COUNT(*) FROM users WHERE is_active = 1") ?? 0);
        HashSet<long> spared = [.. session.Rows<long>("SELECT user_id FROM role_members UNION SELECT user_id FROM content_workflow_owner")];
        long read = 0;
        PriorityQueue<long, (long, long)> longest = new();
        using Statement reader = session.Query("SELECT id, profile_id, department, location, last_login_at, created_at FROM users WHERE is_active = 1 ORDER BY id");
        while (reader.Next())
        {
            if (++read % ProgressEvery == 0)
            {
                session.ThrowIfCancelled();
                progress((int)(100 * read / all));
            }

            UserCount[] counts = [totals.Profile(reader.Number(1)), totals.Departments.Of(reader.Text(2)), totals.Locations.Of(reader.Text(3))];
            bool isNew = reader.Number(5) > limit;
            long? lastLogin = reader.OptionalNumber(4);
            bool isNotSeen = !isNew && lastLogin <= limit;
            foreach (UserCount count in counts)
            {
                count.Active++;
                count.NotSeen += isNotSeen ? 1 : 0;
                count.NeverSignedIn += !isNew && lastLogin is null ? 1 : 0;
            }

            long id = reader.Number(0);
            bool isUnused = isNotSeen || (!isNew && lastLogin is null);
            counts[0].Freeable += isUnused && !spared.Contains(id) ? 1 : 0;
            if (isNotSeen)
            {
                longest.Enqueue(id, (-lastLogin!.Value, -id));
                if (longest.Count > MaxPeople)
                {
                    longest.Dequeue();
                }
            }
        }

        List<long> people = [];
        while (longest.TryDequeue(out long id, out _))
        {
            people.Add(id);
        }

        people.Reverse();
        totals.LongestNotSeen = people;
        return totals;
    }

    private UserCount Profile(long id)
    {
        if (!Profiles.TryGetValue(id, out UserCount? count))
        {
            count = new UserCount(name: null);
            Profiles.Add(id, count);
        }

        return count;
    }
}
