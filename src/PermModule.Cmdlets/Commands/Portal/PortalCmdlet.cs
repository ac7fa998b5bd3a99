using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>What the cmdlets share that work with the connected portal.</summary>
public abstract class PortalCmdlet : PermCmdlet
{
    private readonly Slot<PortalDirection> _direction = new();
    private readonly Slot<PortalKind[]> _kind = new();
    private readonly Slot<ImportMode> _mode = new() { Value = ImportMode.Upsert };

    /// <summary>Gets or sets which side is to follow the other.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Direction")]
    public PortalDirection Direction { get => _direction.Value; set => _direction.Value = value; }

    /// <summary>Gets or sets the kinds that are compared; all unless given.</summary>
    [Parameter(ParameterSetName = "Direction")]
    public PortalKind[]? Kind { get => _kind.Value; set => _kind.Value = value; }

    /// <summary>Gets or sets the users, by name or wildcard; all unless given.</summary>
    [Parameter(ParameterSetName = "Direction")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UserCompleter))]
    [PlainText]
    public string[]? UserName { get; set; }

    /// <summary>Gets or sets what is done with what the leading side lacks: Upsert leaves it alone, Sync clears and deactivates it.</summary>
    [Parameter(ParameterSetName = "Direction")]
    public ImportMode Mode { get => _mode.Value; set => _mode.Value = value; }

    /// <summary>Gets or sets whether to leave out the properties that only a request for the single user returns.</summary>
    [Parameter(ParameterSetName = "Direction")]
    public SwitchParameter SkipDetail { get; set; }

    internal static PermNotFoundException NotConnected() =>
        new(ErrorId.PortalNotConnected, "No portal is connected.", target: null);

    /// <summary>The portal in use.</summary>
    private protected PermPortal Portal => Terminating(() => RunspaceStores.Current.Portal ?? throw NotConnected());

    /// <summary>What the parameters ask to compare.</summary>
    private protected PortalCompareOptions CompareOptions(Action<PortalProgress> progress) => new()
    {
        Direction = Direction,
        Kinds = Kind,
        UserNames = UserName,
        Mode = Mode,
        SkipDetail = SkipDetail,
        Progress = progress,
        Notice = WriteWarning,
        Token = StopToken,
    };

    /// <summary>Writes the refusal of a step; true where there is one.</summary>
    private protected bool WriteRefusal(PermPortalStep step)
    {
        if (step.GetError() is not { } error)
        {
            return false;
        }

        WriteError(error);
        return true;
    }
}
