using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>What the cmdlets share that give users a role or take it away, many at a time from the pipeline.</summary>
public abstract class RoleMemberCmdlet : PermCmdlet
{
    private readonly Slot<PermRole> _role = new();
    private Batch<RoleAssignment, RoleMember>? _batch;
    private PipedColumns? _columns;
    private bool _isDepartmentNamed;
    private bool _isLocationNamed;

    /// <summary>Gets or sets the role: portal owner or champion; everyone else is an end user.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [EnumValue(typeof(PermRole))]
    public PermRole Role { get => _role.Value; set => _role.Value = value; }

    /// <summary>Gets or sets the users, by name or as objects.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UserName")]
    [UserRecord]
    [ArgumentCompleter(typeof(UserCompleter))]
    public UserIdentity[] User { get; set; } = [];

    /// <summary>Gets or sets the department.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(DepartmentCompleter))]
    public string? Department { get; set; }

    /// <summary>Gets or sets the location or country.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(LocationCompleter))]
    public string? Location { get; set; }

    /// <summary>Gets or sets whether the members are written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What is asked about and shown by -WhatIf.</summary>
    protected abstract string Action { get; }

    /// <summary>True after the refusal of a user that is not there, where that is said before the change is asked about.</summary>
    private protected virtual bool IsRefused(PermStore store, UserIdentity user) => false;

    /// <summary>True for what -PassThru writes.</summary>
    private protected virtual bool IsWritten(BatchItem<RoleMember> item) => true;

    /// <summary>Applies the change.</summary>
    protected abstract IReadOnlyList<BatchItem<RoleMember>> Apply(PermStore store, IReadOnlyList<RoleAssignment> assignments, bool stopOnError);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _columns = new PipedColumns(MyInvocation);
        _isDepartmentNamed = IsGiven(nameof(Department));
        _isLocationNamed = IsGiven(nameof(Location));
        _batch = new Batch<RoleAssignment, RoleMember>(this, Apply, item =>
        {
            if (PassThru && IsWritten(item))
            {
                WriteObject(item.Value);
            }
        });
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (UserIdentity user in User)
        {
            WarnOfUnused(_columns!, user.Record, PipedColumns.OfUsers);
            // A piped user says who, not for which department: what the user happens to have as a property was not asked for.
            bool isUser = user.Item is not (null or RoleMember);
            string? department = isUser && !_isDepartmentNamed ? null : NullIfBlank(Department);
            string? location = isUser && !_isLocationNamed ? null : NullIfBlank(Location);
            Refusable(() =>
            {
                UserReference reference = user.Reference;
                if (StoreOf(user) is { } store && !IsRefused(store, user))
                {
                    _batch!.Add(store, new RoleAssignment(Role, reference, department, location), reference.Name, Action);
                }
            });
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _batch!.Complete();
}
