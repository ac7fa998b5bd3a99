namespace PermModule;

/// <summary>Numbers of days that several operations share.</summary>
public static class DayLimits
{
    /// <summary>The most days that any option takes: a hundred years.</summary>
    public const int Max = 36_500;

    /// <summary>After how many days without a sign-in a seat counts as unused, unless told otherwise.</summary>
    public const int NotSeen = 90;

    /// <summary>After how many days a request counts as stale, unless told otherwise.</summary>
    public const int Pending = 7;
}
