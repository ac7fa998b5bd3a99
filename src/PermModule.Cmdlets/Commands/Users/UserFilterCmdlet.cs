using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;
using PermModule.Errors;

namespace PermModule.Commands;

/// <summary>What the cmdlets share that choose users by their properties.</summary>
public abstract class UserFilterCmdlet : PermCmdlet
{
    private UserCondition? _condition;

    /// <summary>Gets or sets an e-mail address or wildcard.</summary>
    [Parameter]
    [SupportsWildcards]
    [PlainText]
    [ArgumentCompleter(typeof(EmailCompleter))]
    public string? Email { get; set; }

    /// <summary>Gets or sets profiles, by name or wildcard.</summary>
    [Parameter]
    [ValidateNotNull]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public ProfileIdentity[]? Profile { get; set; }

    /// <summary>Gets or sets a group, by name or wildcard or as object.</summary>
    [Parameter]
    [ValidateNotNull]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(GroupCompleter))]
    [PlainText]
    public GroupIdentity? Group { get; set; }

    /// <summary>What has to come from the store that the users are looked for in.</summary>
    internal IFromStore?[] Limits => [.. Profile ?? [], Group];

    /// <summary>Gets or sets tiers.</summary>
    [Parameter]
    [ValidateNotNull]
    public Tier[]? Tier { get; set; }

    /// <summary>Gets or sets a department or wildcard.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DepartmentCompleter))]
    [PlainText]
    public string? Department { get; set; }

    /// <summary>Gets or sets a location or wildcard.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(LocationCompleter))]
    [PlainText]
    public string? Location { get; set; }

    /// <summary>Gets or sets whether only active users are wanted.</summary>
    [Parameter]
    public SwitchParameter Active { get; set; }

    /// <summary>Gets or sets whether only inactive users are wanted.</summary>
    [Parameter]
    public SwitchParameter Inactive { get; set; }

    /// <summary>Gets or sets rights, by key, name or wildcard; users who may use at least one of them now.</summary>
    [Parameter]
    [ValidateNotNull]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RightCompleter))]
    public RightIdentity[]? Right { get; set; }

    /// <summary>Gets or sets whether inactive users are among those with a right.</summary>
    [Parameter]
    public SwitchParameter IncludeInactive { get; set; }

    /// <summary>Gets or sets for how many days at least the users have not signed in.</summary>
    [Parameter]
    [ValidateNotNull]
    [Days]
    [ValidateRange(0, DayLimits.Max)]
    [ArgumentCompleter(typeof(DaysCompleter))]
    public int? NotSeenFor { get; set; }

    /// <summary>Gets or sets whether only users are wanted who never signed in.</summary>
    [Parameter]
    public SwitchParameter NeverSignedIn { get; set; }

    /// <summary>Gets or sets how many users at most.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public long? First { get; set; }

    /// <summary>Gets or sets how many users to leave out from the start.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public long Skip { get; set; }

    /// <summary>Gets or sets a condition, as <c>{ Department -eq 'Press' -and LastLoginAt -lt '2026-01-01' }</c>. It is translated and never run.</summary>
    [Parameter]
    [FilterText]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public ScriptBlock? Filter { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _condition = Filter is { } filter ? Terminating(() => new UserFilterBlock(SessionState).Read(filter)) : null;
        if (Active && Inactive)
        {
            ThrowTerminatingError(ErrorRecords.From(new PermInvalidInputException(ErrorId.ConflictingFilters, "No user is both active and inactive.", target: null), MyInvocation.MyCommand));
        }
    }

    /// <summary>What the parameters ask for.</summary>
    /// <param name="names">User names or wildcards, or null for all.</param>
    /// <param name="users">Users given as objects besides, or null.</param>
    protected UserFilter Wanted(IReadOnlyList<string>? names, IReadOnlyList<UserReference>? users = null) => new()
    {
        UserNames = names,
        Users = users,
        Email = Email,
        Profiles = Profile is null ? null : Array.ConvertAll(Profile, profile => profile.Reference),
        Group = Group?.Reference,
        Tiers = Tier,
        Department = Department,
        Location = Location,
        IsActive = (Active.IsPresent, Inactive.IsPresent) switch
        {
            (true, false) => true,
            (false, true) => false,
            _ => null,
        },
        Rights = Right is null ? null : RightIdentity.NamesOf(Right),
        IncludeInactive = IncludeInactive,
        NotSeenForDays = NotSeenFor,
        NeverSignedIn = NeverSignedIn,
        Condition = _condition,
        First = First,
        Skip = Skip,
    };
}
