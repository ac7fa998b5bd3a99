namespace PermModule;

/// <summary>The expected use of the seats of a tier on one day.</summary>
/// <param name="On">The day, UTC.</param>
/// <param name="Low">The lower bound of the band of 90 %.</param>
/// <param name="Middle">The middle.</param>
/// <param name="High">The upper bound.</param>
public sealed record ReportSeatOutlook(DateTimeOffset On, double Low, double Middle, double High);
