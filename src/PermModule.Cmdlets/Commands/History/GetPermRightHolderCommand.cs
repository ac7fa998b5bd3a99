using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Lists who holds rights, how, since when and by whose change.</summary>
[Cmdlet(VerbsCommon.Get, "PermRightHolder")]
[OutputType(typeof(RightHolder))]
public sealed class GetPermRightHolderCommand : PermCmdlet
{
    /// <summary>Gets or sets rights, by key, name or wildcard, or as objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Key")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RightCompleter))]
    public RightIdentity[] Right { get; set; } = [];

    /// <summary>Gets or sets a past moment; who held the rights then.</summary>
    [Parameter]
    [Moment]
    [ArgumentCompleter(typeof(MomentCompleter))]
    public DateTimeOffset? AsOf { get; set; }

    /// <summary>Gets or sets whether users are listed who would hold the rights if they were active.</summary>
    [Parameter]
    public SwitchParameter IncludeInactive { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (StoreOf(Right[0], Right) is { } from)
        {
            AttemptAsOf(from, AsOf, store =>
            {
                foreach (RightHolder holder in store.History.FindRightHolders(RightIdentity.NamesOf(Right), IncludeInactive))
                {
                    WriteObject(holder);
                }
            });
        }
    }
}
