namespace PermModule;

/// <summary>The seats of a tier at one time.</summary>
/// <param name="At">The time, UTC.</param>
/// <param name="Active">The seats in use.</param>
/// <param name="Limit">The seats that the contract of that time had; null is unlimited.</param>
public sealed record ReportSeatDay(DateTimeOffset At, long Active, long? Limit);
