using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;
using PermModule.Errors;

namespace PermModule.Commands;

/// <summary>Shows how many seats were in use at each hour, day, week or month.</summary>
[Cmdlet(VerbsCommon.Get, "SeatHistory")]
[OutputType(typeof(SeatHistoryPoint))]
public sealed class GetSeatHistoryCommand : PermCmdlet
{
    private readonly Slot<SeatInterval> _interval = new() { Value = SeatInterval.Day };

    /// <summary>Gets or sets the tiers.</summary>
    [Parameter(Position = 0)]
    public Tier[]? Tier { get; set; }

    /// <summary>Gets or sets the profiles, by name or wildcard, whose active users are shown instead of the tiers.</summary>
    [Parameter]
    [Alias("ProfileName")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public ProfileIdentity[]? Profile { get; set; }

    /// <summary>Gets or sets from when on; the time itself is included.</summary>
    [Parameter]
    [Moment]
    [ArgumentCompleter(typeof(MomentCompleter))]
    public DateTimeOffset? After { get; set; }

    /// <summary>Gets or sets until when; the time itself is excluded.</summary>
    [Parameter]
    [Moment]
    [ArgumentCompleter(typeof(MomentCompleter))]
    public DateTimeOffset? Before { get; set; }

    /// <summary>Gets or sets how far the points are apart.</summary>
    [Parameter]
    public SeatInterval Interval { get => _interval.Value; set => _interval.Value = value; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (After >= Before)
        {
            ThrowTerminatingError(ErrorRecords.From(new PermInvalidInputException(ErrorId.ConflictingFilters, "-After is not before -Before, so that no point can be found.", target: null), MyInvocation.MyCommand));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        SeatHistoryFilter filter = new() { After = After, Before = Before, Interval = Interval, Tiers = Tier };
        if (Profile is null)
        {
            Attempt(store => WriteObject(store.Seats.GetHistory(filter).Select(Shown), enumerateCollection: true));
            return;
        }

        // A name that no profile has is refused without holding up the others.
        foreach (ProfileIdentity profile in Profile)
        {
            if (StoreOf(profile) is { } from)
            {
                Attempt(from, store => WriteObject(store.Seats.GetHistory(filter with { Profiles = [profile.Reference] }).Select(Shown), enumerateCollection: true));
            }
        }
    }

    private static PSObject Shown(SeatHistoryPoint point)
    {
        PSObject shown = new(point);
        if (point.ProfileName is not null)
        {
            // Selects the view without the columns that only a whole tier has.
            shown.TypeNames.Insert(0, typeof(SeatHistoryPoint).FullName + "#Profile");
        }

        return shown;
    }
}
