using System.Management.Automation;
using PermModule.Binding;

namespace PermModule.Commands;

/// <summary>Writes the audit trail as JSON lines that can be verified without this module.</summary>
[Cmdlet(VerbsData.Export, "PermAuditTrail", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportPermAuditTrailCommand : PermCmdlet
{
    /// <summary>Gets or sets the file.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("FilePath", "LiteralPath")]
    [ValidateNotNullOrEmpty]
    [PlainText]
    public string Path { get; set; } = "";

    /// <summary>Gets or sets whether a file that is there is replaced.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        string path = ResolvePath(Path);
        Progress progress = new(this, "Exporting the audit trail", "No file was written.");
        Attempt(store =>
        {
            store.Trail.CheckExport(path, Force);
            if (ShouldProcess(path, File.Exists(path) ? "Replace with the audit trail" : "Write the audit trail"))
            {
                WriteFile(store.Trail.Export(path, Force, share => progress.Show("Events", (int)(100 * share))));
            }
        });
        progress.Complete();
    }
}
