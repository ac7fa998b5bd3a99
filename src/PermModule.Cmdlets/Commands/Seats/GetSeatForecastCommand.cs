using System.Management.Automation;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Shows when the seats of each tier run out.</summary>
[Cmdlet(VerbsCommon.Get, "SeatForecast")]
[OutputType(typeof(SeatForecast))]
public sealed class GetSeatForecastCommand : PermCmdlet
{
    /// <summary>Gets or sets the tiers.</summary>
    [Parameter(Position = 0)]
    public Tier[]? Tier { get; set; }

    /// <summary>Gets or sets how many days to look ahead.</summary>
    [Parameter]
    [ValidateRange(1, 3650)]
    [ArgumentCompleter(typeof(DaysCompleter))]
    public int Horizon { get; set; } = 365;

    /// <summary>Gets or sets the share of such forecasts whose day falls between Earliest and Latest.</summary>
    [Parameter]
    [ValidateRange(0.5, 0.99)]
    [ArgumentCompleter(typeof(ConfidenceCompleter))]
    public double Confidence { get; set; } = 0.9;

    /// <inheritdoc/>
    protected override void EndProcessing() =>
        Attempt(store => WriteObject(store.Seats.GetForecast(Tier, Horizon, Confidence), enumerateCollection: true));
}
