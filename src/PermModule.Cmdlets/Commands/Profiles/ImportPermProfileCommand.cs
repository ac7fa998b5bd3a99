using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>Applies a JSON document to profiles, tiers and contract: all of it or nothing. Does nothing if the store already matches.</summary>
[Cmdlet(VerbsData.Import, "PermProfile", SupportsShouldProcess = true)]
[OutputType(typeof(ProfileImportChange))]
public sealed class ImportPermProfileCommand : PermCmdlet
{
    private const string Action = "Import profiles, tiers and contract";

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
        if (IsWhatIf)
        {
            Attempt(store => ShowPlan(store, path));
        }
        else if (ShouldProcess(path, Action))
        {
            Attempt(store =>
            {
                IReadOnlyList<ProfileImportChange> changes = store.Transfer.ImportProfiles(path, AllowMaintenance);
                if (PassThru)
                {
                    WriteObject(changes, enumerateCollection: true);
                }
            });
        }
    }

    /// <summary>Writes the differences also where seats are missing: the refusal alone would not say which of them needs the seats.</summary>
    private void ShowPlan(PermStore store, string path)
    {
        IReadOnlyList<SeatUsage> before = store.Seats.GetUsageIfPermitted();
        ProfileImportPlan plan = store.Transfer.PlanProfiles(path, AllowMaintenance);
        ShouldProcess(path, Action + (plan.Changes.Count == 0 ? SeatChange.Nothing : SeatChange.Describe(before, plan.Seats, plan)));
        WriteObject(plan.Changes, enumerateCollection: true);
        if (plan.Refusal is not null)
        {
            WriteError(plan.Refusal);
        }
    }
}
