namespace PermModule;

/// <summary>The parts of the event that tells of a new user, made before the user is written, for a profile as it was then.</summary>
/// <param name="ProfileId">The profile.</param>
/// <param name="ProfileName">What it was called.</param>
/// <param name="Target">The name of the user.</param>
/// <param name="After">What is said of the user.</param>
internal sealed record UserCreation(long ProfileId, string ProfileName, SealedPart Target, SealedPart After)
{
    /// <summary>True while the event would say the same of a row that is being written.</summary>
    public bool Tells(UserRow row, PermissionSnapshot snapshot, long now) =>
        row.ProfileId == ProfileId && snapshot.Profile(ProfileId).Name == ProfileName && TellsCreatedAt == (row.CreatedAt != now);

    /// <summary>True where the time of the creation is told, which it is only when it is not that of the event.</summary>
    public required bool TellsCreatedAt { get; init; }
}
