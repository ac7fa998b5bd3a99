namespace PermModule.Portal;

/// <summary>One property of a user on both sides, as text.</summary>
/// <param name="Name">What the store calls it.</param>
/// <param name="Field">The form field of the portal's interface, or null where that cannot write it.</param>
/// <param name="InPortal">Its value in the portal; null where the portal shows none.</param>
/// <param name="InStore">Its value in the store; null where there is none.</param>
internal sealed record PortalProperty(string Name, string? Field, Func<PortalUser, PortalMaps, string?> InPortal, Func<UserRow, PortalMaps, string?> InStore)
{
    public const string Yes = "True";
    public const string No = "False";
    public const string State = nameof(PermUser.IsActive);
    public const string Id = nameof(PermUser.ExternalId);

    /// <summary>True when only the single user shows it, and not the list.</summary>
    public bool NeedsDetail { get; init; }

    /// <summary>True when upper and lower case are the same.</summary>
    public bool IgnoresCase { get; init; }

    /// <summary>True when only the portal knows it.</summary>
    public bool IsPullOnly { get; init; }

    /// <summary>All of them, apart from the state, which has actions of its own, and the groups.</summary>
    public static IReadOnlyList<PortalProperty> All { get; } =
    [
        new(Id, null, (user, _) => user.Id, (row, _) => row.ExternalId) { IsPullOnly = true, IgnoresCase = true },
        new(nameof(PermUser.UserName), "username", (user, _) => user.UserName, (row, _) => row.UserName) { IgnoresCase = true },
        new(nameof(PermUser.Email), "email", (user, _) => user.Email, (row, _) => row.Email) { IgnoresCase = true },
        new(nameof(PermUser.FirstName), "firstname", (user, _) => user.FirstName, (row, _) => row.FirstName) { NeedsDetail = true },
        new(nameof(PermUser.LastName), "lastname", (user, _) => user.LastName, (row, _) => row.LastName) { NeedsDetail = true },
        new("Profile", "profileId", (user, maps) => maps.ProfileName(user.ProfileId), (row, maps) => maps.Snapshot.Profile(row.ProfileId).Name) { IgnoresCase = true },
        new(nameof(PermUser.IsSsoOnly), "isSSOOnly", (user, _) => user.IsSsoOnly is { } isSso ? Truth(isSso) : null, (row, _) => Truth(row.IsSsoOnly)),
        new(nameof(PermUser.Department), "department", (user, _) => user.Department, (row, _) => row.Department) { NeedsDetail = true },
        new(nameof(PermUser.JobTitle), "job", (user, _) => user.JobTitle, (row, _) => row.JobTitle) { NeedsDetail = true },
        new(nameof(PermUser.Location), null, (user, _) => user.Country, (row, _) => row.Location),
        new(nameof(PermUser.LastLoginAt), null, (user, _) => user.LastLoginAt is { } at ? UtcTime.ToText(UtcTime.ToStored(at)) : null, (row, _) => row.LastLoginAt is { } at ? UtcTime.ToText(at) : null) { NeedsDetail = true, IsPullOnly = true },
    ];

    /// <exception cref="PermInvalidInputException"><c>InvalidPlan</c>: a plan that was kept may say anything.</exception>
    public static PortalProperty Find(string? name) => All.FirstOrDefault(property => property.Name == name) ?? throw Invalid($"nothing is called '{TextRules.Cut(name)}'");

    public static PermInvalidInputException Invalid(string why) => new(ErrorId.InvalidPlan, $"The plan cannot be carried out: {why}.", target: null);

    public static string Truth(bool value) => value ? Yes : No;

    /// <summary>True when two values of the property are the same.</summary>
    public bool AreEqual(string? left, string? right)
    {
        (left, right) = (TextRules.Trimmed(left), TextRules.Trimmed(right));
        return left is null || right is null ? left == right : Name == Id ? PortalAssumptions.Key(left) == PortalAssumptions.Key(right) : IgnoresCase ? NameKey.Fold(left) == NameKey.Fold(right) : left == right;
    }
}
