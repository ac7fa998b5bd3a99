namespace PermModule;

/// <summary>How the seats of a tier were used, and how they will be if it goes on like that.</summary>
public sealed record ReportSeatHistory
{
    /// <summary>The tier.</summary>
    public required Tier Tier { get; init; }

    /// <summary>The last half year day by day, oldest first; the last is the present.</summary>
    public required IReadOnlyList<ReportSeatDay> Days { get; init; }

    /// <summary>The quarter of a year to come; empty if there is not enough history.</summary>
    public required IReadOnlyList<ReportSeatOutlook> Ahead { get; init; }

    /// <summary>When the seats run out.</summary>
    public required SeatForecast Forecast { get; init; }
}
