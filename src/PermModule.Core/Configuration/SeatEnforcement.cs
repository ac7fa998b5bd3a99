namespace PermModule;

/// <summary>What happens when a change needs more seats than the contract has.</summary>
public enum SeatEnforcement
{
    /// <summary>The change is refused as a whole.</summary>
    Block = 0,

    /// <summary>The change goes on with a warning.</summary>
    Warn = 1,
}
