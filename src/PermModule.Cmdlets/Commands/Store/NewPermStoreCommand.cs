using System.Management.Automation;
using PermModule.Binding;
using PermModule.Errors;

namespace PermModule.Commands;

/// <summary>Creates a store and connects to it.</summary>
[Cmdlet(VerbsCommon.New, "PermStore", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(PermStore))]
public sealed class NewPermStoreCommand : PSCmdlet
{
    /// <summary>Gets or sets where; under the local application data folder unless given.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FilePath")]
    public string? Path { get; set; }

    /// <summary>Gets or sets whether a store that is there is replaced; it is kept beside the new one.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gets or sets who the audit trail names; the account of the operating system unless given.</summary>
    [Parameter]
    [PlainText]
    public string? Actor { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string path = Path is null ? PermStore.DefaultPath : GetUnresolvedProviderPathFromPSPath(Path);
        try
        {
            RunspaceStores stores = RunspaceStores.Current;
            bool isReplaced = Force && File.Exists(path);
            if (isReplaced)
            {
                stores.DemandReplacing(path);
            }

            if (!stores.HasOpen(path) || !isReplaced)
            {
                PermStore.CheckCreate(path, Force);
            }

            if (!IsAgreed(path, isReplaced))
            {
                return;
            }

            PermStoreOptions options = new() { Actor = Actor };
            WriteObject(isReplaced ? stores.Replace(path, () => PermStore.Create(path, options, overwrite: true)) : stores.Connect(() => PermStore.Create(path, options, Force)));
        }
        catch (PermException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, MyInvocation.MyCommand));
        }
    }

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
