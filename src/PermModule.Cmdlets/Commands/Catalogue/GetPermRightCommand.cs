using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Lists rights with the tiers they have in the store.</summary>
[Cmdlet(VerbsCommon.Get, "PermRight")]
[OutputType(typeof(PermRight))]
public sealed class GetPermRightCommand : PermCmdlet
{
    /// <summary>Gets or sets keys, names, aliases or wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Key")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RightCompleter))]
    public RightIdentity[]? Right { get; set; }

    /// <summary>Gets or sets solutions, by name, alias or wildcard.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SolutionCompleter))]
    [PlainText]
    public string[]? Solution { get; set; }

    /// <summary>Gets or sets categories, by name or wildcard.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CategoryCompleter))]
    [PlainText]
    public string[]? Category { get; set; }

    /// <summary>Gets or sets tiers.</summary>
    [Parameter]
    public Tier[]? Tier { get; set; }

    /// <summary>Gets or sets how sure the default tiers are.</summary>
    [Parameter]
    public TierSource[]? TierSource { get; set; }

    /// <summary>Gets or sets kinds.</summary>
    [Parameter]
    public RightKind[]? Kind { get; set; }

    /// <summary>Gets or sets profiles that hold the rights, directly or by implication, by name or wildcard.</summary>
    [Parameter]
    [ValidateNotNull]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public ProfileIdentity[]? Profile { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (RightIdentity? right in Right ?? new RightIdentity?[] { null })
        {
            if (StoreOf((IFromStore?)Profile?.FirstOrDefault(profile => profile.Read is not null) ?? right, Profile ?? []) is { } from)
            {
                Attempt(from, store => WriteObject(store.Rights.Find(Filter(right)), enumerateCollection: true));
            }
        }
    }

    private RightFilter Filter(RightIdentity? right) => new()
    {
        Rights = right is null ? null : [right.Name],
        Solutions = Solution,
        Categories = Category,
        Tiers = Tier,
        TierSources = TierSource,
        Kinds = Kind,
        Profiles = Profile is null ? null : Array.ConvertAll(Profile, profile => profile.Reference),
    };
}
