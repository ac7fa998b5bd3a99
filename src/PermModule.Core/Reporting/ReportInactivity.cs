namespace PermModule;

/// <summary>People who do not use the portal: deactivated ones occupy no seat, the others do.</summary>
public sealed record ReportInactivity
{
    /// <summary>From how many days without a sign-in on a person counts as not seen.</summary>
    public required int NotSeenForDays { get; init; }

    /// <summary>Deactivated users.</summary>
    public required long Deactivated { get; init; }

    /// <summary>Active users who signed in once, but not for that many days.</summary>
    public required long NotSeen { get; init; }

    /// <summary>Active users who never signed in, on an account of that age or older.</summary>
    public required long NeverSignedIn { get; init; }

    /// <summary>The profiles with most seats that nobody uses.</summary>
    public required IReadOnlyList<ReportIdle> Profiles { get; init; }

    /// <summary>How many profiles with such seats the list leaves out.</summary>
    public required int ProfilesLeftOut { get; init; }

    /// <summary>The departments with most seats that nobody uses.</summary>
    public required IReadOnlyList<ReportIdle> Departments { get; init; }

    /// <summary>How many departments with such seats the list leaves out.</summary>
    public required int DepartmentsLeftOut { get; init; }

    /// <summary>The active users who were not seen for the longest time.</summary>
    public required IReadOnlyList<ReportPerson> LongestNotSeen { get; init; }
}
