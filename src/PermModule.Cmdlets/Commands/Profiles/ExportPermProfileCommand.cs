using System.Management.Automation;
using PermModule.Binding;

namespace PermModule.Commands;

/// <summary>Writes all profiles, the changed tiers and the contract as one JSON document for version control.</summary>
[Cmdlet(VerbsData.Export, "PermProfile", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportPermProfileCommand : PermCmdlet
{
    /// <summary>Gets or sets the file.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [PlainText]
    public string Path { get; set; } = "";

    /// <summary>Gets or sets whether a file that is there is replaced.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        string path = ResolvePath(Path);
        Attempt(store =>
        {
            store.Transfer.CheckExportProfiles(path, Force);
            if (ShouldProcess(path, "Write profiles, tiers and contract"))
            {
                WriteFile(store.Transfer.ExportProfiles(path, Force));
            }
        });
    }
}
