using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Changes the name or description of a profile, or makes it the default; what is not given stays as it is.</summary>
[Cmdlet(VerbsCommon.Set, "PermProfile", SupportsShouldProcess = true)]
[OutputType(typeof(PermProfile))]
public sealed class SetPermProfileCommand : PermCmdlet
{
    private PipedColumns? _columns;

    /// <summary>Gets or sets the profile, by name or as object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Profile", "Identity")]
    [RecordProperty(nameof(Name), "Profile", Kind = typeof(PermProfile))]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public ProfileIdentity Name { get; set; } = null!;

    /// <summary>Gets or sets the new name; nothing where it is empty.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? NewName { get; set; }

    /// <summary>Gets or sets what the profile is for; empty clears it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? Description { get; set => field = SetAnew(value); }

    /// <summary>Gets or sets whether new users get it unless another is named; <c>-Default:$false</c> leaves the store without a default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("IsDefault")]
    [SwitchText]
    public SwitchParameter Default { get; set => field = SetAnew(value); }

    /// <summary>Gets or sets whether the profile is written as it is after the change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _columns = new PipedColumns(MyInvocation);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        WarnOfColumns(_columns!, PipedRecord.Take(), typeof(PermProfile));
        string? newName = NullIfBlank(NewName);
        string? description = _columns!.IsGiven(nameof(Description), Description, Name.Read is null ? this : Name.Read.Description ?? "") ? Description : null;
        bool? isDefault = _columns.IsGiven(nameof(Default), Default.IsPresent, Name.Read is null ? this : Name.Read.IsDefault) ? Default.IsPresent : null;
        if (newName is null && description is null && isDefault is null)
        {
            WriteError(new PermInvalidInputException(ErrorId.NothingToChange, $"There is nothing to change for the profile '{NameList.Shown(Name)}'; what an object shows of itself is not applied.", Name.Name));
        }
        else if (StoreOf(Name) is { } from)
        {
            Change(from, Name.Name, "Change profile", store => Apply(store.Profiles, newName, description, isDefault), PassThru ? WriteObject : null);
        }
    }

    private PermProfile Apply(ProfileService profiles, string? newName, string? description, bool? isDefault) => Name.Read is { } read
        ? profiles.Update(read, newName, description, isDefault)
        : profiles.Update(Name.Name, newName, description, isDefault);
}
