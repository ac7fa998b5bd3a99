using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Gives rights another tier, or the catalogue's again; every profile that holds one moves at once, inside the seat limits.</summary>
[Cmdlet(VerbsCommon.Set, "PermRightTier", SupportsShouldProcess = true, DefaultParameterSetName = "Tier")]
[OutputType(typeof(PermRight))]
public sealed class SetPermRightTierCommand : PermCmdlet
{
    private readonly Slot<Tier> _tier = new();
    private PipedColumns? _columns;

    /// <summary>Gets or sets the rights, by key, unique name or as objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Key")]
    [ArgumentCompleter(typeof(RightCompleter))]
    public RightIdentity[] Right { get; set; } = [];

    /// <summary>Gets or sets the tier.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "Tier", ValueFromPipelineByPropertyName = true)]
    public Tier Tier { get => _tier.Value; set => _tier.Value = value; }

    /// <summary>Gets or sets whether the rights get the catalogue's tier again.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Reset")]
    public SwitchParameter Reset { get; set; }

    /// <summary>Gets or sets whether the rights are written as they are after the change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _columns = new PipedColumns(MyInvocation);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Tier? tier = Reset ? null : Tier;
        foreach (RightIdentity right in Right)
        {
            if (!Reset && _columns!.IsShown(right.Item, nameof(Tier), Tier))
            {
                WriteError(new PermInvalidInputException(ErrorId.NothingToChange, $"There is nothing to change for the right '{NameList.Shown(right)}'; what an object shows of itself is not applied. Give the tier with -Tier.", right.Name));
                continue;
            }

            if (StoreOf(right) is not { } from)
            {
                continue;
            }

            Change(from, right.Name, tier is null ? "Reset tier" : $"Set tier to {tier}", store => store.Rights.SetTier(right.Name, tier), PassThru ? WriteObject : null);
        }
    }
}
