using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Makes users, many at a time from the pipeline.</summary>
[Cmdlet(VerbsCommon.New, "PermUser", SupportsShouldProcess = true)]
[OutputType(typeof(PermUser))]
public sealed class NewPermUserCommand : PermCmdlet
{
    private Batch<UserData, PermUser>? _batch;
    private PipedColumns? _columns;

    /// <summary>Gets or sets the user name; the e-mail address unless given.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? UserName { get; set; }

    /// <summary>Gets or sets the e-mail address.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? Email { get; set; }

    /// <summary>Gets or sets the first name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? FirstName { get; set; }

    /// <summary>Gets or sets the last name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? LastName { get; set; }

    /// <summary>Gets or sets the profile; the default profile unless given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ProfileName")]
    [NameNow]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? Profile { get; set; }

    /// <summary>Gets or sets the groups.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Groups")]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [NameNow]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string[]? Group { get; set; }

    /// <summary>Gets or sets the department.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DepartmentCompleter))]
    public string? Department { get; set; }

    /// <summary>Gets or sets the location or country.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LocationCompleter))]
    public string? Location { get; set; }

    /// <summary>Gets or sets the job title.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(JobTitleCompleter))]
    public string? JobTitle { get; set; }

    /// <summary>Gets or sets the id in the portal or directory.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? ExternalId { get; set; }

    /// <summary>Gets or sets whether the user signs in through single sign-on only.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("IsSsoOnly")]
    [SwitchText]
    public SwitchParameter SsoOnly { get; set; }

    /// <summary>Gets or sets whether the user is inactive and occupies no seat.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SwitchText]
    public SwitchParameter Inactive { get; set => field = SetAnew(value); }

    /// <summary>Gets or sets whether the user is active, as a column of a file says it; true where it is empty.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Active", "Enabled", "AccountEnabled", "AccountStatus")]
    [FlagText]
    [ArgumentCompleter(typeof(TruthCompleter))]
    public bool? IsActive { get; set; }

    /// <summary>Gets or sets when the user last signed in.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Moment(IsData = true)]
    [ArgumentCompleter(typeof(MomentCompleter))]
    public DateTimeOffset? LastLoginAt { get; set; }

    /// <summary>Gets or sets how often the user signed in.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public long? LoginCount { get; set; }

    /// <summary>Gets or sets when the account was made; now unless given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Moment(IsData = true)]
    [ArgumentCompleter(typeof(MomentCompleter))]
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>Gets or sets when the account of an inactive user was deactivated; now unless given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Moment(IsData = true)]
    [ArgumentCompleter(typeof(MomentCompleter))]
    public DateTimeOffset? DeactivatedAt { get; set; }

    /// <summary>Gets or sets the object whose properties are taken: a user of another store, or a record from a file.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _columns = new PipedColumns(MyInvocation);
        _batch = new Batch<UserData, PermUser>(
            this,
            (store, users, stopOnError) => store.Users.Create(users, new UserBatchOptions { StopOnError = stopOnError }),
            item => WriteObject(item.Value));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Refusable(() =>
    {
        WarnOfUnused(_columns!, InputObject, typeof(PermUser));

        string? name = Cell(nameof(UserName), NullIfBlank(UserName));
        string? email = Cell(nameof(Email), NullIfBlank(Email));
        string target = name ?? email ?? "(no name)";
        UserData user = new()
        {
            UserName = name,
            Email = email,
            FirstName = Cell(nameof(FirstName), FirstName),
            LastName = Cell(nameof(LastName), LastName),
            Profile = Cell(nameof(Profile), NullIfBlank(Profile)),
            Groups = _columns!.Names(nameof(Group), Group, InputObject, nameof(Group), "Groups")?.Where(group => !string.IsNullOrWhiteSpace(group)).ToArray(),
            Department = Cell(nameof(Department), Department),
            Location = Cell(nameof(Location), Location),
            JobTitle = Cell(nameof(JobTitle), JobTitle),
            ExternalId = Cell(nameof(ExternalId), ExternalId),
            IsSsoOnly = SsoOnly,
            IsActive = ActiveFlag.Of(_columns, IsGiven(nameof(Inactive)) ? !Inactive : null, IsActive, target),
            LastLoginAt = LastLoginAt,
            LoginCount = LoginCount,
            CreatedAt = CreatedAt,
            DeactivatedAt = DeactivatedAt,
        };
        _batch!.Add(Opened, user, target, user.Profile is null ? "Create user" : $"Create user with profile '{user.Profile}'");
    });

    /// <inheritdoc/>
    protected override void EndProcessing() => _batch!.Complete();

    /// <summary>A text as it is meant: in a record from a file an apostrophe in front keeps a spreadsheet from running a formula.</summary>
    private string? Cell(string parameter, string? text) =>
        text is not null && InputObject is { BaseObject: PSCustomObject } && !_columns!.IsNamed(parameter) ? TransferService.ReadCell(text) : text;
}
