using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Shows the seats in use and free, per tier or per profile.</summary>
[Cmdlet(VerbsCommon.Get, "SeatUsage")]
[OutputType(typeof(SeatUsage))]
public sealed class GetSeatUsageCommand : PermCmdlet
{
    /// <summary>Gets or sets tiers.</summary>
    [Parameter(Position = 0)]
    public Tier[]? Tier { get; set; }

    /// <summary>Gets or sets whether each profile is a row.</summary>
    [Parameter]
    public SwitchParameter ByProfile { get; set; }

    /// <summary>Gets or sets a past moment, as of which the store is read.</summary>
    [Parameter]
    [Moment]
    [ArgumentCompleter(typeof(MomentCompleter))]
    public DateTimeOffset? AsOf { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => AttemptAsOf(Opened, AsOf, store =>
    {
        IReadOnlyList<SeatUsage> usage = ByProfile ? store.Seats.GetUsageByProfile() : store.Seats.GetUsage();
        WriteObject(usage.Where(row => Tier?.Contains(row.Tier) != false).Select(Shown), enumerateCollection: true);
    });

    private static PSObject Shown(SeatUsage usage)
    {
        PSObject shown = new(usage);
        if (usage.ProfileName is not null)
        {
            // Selects the view without the columns that only a whole tier has.
            shown.TypeNames.Insert(0, typeof(SeatUsage).FullName + "#Profile");
        }

        return shown;
    }
}
