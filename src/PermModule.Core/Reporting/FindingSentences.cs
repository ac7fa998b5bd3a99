namespace PermModule.Reporting;

/// <summary>Tells how often a rule found something for the same cause, in a sentence for people who do not know the rules.</summary>
internal static class FindingSentences
{
    /// <summary>The sentence.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="cause">The cause, as the rule names it.</param>
    /// <param name="count">How many findings there are.</param>
    /// <param name="options">The days that count as long.</param>
    public static string Tell(string rule, string? cause, long count, ReportOptions options) => rule switch
    {
        "SeatLimitExceeded" => $"More {cause} seats are in use than the contract has",
        "SeatLimitNear" => $"The {cause} seats are used up, or nearly",
        "UnusedSeat" => $"{ReportText.Number(count)} {(count == 1 ? $"user holds a {cause} seat" : $"users hold {cause} seats")} and did not sign in for {Days(options.NotSeenForDays)} or longer",
        "NeverSignedIn" => $"{ReportText.Number(count)} {(count == 1 ? $"user holds a {cause} seat" : $"users hold {cause} seats")} and never signed in",
        "NearlyLowerTier" => $"{Profiles(count)} would be of a lower tier without one or two rights",
        "TierKeptFromEarlier" => $"{ReportText.Number(count, "right keeps", "rights keep")} the tier of an earlier release",
        "MaintenanceRightGranted" => $"{Profiles(count)} {Hold(count)} rights of the vendor's maintenance",
        "DeprecatedRightGranted" => $"{Profiles(count)} {Hold(count)} deprecated rights",
        "RequiredRightMissing" => $"{Profiles(count)} {(count == 1 ? "lacks" : "lack")} a right that another one needs",
        "ExclusiveRightsCombined" => $"{Profiles(count)} {Hold(count)} rights of which a profile can hold one",
        "ConflictingUploadRights" => $"{Profiles(count)} may upload without the approval that was meant",
        "EmptyProfile" => $"{Profiles(count)} {Hold(count)} no right",
        "UnusedProfile" => $"{Profiles(count)} {(count == 1 ? "has" : "have")} no users",
        "HeavyWithoutMfa" => $"The users of {Profiles(count)} with Heavy rights sign in without a second factor",
        "SelfEscalation" => $"The users of {Profiles(count)} may change their own rights",
        "AssumedTierCounts" => $"{Profiles(count)} {(count == 1 ? "has its" : "have their")} tier only by rights whose tier is assumed",
        "PortalOwnerMissing" => "No active user is portal owner",
        "SinglePortalOwner" => "Only one active user is portal owner",
        "ChampionMissing" => $"No champion in {(cause == "Department" ? ReportText.Number(count, "department", "departments") : ReportText.Number(count, "location", "locations"))}",
        "ChampionTierTooLow" => $"{ReportText.Number(count, "champion has", "champions have")} a Light profile and cannot do the work of those they train",
        "ChampionInactive" => $"{ReportText.Number(count, "champion is", "champions are")} deactivated",
        "EndUserAboveLight" => $"{ReportText.Number(count, "user", "users")} with the profile '{cause}' {(count == 1 ? "has" : "have")} no role that needs more than a Light seat",
        "StaleRequest" => $"{ReportText.Number(count)} {cause} {(count == 1 ? "request has" : "requests have")} waited for {Days(options.PendingForDays)} or longer",
        "AuditorMissing" => $"Too few users may decide on {cause} requests",
        "AuditTrailBroken" => "The audit trail is not what was written",
        "SeatCountDrift" => $"The seat counters of {Profiles(count)} differ from the users",
        _ => $"{rule} found {ReportText.Number(count, "thing", "things")}",
    };

    /// <summary>The sentence with the names of the first things found.</summary>
    public static string Tell(ReportFindingGroup group) => group.Targets.Count == 0
        ? group.Sentence + "."
        : $"{group.Sentence}: {string.Join(", ", group.Targets)}{(group.Count > group.Targets.Count ? $" and {ReportText.Number(group.Count - group.Targets.Count)} more" : "")}.";

    private static string Profiles(long count) => ReportText.Number(count, "profile", "profiles");

    private static string Hold(long count) => count == 1 ? "holds" : "hold";

    private static string Days(int days) => ReportText.Number(days, "day", "days");
}
