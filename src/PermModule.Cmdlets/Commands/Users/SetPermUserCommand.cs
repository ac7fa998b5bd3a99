using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Changes users; what is not given stays as it is.</summary>
[Cmdlet(VerbsCommon.Set, "PermUser", SupportsShouldProcess = true)]
[OutputType(typeof(PermUser))]
public sealed class SetPermUserCommand : UserCmdlet
{
    /// <summary>Gets or sets the new user name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NewUserName { get; set; }

    /// <summary>Gets or sets the e-mail address; empty clears it.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Email { get; set; }

    /// <summary>Gets or sets the first name; empty clears it.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? FirstName { get; set; }

    /// <summary>Gets or sets the last name; empty clears it.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? LastName { get; set; }

    /// <summary>Gets or sets the profile.</summary>
    [Parameter]
    [Alias("ProfileName")]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public ProfileIdentity? Profile { get; set; }

    /// <summary>Gets or sets all groups the users are to be in; an empty list takes them out of every group.</summary>
    [Parameter]
    [Alias("Groups")]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string[]? Group { get; set; }

    /// <summary>Gets or sets the department; empty clears it.</summary>
    [Parameter]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(DepartmentCompleter))]
    public string? Department { get; set; }

    /// <summary>Gets or sets the location or country; empty clears it.</summary>
    [Parameter]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(LocationCompleter))]
    public string? Location { get; set; }

    /// <summary>Gets or sets the job title; empty clears it.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? JobTitle { get; set; }

    /// <summary>Gets or sets the id in the portal or directory; empty clears it.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? ExternalId { get; set; }

    /// <summary>Gets or sets whether the users sign in through single sign-on only.</summary>
    [Parameter]
    public SwitchParameter SsoOnly { get; set; }

    /// <summary>Gets or sets whether the users become inactive and free their seats; <c>-Inactive:$false</c> activates them.</summary>
    [Parameter]
    public SwitchParameter Inactive { get; set; }

    /// <inheritdoc/>
    protected override string Action => Profile is null ? "Change user" : $"Change user to profile '{Profile}'";

    /// <inheritdoc/>
    protected override IReadOnlyList<BatchItem<PermUser>> Apply(PermStore store, IReadOnlyList<UserReference> users, bool stopOnError)
    {
        ArgumentNullException.ThrowIfNull(store);
        UserData change = new()
        {
            UserName = NewUserName,
            Email = Email,
            FirstName = FirstName,
            LastName = LastName,
            Profile = Profile?.Name,
            Groups = Group,
            Department = Department,
            Location = Location,
            JobTitle = JobTitle,
            ExternalId = ExternalId,
            IsSsoOnly = IsGiven(nameof(SsoOnly)) ? SsoOnly : null,
            IsActive = IsGiven(nameof(Inactive)) ? !Inactive : null,
        };
        return store.UserService.Update([.. users.Select(user => new UserChange(user, change))], new UserBatchOptions { StopOnError = stopOnError });
    }

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
