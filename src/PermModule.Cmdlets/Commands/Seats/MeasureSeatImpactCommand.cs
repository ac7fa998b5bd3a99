using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Says what a change would cost in seats, without making it.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "SeatImpact", DefaultParameterSetName = "Rights")]
[OutputType(typeof(SeatImpact))]
public sealed class MeasureSeatImpactCommand : PermCmdlet
{
    private readonly Slot<Tier> _tier = new();
    private readonly List<(PermStore Store, UserReference User)> _users = [];

    /// <summary>Gets or sets the profile whose rights would change.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Rights", ValueFromPipeline = true)]
    [RecordProperty("Name", Beside = "RightCount", Kind = typeof(PermProfile))]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public ProfileIdentity? Profile { get; set; }

    /// <summary>Gets or sets the rights it would be granted, with what they need.</summary>
    [Parameter(ParameterSetName = "Rights")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RightCompleter))]
    public RightIdentity[]? GrantRight { get; set; }

    /// <summary>Gets or sets the rights that would be revoked, with what needs them.</summary>
    [Parameter(ParameterSetName = "Rights")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RightCompleter))]
    public RightIdentity[]? RevokeRight { get; set; }

    /// <summary>Gets or sets the users who would be moved; one answer is given for all of them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "User", ValueFromPipeline = true)]
    [UserRecord]
    [ArgumentCompleter(typeof(UserCompleter))]
    public UserIdentity[]? User { get; set; }

    /// <summary>Gets or sets the profile the users would get.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "User")]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public ProfileIdentity? ToProfile { get; set; }

    /// <summary>Gets or sets the right that would get another tier.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Tier", ValueFromPipeline = true)]
    [RecordProperty("Key")]
    [ArgumentCompleter(typeof(RightCompleter))]
    public RightIdentity? Right { get; set; }

    /// <summary>Gets or sets the tier it would get.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Tier")]
    public Tier Tier { get => _tier.Value; set => _tier.Value = value; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == "User")
        {
            foreach (UserIdentity user in User!)
            {
                Add(user);
            }
        }
        else if (StoreOf((IFromStore?)Profile ?? Right) is { } from)
        {
            Attempt(from, store => WriteObject(ParameterSetName == "Tier"
                ? store.Seats.MeasureTier(Right!.Name, Tier)
                : store.Seats.MeasureRights(Profile!.NameIn(store), RightIdentity.NamesOf(GrantRight), RightIdentity.NamesOf(RevokeRight))));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (IGrouping<PermStore, UserReference> users in _users.GroupBy(user => user.Store, user => user.User))
        {
            Attempt(users.Key, store =>
            {
                if (store.Seats.MeasureMoves([.. users], ToProfile!.NameIn(store), WriteError) is { } impact)
                {
                    WriteObject(impact);
                }
            });
        }
    }

    private void Add(UserIdentity user) => Refusable(() =>
    {
        UserReference reference = user.Reference;
        if (StoreOf(user, ToProfile) is { } store)
        {
            _users.Add((store, reference));
        }
    });
}
