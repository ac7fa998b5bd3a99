using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>Writes a backup of the store while others use it.</summary>
[Cmdlet(VerbsData.Backup, "PermStore", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class BackupPermStoreCommand : PermCmdlet
{
    /// <summary>Gets or sets the path of the backup; only its owner will be able to read it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FilePath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Gets or sets whether a file that is there is replaced.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string path = ResolvePath(Path);
        Progress progress = new(this, "Backing up the store", "No file was written.");
        Attempt(store =>
        {
            store.CheckBackup(path, Force);
            if (ShouldProcess(path, $"Write a backup of '{store.Path}'"))
            {
                WriteFile(store.Backup(path, Force, progress.Show));
            }
        });
        progress.Complete();
    }
}
