namespace PermModule;

/// <summary>Gives a change its seat counters.</summary>
internal static class ScopeSeats
{
    extension(WriteScope scope)
    {
        /// <summary>The seat counters of the change.</summary>
        public SeatLedger Seats => scope.Part(static change => SeatLedger.Load(change.Session, () => change.Now));
    }
}
