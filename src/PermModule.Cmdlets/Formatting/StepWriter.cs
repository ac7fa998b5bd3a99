using System.Globalization;
using PermModule.Errors;

namespace PermModule.Formatting;

/// <summary>Writes recommended steps as command lines of this module.</summary>
/// <param name="store">The path or connection string of the store that the steps are about, or null where that is the store in use.</param>
internal sealed class StepWriter(string? store)
{
    private string At => CommandLine.At(store);

    /// <summary>The step as a line that can be run. What a person has to choose, the line asks for.</summary>
    public string Write(RecommendedStep step) => step.Kind switch
    {
        RecommendedStepKind.FreeSeats when step.Seats is { } seats => string.Create(CultureInfo.InvariantCulture, $"Get-SeatRecommendation -Tier {step.Tier} -Seats {seats} -NotSeenFor {step.Days}{At} | Disable-PermUser{At} -WhatIf"),

        // -Seats leaves out whoever has a role, but only where the contract limits the tier.
        RecommendedStepKind.FreeSeats => $"Get-SeatRecommendation -Kind UnusedSeat, NeverSignedIn -Tier {step.Tier}{NotSeenFor(step.Days)}{At} | Where-Object UserName -NotIn (Get-PermRoleMember PortalOwner, Champion{At}).UserName | Disable-PermUser{At} -WhatIf",
        _ => $"{Line(step)}{At}",
    };

    private static string Line(RecommendedStep step) => step.Kind switch
    {
        RecommendedStepKind.DeactivateUser => $"Disable-PermUser {Value(step.User, "User name")}",
        RecommendedStepKind.ChangeProfile => $"Set-PermUser {Value(step.User, "User name")} -Profile {Value(step.Profile, "Profile")}",
        RecommendedStepKind.RemoveProfile => $"Remove-PermProfile {Value(step.Profile, "Profile")}",
        RecommendedStepKind.GrantRight => $"Grant-PermRight -Profile {Value(step.Profile, "Profile")} -Right {Rights(step)}{(step.IncludesRelated ? " -IncludeRequired" : "")}",
        RecommendedStepKind.RevokeRight => $"Revoke-PermRight -Profile {Value(step.Profile, "Profile")} -Right {Rights(step)}{(step.IncludesRelated ? " -IncludeDependents" : "")}",
        RecommendedStepKind.AddRoleMember => $"Add-PermRoleMember -Role {step.Role}{Place("Department", step.Department)}{Place("Location", step.Location)} -User {Value(step.User, "User name")}",
        RecommendedStepKind.RemoveRoleMember => $"Remove-PermRoleMember -Role {step.Role} -User {Value(step.User, "User name")}",
        RecommendedStepKind.DecideRequest => string.Create(CultureInfo.InvariantCulture, $"Approve-WaitingRoomItem {step.Request} -Confirm"),
        RecommendedStepKind.VerifyTrail => "Test-PermAuditTrail -Detailed",
        RecommendedStepKind.CheckStore => "Test-PermStore -Detailed",
        RecommendedStepKind.ListFindings => $"Invoke-PermAudit -Rule {step.Rule}",
        RecommendedStepKind.ListUnseenUsers => string.Create(CultureInfo.InvariantCulture, $"Get-PermUser -Active -NotSeenFor {step.Days}"),
        RecommendedStepKind.ListHolders => $"Get-PermRightHolder {Rights(step)}",
        RecommendedStepKind.ResetTier => $"Set-PermRightTier {Rights(step)} -Reset",

        // Get-PermRight reads wildcards, and a profile may have one in its name.
        RecommendedStepKind.ListAssumedTiers => $"Get-PermRight -Profile {Value(step.Profile is { } name ? ProfileService.Literal(name) : null, "Profile")} -Tier {step.Tier} -TierSource {TierSource.Assumed}",
        _ => throw new ArgumentOutOfRangeException(nameof(step), step.Kind, message: null),
    };

    private static string Value(string? name, string prompt) => name is null ? $"(Read-Host '{prompt}')" : CommandLine.Quote(name);

    private static string Rights(RecommendedStep step) => step.Rights.Count == 0 ? Value(null, "Right") : string.Join(", ", step.Rights.Select(CommandLine.Quote));

    private static string NotSeenFor(int? days) => days is { } given ? string.Create(CultureInfo.InvariantCulture, $" -NotSeenFor {given}") : "";

    private static string Place(string parameter, string? name) => name is null ? "" : $" -{parameter} {CommandLine.Quote(name)}";
}
