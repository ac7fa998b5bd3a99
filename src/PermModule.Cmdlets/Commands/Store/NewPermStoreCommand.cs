using System.Management.Automation;
using PermModule.Binding;

namespace PermModule.Commands;

/// <summary>Creates a store and connects to it.</summary>
[Cmdlet(VerbsCommon.New, "PermStore", DefaultParameterSetName = FileSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Output.PermStore))]
public sealed class NewPermStoreCommand : StorePlaceCmdlet
{
    /// <summary>Gets or sets where; under the local application data folder unless given.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = FileSet)]
    [Alias("PSPath", "FilePath")]
    public string? Path { get; set; }

    /// <summary>Gets or sets whether the file of a store that is there is replaced; it is kept beside the new one. A schema on a server is never replaced.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gets or sets the file of a store, a backup for one, whose content and trail the new store begins with.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [PlainText]
    public string? From { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Connect(() =>
    {
        string place = PlaceOf(Path);
        RunspaceStores stores = RunspaceStores.Current;
        stores.RefuseInTransaction();
        bool isReplaced = Force && File.Exists(place);
        if (isReplaced)
        {
            stores.DemandReplacing(place);
        }

        if (!stores.HasOpen(place) || !isReplaced)
        {
            PermStore.CheckCreate(place, Force);
        }

        if (!IsAgreed(place, isReplaced))
        {
            return null;
        }

        PermStoreOptions options = new() { Actor = Actor, Credential = Credential?.GetNetworkCredential(), MaxStaleness = RunspaceStores.MaxStaleness };
        string? from = From is null ? null : GetUnresolvedProviderPathFromPSPath(PermStore.RequirePath(From));
        return isReplaced ? stores.Replace(place, () => PermStore.Create(place, options, overwrite: true, from, StopToken)) : stores.Connect(() => PermStore.Create(place, options, Force, from, StopToken));
    });

    /// <summary>Replacing a store is of high impact; creating one is not, so that nobody is asked who did not want to be.</summary>
    private bool IsAgreed(string path, bool isReplaced)
    {
        bool isAsked = isReplaced
            || MyInvocation.BoundParameters.ContainsKey("WhatIf") || MyInvocation.BoundParameters.ContainsKey("Confirm")
            || LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue("WhatIfPreference"))
            || SessionState.PSVariable.GetValue("ConfirmPreference")?.ToString() is "Low" or "Medium";
        return !isAsked || Confirmation.Ask(ShouldProcess, path, isReplaced ? "Replace the permission store, keeping it beside the new one" : "Create permission store");
    }
}
