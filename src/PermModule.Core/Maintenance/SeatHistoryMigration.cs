namespace PermModule.Maintenance;

/// <summary>Gives a store that kept no history of its seats the one that its trail tells.</summary>
internal static class SeatHistoryMigration
{
    /// <summary>The schema version that came with the history.</summary>
    public const int SchemaVersion = 2;

    /// <summary>Works out the history from the trail. Where the trail does not lead to the seats that are in use, as after it was damaged, the history begins now.</summary>
    /// <param name="session">The store, whose tiers are those of now already.</param>
    /// <param name="now">The time of the migration.</param>
    public static void Run(StoreSession session, long now)
    {
        SeatReplay replay = SeatReplay.Run(session, DefaultTierMigration.EarlierDefaults);
        SeatLedger seats = SeatLedger.Load(session);
        PermissionSnapshot snapshot = session.Snapshot();
        SeatHours hours = new(session);
        bool isWhole = replay.Stopped is null && Enum.GetValues<Tier>().All(tier => replay.Used(tier) == seats.Used(tier));
        if (isWhole)
        {
            foreach (SeatHour hour in replay.Hours)
            {
                hours.Put(hour);
            }
        }
        else
        {
            hours.Note(now, [.. Enum.GetValues<Tier>().Order().Select(seats.Used)], seats.Contract);
        }

        foreach (ProfileEntry profile in snapshot.Profiles)
        {
            IReadOnlyList<SeatProfileHour> told = isWhole ? replay.Profiles.GetValueOrDefault(profile.NameKey, []) : [];
            foreach (SeatProfileHour hour in told)
            {
                hours.Put(profile.Id, hour);
            }

            if (told.Count == 0)
            {
                hours.Note(now, profile.Id, profile.Tier, seats.Count(profile.Id).Active);
            }
        }
    }
}
