namespace PermModule.Findings;

/// <summary>The steps that several rules recommend.</summary>
internal static class Steps
{
    public static RecommendedStep Deactivate(string user) => new() { Kind = RecommendedStepKind.DeactivateUser, User = user };

    public static RecommendedStep ChangeProfile(string? user, string profile) => new() { Kind = RecommendedStepKind.ChangeProfile, User = user, Profile = profile };

    public static RecommendedStep RemoveProfile(ProfileEntry profile) => new() { Kind = RecommendedStepKind.RemoveProfile, Profile = profile.Name };

    /// <summary>Frees so many seats of a tier that the contract limits.</summary>
    public static RecommendedStep FreeSeats(Tier tier, long seats, int days) => new() { Kind = RecommendedStepKind.FreeSeats, Tier = tier, Seats = seats, Days = days };

    public static RecommendedStep ListHolders(RightSet rights) => new() { Kind = RecommendedStepKind.ListHolders, Rights = Keys(rights) };

    public static RecommendedStep AddMember(PermRole role, string? user = null) => new() { Kind = RecommendedStepKind.AddRoleMember, Role = role, User = user };

    public static RecommendedStep RemoveMember(PermRole role, string user) => new() { Kind = RecommendedStepKind.RemoveRoleMember, Role = role, User = user };

    public static RecommendedStep Grant(string? profile, RightSet rights, bool withRequired = false) =>
        new() { Kind = RecommendedStepKind.GrantRight, Profile = profile, Rights = Keys(rights), IncludesRelated = withRequired };

    /// <summary>Takes rights from a profile, with those that need or include them.</summary>
    public static RecommendedStep Revoke(ProfileEntry profile, RightSet rights)
    {
        RightSet leaving = profile.Direct - RightChange.Revoke(profile.Direct, rights, includeDependents: true, profile.Name);
        return new RecommendedStep { Kind = RecommendedStepKind.RevokeRight, Profile = profile.Name, Rights = Keys(rights), IncludesRelated = leaving != rights };
    }

    private static string[] Keys(RightSet rights) => [.. RightCatalogue.Default.RightsOf(rights).Select(right => right.Key)];
}
