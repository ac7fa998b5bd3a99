using System.Globalization;
using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;
using PermModule.Errors;

namespace PermModule.Commands;

/// <summary>Puts a verified backup in the place of a store, keeps the store as it was beside it, and connects to it.</summary>
[Cmdlet(VerbsData.Restore, "PermStore", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Output.PermStore))]
public sealed class RestorePermStoreCommand : PermCmdlet
{
    /// <summary>Gets or sets the path of the backup.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FilePath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Gets or sets the path of the store to replace, which need not be readable or exist; the store in use unless given.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [PlainText]
    [ArgumentCompleter(typeof(StorePathCompleter))]
    public string? Destination { get; set; }

    /// <summary>Gets or sets whether nobody is asked.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string backup = ResolvePath(Path);
        PermStore? restored = Terminating(() => Replace(backup));
        if (restored is not null)
        {
            WriteObject(new Output.PermStore(restored));
        }
    }

    private PermStore? Replace(string backup)
    {
        RunspaceStores stores = RunspaceStores.Current;
        stores.RefuseInTransaction();
        string path = PermStore.RequirePath(Destination is null ? StorePath : ResolvePath(Destination));
        PermStore? known = Store?.Store ?? stores.Connected;
        Progress progress = new(this, "Checking the backup", "Nothing was replaced.");
        using StoreRestore restore = known?.Path == path ? known.PrepareRestore(backup, progress.Show) : StoreRestore.Prepare(backup, path, options: null, progress.Show);
        progress.Complete();
        string action = $"Replace the store with the backup '{restore.Backup}' ({Quantity.Of(restore.Users, "user")}, {Quantity.Of(restore.LastEvent, "event")} in its trail), keeping the store as it was beside it";
        bool isAsked = IsWhatIf || !Force || IsGiven("Confirm");
        if (isAsked && !ShouldProcess(path, action))
        {
            return null;
        }

        stores.CloseAt(path);
        PermStore restored = stores.Connect(() => PermStore.Restore(restore));
        StoreWarnings.Write(this, restored);
        WriteVerbose(restore.KeptAs is null ? $"There was no store at '{path}'." : $"The store as it was is kept as '{restore.KeptAs}'.");
        return restored;
    }
}
