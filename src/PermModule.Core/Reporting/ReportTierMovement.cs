namespace PermModule;

/// <summary>The seats of a tier then and now.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="ActiveBefore">Seats in use then.</param>
/// <param name="ActiveAfter">Seats in use now.</param>
/// <param name="LimitBefore">The seats the contract had then; null is unlimited.</param>
/// <param name="LimitAfter">The seats the contract has now; null is unlimited.</param>
public sealed record ReportTierMovement(Tier Tier, long ActiveBefore, long ActiveAfter, long? LimitBefore, long? LimitAfter)
{
    /// <summary>Seats in use now less those then.</summary>
    public long Change => ActiveAfter - ActiveBefore;
}
