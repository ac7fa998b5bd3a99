namespace PermModule;

/// <summary>The seats of the three tiers in one hour in which something about them changed.</summary>
/// <param name="Hour">The end of the hour, which belongs to it, while the beginning belongs to the hour before.</param>
/// <param name="At">When the newest change was made.</param>
/// <param name="Heavy">The Heavy seats in use.</param>
/// <param name="Regular">The Regular seats in use.</param>
/// <param name="Light">The Light seats in use.</param>
/// <param name="HeavyLimit">The Heavy limit at the end of the hour, or null.</param>
/// <param name="RegularLimit">The Regular limit at the end of the hour, or null.</param>
/// <param name="LightLimit">The Light limit at the end of the hour, or null.</param>
/// <param name="WarningPercent">The warning percentage at the end of the hour.</param>
internal sealed record SeatHour(
    long Hour,
    long At,
    SeatSpan Heavy,
    SeatSpan Regular,
    SeatSpan Light,
    long? HeavyLimit,
    long? RegularLimit,
    long? LightLimit,
    int WarningPercent)
{
    private const long Milliseconds = 3_600_000;

    /// <summary>Before the first hour of a store: nothing in use, and no limit.</summary>
    public static SeatHour None { get; } = new(0, 0, default, default, default, HeavyLimit: null, RegularLimit: null, LightLimit: null, new SeatContract().WarningPercent);

    /// <summary>The end of the hour that a time belongs to.</summary>
    public static long EndOf(long at) => (at + Milliseconds - 1) / Milliseconds * Milliseconds;

    /// <summary>The hour after a change.</summary>
    /// <param name="before">The newest hour before the change, or null.</param>
    /// <param name="at">When the change was made.</param>
    /// <param name="used">The seats in use after it, by tier.</param>
    /// <param name="contract">The contract after it.</param>
    public static SeatHour After(SeatHour? before, long at, ReadOnlySpan<long> used, SeatContract contract)
    {
        long hour = EndOf(at);
        SeatHour? same = before?.Hour == hour ? before : null;
        return new SeatHour(
            hour,
            at,
            Span(same?.Heavy, used[(int)Tier.Heavy]),
            Span(same?.Regular, used[(int)Tier.Regular]),
            Span(same?.Light, used[(int)Tier.Light]),
            contract.Heavy,
            contract.Regular,
            contract.Light,
            contract.WarningPercent);

        SeatSpan Span(SeatSpan? earlier, long active) => earlier?.Then(active, same!.At == at) ?? new SeatSpan(active, Highest: null, Lowest: null);
    }

    /// <summary>The seats of a tier in use.</summary>
    public SeatSpan Of(Tier tier) => tier switch
    {
        Tier.Heavy => Heavy,
        Tier.Regular => Regular,
        _ => Light,
    };

    /// <summary>The limit of a tier, or null.</summary>
    public long? Limit(Tier tier) => tier switch
    {
        Tier.Heavy => HeavyLimit,
        Tier.Regular => RegularLimit,
        _ => LightLimit,
    };
}
