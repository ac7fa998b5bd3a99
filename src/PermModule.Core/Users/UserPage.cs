namespace PermModule;

/// <summary>Users who were read in one go.</summary>
/// <param name="Users">Those who pass the tests.</param>
/// <param name="Last">Behind whom the next page begins.</param>
/// <param name="Size">How many rows were asked for.</param>
/// <param name="IsFull">True where there were as many, so that there may be more.</param>
/// <param name="Session">Through which they were read.</param>
/// <param name="Version">The version of the store as they show it.</param>
internal sealed record UserPage(List<PermUser> Users, object? Last, int Size, bool IsFull, StoreSession Session, long Version)
{
    /// <summary>False where the store was changed since. Nobody waits for a batch that is being written: what is committed is what they show.</summary>
    public bool IsCurrent => Session.IsBusy || Session.InTransaction || Session.Version() == Version;
}
