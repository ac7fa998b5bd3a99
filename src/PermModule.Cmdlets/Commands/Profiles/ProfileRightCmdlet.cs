using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>What granting and revoking share: profiles and rights, each record of a pipeline a change of its own.</summary>
public abstract class ProfileRightCmdlet : PermCmdlet
{
    private const int MostNamed = 10;

    /// <summary>Gets or sets the profiles, by name or as objects. A user is refused, and never taken for the profile of the user.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [RecordProperty("Name", Beside = "RightCount", Kind = typeof(PermProfile), Not = "UserName", Own = nameof(Profile))]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public ProfileIdentity[] Profile { get; set; } = [];

    /// <summary>Gets or sets the rights, by key, unique name or wildcard, or as objects.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Key")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RightCompleter))]
    public RightIdentity[] Right { get; set; } = [];

    /// <summary>Gets or sets whether the profiles are written as they are after the change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The change in a word, e.g. Grant.</summary>
    protected abstract string Action { get; }

    /// <summary>Applies the change to one profile.</summary>
    protected abstract PermProfile Apply(PermStore store, ProfileIdentity profile, string[] rights);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string[] rights = RightIdentity.NamesOf(Right);
        foreach (ProfileIdentity profile in Profile)
        {
            if (StoreOf(profile) is { } from)
            {
                IReadOnlyList<string> before = [];
                Change(
                    from,
                    profile.Name,
                    $"{Action} {string.Join(", ", rights)}",
                    store =>
                    {
                        before = IsWhatIf ? store.Profiles.Get(profile.NameIn(store)).Rights : [];
                        return Apply(store, profile, rights);
                    },
                    PassThru ? WriteObject : null,
                    after => Describe([.. before.Except(after.Rights, StringComparer.Ordinal), .. after.Rights.Except(before, StringComparer.Ordinal)], rights));
            }
        }
    }

    /// <summary>The rights that a change moves, where the names that were given do not say so: with wildcards, and where others go along or are as asked already.</summary>
    private static string Describe(string[] moved, string[] named) => moved.Length switch
    {
        0 => "",
        _ when moved.Length == named.Length && !named.Any(WildcardPattern.ContainsWildcardCharacters) => "",
        > MostNamed => $": {string.Join(", ", moved.Take(MostNamed))} and {moved.Length - MostNamed} more",
        _ => $": {string.Join(", ", moved)}",
    };
}
