namespace PermModule;

/// <summary>How a seat can be saved.</summary>
public enum SeatRecommendationKind
{
    /// <summary>An active user who has not signed in for long.</summary>
    UnusedSeat = 0,

    /// <summary>An active user who never signed in, though the account is old enough.</summary>
    NeverSignedIn = 1,

    /// <summary>A profile that one or two rights lift above a lower tier.</summary>
    NearlyLowerTier = 2,
}
