namespace PermModule;

/// <summary>What a row of a batch does to the seats.</summary>
/// <param name="Before">The user as stored, or null for a new one.</param>
/// <param name="After">The user as the row says.</param>
internal sealed record SeatMove(UserRow? Before, UserRow After)
{
    /// <summary>Why no seat was free, or null.</summary>
    public SeatLimitException? Refusal { get; set; }

    /// <summary>The moves that are made together with this one, because none of them can be made first; null for a move that stands alone.</summary>
    public IReadOnlyList<SeatMove>? Exchange { get; set; }

    /// <summary>Counts the move.</summary>
    /// <exception cref="SeatLimitException">The move needs a seat that is not free.</exception>
    public void Count(SeatLedger seats)
    {
        if (Before is null)
        {
            seats.Add(After.ProfileId, After.IsActive, After.UserName);
        }
        else
        {
            seats.Move(Before.ProfileId, Before.IsActive, After.ProfileId, After.IsActive, After.UserName);
        }
    }
}
