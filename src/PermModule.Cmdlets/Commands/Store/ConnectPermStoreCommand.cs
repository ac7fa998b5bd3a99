using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Opens a store and makes it the one that cmdlets of this runspace use.</summary>
[Cmdlet(VerbsCommunications.Connect, "PermStore", DefaultParameterSetName = FileSet)]
[OutputType(typeof(Output.PermStore))]
public sealed class ConnectPermStoreCommand : StorePlaceCmdlet
{
    /// <summary>Gets or sets the path; the default path unless given.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = FileSet)]
    [Alias("PSPath", "FilePath")]
    [ArgumentCompleter(typeof(StorePathCompleter))]
    public string? Path { get; set; }

    /// <summary>Gets or sets for how many seconds a running cmdlet may answer about rights from memory; 1 unless given, 0 asks the server each time.</summary>
    [Parameter(ParameterSetName = ServerSet)]
    [ValidateRange(0, 3600)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public double MaxStaleness { get; set; } = RunspaceStores.MaxStaleness.TotalSeconds;

    /// <summary>Gets or sets the user in whose name the store is used: their rights are enforced and the trail names them.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ActingUserCompleter))]
    [PlainText]
    public string? As { get; set; }

    /// <summary>Gets or sets whether every change is refused.</summary>
    [Parameter]
    public SwitchParameter ReadOnly { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Connect(() =>
    {
        PermStoreOptions options = new()
        {
            Actor = Actor,
            ActingUser = As,
            IsReadOnly = ReadOnly,
            Credential = Credential?.GetNetworkCredential(),
            MaxStaleness = TimeSpan.FromSeconds(MaxStaleness),
        };
        return RunspaceStores.Current.Connect(() => PermStore.Open(PlaceOf(Path), options, StopToken));
    });
}
