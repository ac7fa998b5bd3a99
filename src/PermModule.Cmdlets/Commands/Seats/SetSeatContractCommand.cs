using System.Collections;
using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Changes the contract; what is not given stays as it is.</summary>
[Cmdlet(VerbsCommon.Set, "SeatContract", SupportsShouldProcess = true)]
[OutputType(typeof(SeatContract))]
public sealed class SetSeatContractCommand : PermCmdlet
{
    private static readonly string[] Limits = [nameof(Heavy), nameof(Regular), nameof(Light), nameof(Enforcement), nameof(WarningPercent), nameof(ReactivationDelayDays), nameof(PricePerSeat), nameof(Currency)];

    private readonly Slot<SeatEnforcement> _enforcement = new();
    private PipedColumns? _columns;
    private bool _isEdit;

    /// <summary>
    /// Gets or sets a contract that was read. Alone, the contract becomes what this one is; with other parameters these are changed,
    /// and refused where somebody else changed the contract since it was read.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [LiveObject]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public SeatContract? Contract { get; set; }

    /// <summary>Gets or sets the Heavy seats; <c>$null</c> or unlimited takes the limit away.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SeatLimit]
    [ArgumentCompleter(typeof(SeatLimitCompleter))]
    public long? Heavy { get; set => field = SetAnew(value); }

    /// <summary>Gets or sets the Regular seats; <c>$null</c> or unlimited takes the limit away.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SeatLimit]
    [ArgumentCompleter(typeof(SeatLimitCompleter))]
    public long? Regular { get; set => field = SetAnew(value); }

    /// <summary>Gets or sets the Light seats; <c>$null</c> or unlimited takes the limit away.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SeatLimit]
    [ArgumentCompleter(typeof(SeatLimitCompleter))]
    public long? Light { get; set => field = SetAnew(value); }

    /// <summary>Gets or sets whether a change that needs more seats than there are is refused or only warned of.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SeatEnforcement Enforcement { get => _enforcement.Value; set => _enforcement.Value = SetAnew(value); }

    /// <summary>Gets or sets from which share of a limit, in percent, the use of a tier is a warning.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PercentCompleter))]
    public int WarningPercent { get; set => field = SetAnew(value); }

    /// <summary>Gets or sets for how many days after a deactivation a user cannot be activated again; 0 allows it at once.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DaysCompleter))]
    public int ReactivationDelayDays { get; set => field = SetAnew(value); }

    /// <summary>
    /// Gets or sets the price of a seat by tier; a tier that is not named keeps its price, and <c>$null</c> forgets it.
    /// Reports then say what seats are worth.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SeatPrice]
    [ArgumentCompleter(typeof(PriceCompleter))]
    public Hashtable? PricePerSeat { get; set => field = SetAnew(value); }

    /// <summary>
    /// Gets or sets the currency of the prices: the three letters of its code of ISO 4217, such as EUR; <c>$null</c> or empty takes it away.
    /// Reports then write it behind every amount.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(CurrencyCompleter))]
    public string? Currency { get; set => field = SetAnew(value); }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _columns = new PipedColumns(MyInvocation);
        _isEdit = Limits.Any(IsGiven);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        WarnOfUnused(_columns!, PipedRecord.Take(), typeof(SeatContract));
        if (!_isEdit && Contract is null && !Limits.Any(IsGiven))
        {
            WriteError(new PermInvalidInputException(ErrorId.NothingToChange, "There is nothing to change in the seat contract.", "Seat contract"));
        }
        else if (StoreOf(new ObjectOrigin(Contract)) is { } from)
        {
            Change(
                from,
                "Seat contract",
                "Change contract",
                store =>
                {
                    store.Seats.ChangeContract(Changed, _isEdit ? Contract : null);
                    return store.Seats.ContractIfPermitted;
                },
                contract =>
                {
                    if (contract is not null)
                    {
                        WriteObject(contract);
                    }
                });
        }
    }

    private SeatContract Changed(SeatContract contract) => new()
    {
        Heavy = IsGiven(nameof(Heavy)) ? Heavy : contract.Heavy,
        Regular = IsGiven(nameof(Regular)) ? Regular : contract.Regular,
        Light = IsGiven(nameof(Light)) ? Light : contract.Light,
        Enforcement = IsGiven(nameof(Enforcement)) ? Enforcement : contract.Enforcement,
        WarningPercent = IsGiven(nameof(WarningPercent)) ? WarningPercent : contract.WarningPercent,
        ReactivationDelayDays = IsGiven(nameof(ReactivationDelayDays)) ? ReactivationDelayDays : contract.ReactivationDelayDays,
        PricePerSeat = IsGiven(nameof(PricePerSeat)) ? Prices(contract.PricePerSeat) : contract.PricePerSeat,
        Currency = IsGiven(nameof(Currency)) ? Currency : contract.Currency,
    };

    private SeatPrices Prices(SeatPrices known)
    {
        return new SeatPrices { Heavy = Of(nameof(SeatPrices.Heavy), known.Heavy), Regular = Of(nameof(SeatPrices.Regular), known.Regular), Light = Of(nameof(SeatPrices.Light), known.Light) };

        decimal? Of(string tier, decimal? price) => PricePerSeat is null ? null : PricePerSeat.ContainsKey(tier) ? (decimal?)PricePerSeat[tier] : price;
    }
}
