using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Finds seats that could be free: unused ones, ones never taken up, and profiles that one or two rights keep above a lower tier.</summary>
[Cmdlet(VerbsCommon.Get, "SeatRecommendation")]
[OutputType(typeof(SeatRecommendation))]
public sealed class GetSeatRecommendationCommand : PermCmdlet
{
    /// <summary>Gets or sets which kinds.</summary>
    [Parameter(Position = 0)]
    public SeatRecommendationKind[]? Kind { get; set; }

    /// <summary>Gets or sets after how many days without a login a seat counts as unused.</summary>
    [Parameter]
    [Days]
    [ValidateRange(0, DayLimits.Max)]
    [ArgumentCompleter(typeof(DaysCompleter))]
    public int NotSeenFor { get; set; } = DayLimits.NotSeen;

    /// <summary>Gets or sets of which tiers.</summary>
    [Parameter]
    public Tier[]? Tier { get; set; }

    /// <summary>Gets or sets how many seats are to be freed; the users with the least harm are chosen, of tiers that have a limit.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public int? Seats { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => Attempt(store =>
    {
        IEnumerable<SeatRecommendation> found = Seats is { } seats
            ? store.Seats.RecommendSeats(seats, Tier, NotSeenFor, Kind)
            : store.Seats.Recommend(NotSeenFor, Kind, Tier);
        foreach (SeatRecommendation recommendation in found)
        {
            WriteObject(recommendation);
        }
    });
}
