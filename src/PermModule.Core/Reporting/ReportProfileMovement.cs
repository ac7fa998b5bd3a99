namespace PermModule;

/// <summary>A profile then and now; null where it did not exist.</summary>
/// <param name="Name">The name.</param>
/// <param name="TierBefore">The tier then.</param>
/// <param name="TierAfter">The tier now.</param>
/// <param name="ActiveBefore">Active users then.</param>
/// <param name="ActiveAfter">Active users now.</param>
public sealed record ReportProfileMovement(string Name, Tier? TierBefore, Tier? TierAfter, long? ActiveBefore, long? ActiveAfter);
