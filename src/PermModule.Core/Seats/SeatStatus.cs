namespace PermModule;

/// <summary>How full a tier is.</summary>
public enum SeatStatus
{
    /// <summary>Below the warning level, or unlimited.</summary>
    Ok,

    /// <summary>At or above the contract's warning percentage, with a seat or more free.</summary>
    Warning,

    /// <summary>Every seat is in use.</summary>
    Full,

    /// <summary>More seats are in use than the contract has.</summary>
    Over,
}
