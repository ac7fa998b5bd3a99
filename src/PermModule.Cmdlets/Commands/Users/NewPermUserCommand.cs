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

    /// <summary>Gets or sets the user name; the e-mail address unless given.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public string? UserName { get; set; }

    /// <summary>Gets or sets the e-mail address.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Email { get; set; }

    /// <summary>Gets or sets the first name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? FirstName { get; set; }

    /// <summary>Gets or sets the last name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? LastName { get; set; }

    /// <summary>Gets or sets the profile; the default profile unless given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ProfileName")]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? Profile { get; set; }

    /// <summary>Gets or sets the groups.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Groups")]
    [AllowEmptyString]
    [AllowEmptyCollection]
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
    public string? JobTitle { get; set; }

    /// <summary>Gets or sets the id in the portal or directory.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ExternalId { get; set; }

    /// <summary>Gets or sets whether the user signs in through single sign-on only.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("IsSsoOnly")]
    [SwitchText]
    public SwitchParameter SsoOnly { get; set; }

    /// <summary>Gets or sets whether the user is inactive and occupies no seat.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SwitchText]
    public SwitchParameter Inactive { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _batch = new Batch<UserData, PermUser>(
        this,
        (store, users, stopOnError) => store.UserService.Create(users, new UserBatchOptions { StopOnError = stopOnError }),
        item => WriteObject(item.Value));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        UserData user = new()
        {
            UserName = NullIfEmpty(UserName),
            Email = NullIfEmpty(Email),
            FirstName = FirstName,
            LastName = LastName,
            Profile = NullIfEmpty(Profile),
            Groups = Group is null ? null : [.. Group.Where(name => !string.IsNullOrWhiteSpace(name))],
            Department = Department,
            Location = Location,
            JobTitle = JobTitle,
            ExternalId = ExternalId,
            IsSsoOnly = SsoOnly,
            IsActive = !Inactive,
        };
        string target = user.UserName ?? user.Email ?? "(no name)";
        _batch!.Add(user, target, user.Profile is null ? "Create user" : $"Create user with profile '{user.Profile}'");
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _batch!.Flush();

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
