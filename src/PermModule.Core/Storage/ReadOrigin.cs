namespace PermModule.Storage;

/// <summary>Where a record was read. Records differ by what they hold, so any two of these are equal.</summary>
/// <param name="Store">The <see cref="StoreSession.Origin"/> of the session, or null for a record that was made by hand.</param>
internal readonly record struct ReadOrigin(StoreOrigin? Store)
{
    public bool IsOf(StoreSession session) => session.Origin.IsSame(Store);

    public bool Equals(ReadOrigin other) => true;

    public override int GetHashCode() => 0;
}
