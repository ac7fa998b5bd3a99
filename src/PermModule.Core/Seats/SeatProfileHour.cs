namespace PermModule;

/// <summary>The active users of one profile in one hour in which their number or the tier changed.</summary>
/// <param name="Hour">The end of the hour, as <see cref="SeatHour.Hour"/>.</param>
/// <param name="At">When the newest change was made.</param>
/// <param name="Tier">The tier at the end of the hour.</param>
/// <param name="Active">The active users.</param>
internal sealed record SeatProfileHour(long Hour, long At, Tier Tier, SeatSpan Active)
{
    /// <summary>Before the first hour of a profile.</summary>
    public static SeatProfileHour None { get; } = new(0, 0, Tier.Light, default);

    /// <summary>The hour after a change.</summary>
    public static SeatProfileHour After(SeatProfileHour? before, long at, Tier tier, long active)
    {
        long hour = SeatHour.EndOf(at);
        return new SeatProfileHour(hour, at, tier, before?.Hour == hour ? before.Active.Then(active, before.At == at) : new SeatSpan(active, Highest: null, Lowest: null));
    }
}
