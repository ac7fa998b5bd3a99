using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>What the cmdlets share that choose users by their properties.</summary>
public abstract class UserFilterCmdlet : PermCmdlet
{
    /// <summary>Gets or sets an e-mail address or wildcard.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Email { get; set; }

    /// <summary>Gets or sets profiles, by name or wildcard.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public ProfileIdentity[]? Profile { get; set; }

    /// <summary>Gets or sets a group or wildcard.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string? Group { get; set; }

    /// <summary>Gets or sets tiers.</summary>
    [Parameter]
    public Tier[]? Tier { get; set; }

    /// <summary>Gets or sets a department or wildcard.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DepartmentCompleter))]
    public string? Department { get; set; }

    /// <summary>Gets or sets a location or wildcard.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(LocationCompleter))]
    public string? Location { get; set; }

    /// <summary>Gets or sets whether only active users are wanted.</summary>
    [Parameter]
    public SwitchParameter Active { get; set; }

    /// <summary>Gets or sets whether only inactive users are wanted.</summary>
    [Parameter]
    public SwitchParameter Inactive { get; set; }

    /// <summary>Gets or sets a right that the users' profile holds.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RightCompleter))]
    public RightIdentity? Right { get; set; }

    /// <summary>Gets or sets for how many days at least the users have not signed in.</summary>
    [Parameter]
    [Days]
    [ValidateRange(0, DayLimits.Max)]
    public int? NotSeenFor { get; set; }

    /// <summary>Gets or sets whether only users are wanted who never signed in.</summary>
    [Parameter]
    public SwitchParameter NeverSignedIn { get; set; }

    /// <summary>Gets or sets how many users at most.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long? First { get; set; }

    /// <summary>Gets or sets how many users to leave out from the start.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long Skip { get; set; }

    /// <summary>What the parameters ask for.</summary>
    /// <param name="names">User names or wildcards, or null for all.</param>
    protected UserFilter Filter(IReadOnlyList<string>? names) => new()
    {
        UserNames = names,
        Email = Email,
        Profiles = Profile is null ? null : Array.ConvertAll(Profile, profile => profile.Pattern),
        Group = Group,
        Tiers = Tier,
        Department = Department,
        Location = Location,
        IsActive = (Active.IsPresent, Inactive.IsPresent) switch
        {
            (true, true) => Terminating<bool?>(() => throw new PermInvalidInputException("ActiveAndInactive", "No user is both active and inactive. Use -Active, -Inactive, or neither for all.", target: null)),
            (true, false) => true,
            (false, true) => false,
            _ => null,
        },
        Right = Right?.Name,
        NotSeenForDays = NotSeenFor,
        NeverSignedIn = NeverSignedIn,
        First = First,
        Skip = Skip,
    };
}
