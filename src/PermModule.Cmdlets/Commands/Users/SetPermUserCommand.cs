using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Changes users; what is not given stays as it is.</summary>
[Cmdlet(VerbsCommon.Set, "PermUser", SupportsShouldProcess = true, DefaultParameterSetName = ByObject)]
[OutputType(typeof(PermUser))]
public sealed class SetPermUserCommand : UserCmdlet
{
    private PipedColumns? _columns;
    private ProfileIdentity? _profile;

    /// <summary>Gets or sets the new user name; nothing where it is empty.</summary>
    [Parameter(ParameterSetName = ByName, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByObject)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? NewUserName { get; set; }

    /// <summary>Gets or sets the e-mail address; empty clears it.</summary>
    [Parameter(ParameterSetName = ByName, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByObject)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? Email { get; set; }

    /// <summary>Gets or sets the first name; empty clears it.</summary>
    [Parameter(ParameterSetName = ByName, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByObject)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? FirstName { get; set; }

    /// <summary>Gets or sets the last name; empty clears it.</summary>
    [Parameter(ParameterSetName = ByName, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByObject)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? LastName { get; set; }

    /// <summary>Gets or sets the profile.</summary>
    [Parameter(ParameterSetName = ByName, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByObject)]
    [Alias("ProfileName")]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public ProfileIdentity? Profile { get; set; }

    /// <summary>Gets or sets all groups the users are to be in; an empty list takes them out of every group.</summary>
    [Parameter(ParameterSetName = ByName, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByObject)]
    [Alias("Groups")]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [NameNow]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string[]? Group { get; set; }

    /// <summary>Gets or sets the department; empty clears it.</summary>
    [Parameter(ParameterSetName = ByName, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByObject)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(DepartmentCompleter))]
    public string? Department { get; set; }

    /// <summary>Gets or sets the location or country; empty clears it.</summary>
    [Parameter(ParameterSetName = ByName, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByObject)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(LocationCompleter))]
    public string? Location { get; set; }

    /// <summary>Gets or sets the job title; empty clears it.</summary>
    [Parameter(ParameterSetName = ByName, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByObject)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(JobTitleCompleter))]
    public string? JobTitle { get; set; }

    /// <summary>Gets or sets the id in the portal or directory; empty clears it.</summary>
    [Parameter(ParameterSetName = ByName, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByObject)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? ExternalId { get; set; }

    /// <summary>Gets or sets whether the users sign in through single sign-on only.</summary>
    [Parameter(ParameterSetName = ByName, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByObject)]
    [Alias("IsSsoOnly")]
    [SwitchText]
    public SwitchParameter SsoOnly { get; set => field = SetAnew(value); }

    /// <summary>Gets or sets whether the users become inactive and free their seats; <c>-Inactive:$false</c> activates them.</summary>
    [Parameter(ParameterSetName = ByName, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByObject)]
    [SwitchText]
    public SwitchParameter Inactive { get; set => field = SetAnew(value); }

    /// <summary>Gets or sets whether the users are active, as a column of a file says it; nothing where it is empty.</summary>
    [Parameter(ParameterSetName = ByName, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ByObject)]
    [Alias("Active", "Enabled", "AccountEnabled", "AccountStatus")]
    [FlagText]
    [ArgumentCompleter(typeof(TruthCompleter))]
    public bool? IsActive { get; set; }

    /// <inheritdoc/>
    protected override string Action => _profile is null ? "Change user" : $"Change user to profile '{_profile}'";

    private protected override bool WaitsForOthers => true;

    private protected override IFromStore? Companion => _profile;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _columns = new PipedColumns(MyInvocation);
        base.BeginProcessing();
    }

    /// <inheritdoc/>
    protected override UserData? DataFor(UserIdentity user)
    {
        ArgumentNullException.ThrowIfNull(user);
        WarnOfColumns(_columns!, user.Record, typeof(PermUser));

        bool isRecord = user.Record is not null;
        CheckKind(user);
        _profile = _columns!.IsShown(user.Item, nameof(Profile), Profile) ? null : Profile;
        UserData change = new()
        {
            UserName = string.IsNullOrWhiteSpace(NewUserName) ? null : Cell(nameof(NewUserName), NewUserName),
            Email = Cell(nameof(Email), Email),
            FirstName = Cell(nameof(FirstName), FirstName),
            LastName = Cell(nameof(LastName), LastName),
            Profile = _profile?.Name,
            ReadProfile = _profile?.Read?.ToReference(),
            Groups = _columns.IsShown(user.Item, nameof(Group), Group) ? null : _columns.Names(nameof(Group), Group, user.Record, nameof(Group), "Groups")?.Where(group => !string.IsNullOrWhiteSpace(group)).ToArray(),
            Department = Cell(nameof(Department), Department),
            Location = Cell(nameof(Location), Location),
            JobTitle = Cell(nameof(JobTitle), JobTitle),
            ExternalId = Cell(nameof(ExternalId), ExternalId),
            IsSsoOnly = Switch(nameof(SsoOnly), SsoOnly),
            IsActive = ActiveFlag.Of(_columns, !Switch(nameof(Inactive), Inactive), _columns.IsShown(user.Item, nameof(IsActive), IsActive) ? null : IsActive, user.ToString()),
        };
        return change == Nothing ? throw NothingToChange(user) : change;

        bool? Switch(string parameter, SwitchParameter value) => IsGiven(parameter) && !_columns.IsShown(user.Item, parameter, value) ? value.IsPresent : null;

        string? Cell(string parameter, string? text) => text switch
        {
            null => null,
            _ when _columns.IsShown(user.Item, parameter, text) => null,
            _ when isRecord && !_columns.IsNamed(parameter) => TransferService.ReadCell(text),
            _ => text,
        };
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<BatchItem<PermUser>> Apply(PermStore store, IReadOnlyList<UserChange> changes, bool stopOnError)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.Users.Update(changes, new UserBatchOptions { StopOnError = stopOnError });
    }

    private static readonly UserData Nothing = new();

    private static PermInvalidInputException NothingToChange(UserIdentity user) => new(ErrorId.NothingToChange, user.Record is { } record
        ? $"There is nothing to change for '{NameList.Shown(user)}': none of the columns {PipedColumns.Names([.. record.Properties.Select(property => property.Name)])} is one that Set-PermUser applies."
        : $"There is nothing to change for '{NameList.Shown(user)}'; what an object shows of itself is not applied.", user.ToString());

    /// <summary>
    /// A file of memberships has a row for each group; taken as all the groups of a user, the last row would win. A file of users says more of them.
    /// A row of a role has the department and location that the role is for.
    /// </summary>
    private void CheckKind(UserIdentity user)
    {
        if (user.Record?.Properties is { } row && row["Role"] is not null && row["Tier"] is not null && row[nameof(IsActive)] is not null)
        {
            throw new PermInvalidInputException(ErrorId.InvalidValue, $"The record of '{NameList.Shown(user)}' is that of a role, whose department and location are those of the role and not of the user. Give the name of the user alone.", user.ToString());
        }

        if (user.Record?.Properties is { } columns
            && columns[nameof(Group)] is { } group
            && !_columns!.IsNamed(nameof(Group))
            && Group is [var only] && only == group.Value?.ToString()
            && columns["Groups"] is null && columns[nameof(Email)] is null && columns[nameof(Profile)] is null && columns["ProfileName"] is null)
        {
            throw new PermInvalidInputException(ErrorId.InvalidValue, $"The column 'Group' of '{NameList.Shown(user)}' names one group, and Set-PermUser takes all the groups of a user. Use Add-PermGroupMember, or name the column 'Groups' to replace all of them.", user.ToString());
        }
    }
}
