using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>Makes profiles, tiers and contract what a JSON document says: all of it or nothing, and nothing when it is so already.</summary>
[Cmdlet(VerbsData.Import, "PermProfile", SupportsShouldProcess = true)]
[OutputType(typeof(ProfileImportChange))]
public sealed class ImportPermProfileCommand : PermCmdlet
{
    /// <summary>Gets or sets the document.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    public string Path { get; set; } = "";

    /// <summary>Gets or sets whether rights may be granted that are for maintenance only.</summary>
    [Parameter]
    public SwitchParameter AllowMaintenance { get; set; }

    /// <summary>Gets or sets whether what was changed is written, line by line; with -WhatIf it always is.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string path = ResolvePath(Path);
        Change(path, "Import profiles, tiers and contract", store => store.TransferService.ImportProfiles(path, AllowMaintenance), changes =>
        {
            if (PassThru || IsWhatIf)
            {
                WriteObject(changes, enumerateCollection: true);
            }
        });
    }
}
