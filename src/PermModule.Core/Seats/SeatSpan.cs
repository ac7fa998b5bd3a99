namespace PermModule;

/// <summary>
/// A number of seats during one hour. What one change writes bears one time, and only its outcome counts, so the extremes
/// are those of the numbers before the newest one; they are null while there is only one.
/// </summary>
/// <param name="Active">The newest number.</param>
/// <param name="Highest">The highest number before it in this hour.</param>
/// <param name="Lowest">The lowest number before it in this hour.</param>
internal readonly record struct SeatSpan(long Active, long? Highest, long? Lowest)
{
    /// <summary>The highest number of the hour, given the number it began with.</summary>
    public long Most(long opening) => Math.Max(opening, Math.Max(Highest ?? Active, Active));

    /// <summary>The lowest number of the hour, given the number it began with.</summary>
    public long Least(long opening) => Math.Min(opening, Math.Min(Lowest ?? Active, Active));

    /// <summary>The span after another number.</summary>
    /// <param name="active">The number.</param>
    /// <param name="isSameInstant">True if it bears the time of the newest one, which it then replaces.</param>
    public SeatSpan Then(long active, bool isSameInstant) =>
        isSameInstant ? this with { Active = active } : new SeatSpan(active, Math.Max(Highest ?? Active, Active), Math.Min(Lowest ?? Active, Active));
}
