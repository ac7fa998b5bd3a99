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

    /// <summary>Gets or sets the user who would be moved.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "User", ValueFromPipeline = true)]
    [UserRecord]
    [ArgumentCompleter(typeof(UserCompleter))]
    public UserIdentity? User { get; set; }

    /// <summary>Gets or sets the profile the user would get.</summary>
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
        if (StoreOf((IFromStore?)User ?? (IFromStore?)Profile ?? Right, ToProfile) is { } from)
        {
            Attempt(from, store => WriteObject(ParameterSetName switch
            {
                "User" => store.Seats.MeasureMove(User!.Reference, ToProfile!.Name),
                "Tier" => store.Seats.MeasureTier(Right!.Name, Tier),
                _ => store.Seats.MeasureRights(Profile!.Name, RightIdentity.NamesOf(GrantRight), RightIdentity.NamesOf(RevokeRight)),
            }));
        }
    }
}
