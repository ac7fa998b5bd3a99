namespace PermModule;

/// <summary>Who runs the portal, and which departments and locations have no champion.</summary>
public sealed record ReportCoverage
{
    /// <summary>Active portal owners.</summary>
    public required long PortalOwners { get; init; }

    /// <summary>Active champions.</summary>
    public required long Champions { get; init; }

    /// <summary>Departments with active users, those without a champion first, then the largest.</summary>
    public required IReadOnlyList<ReportPlace> Departments { get; init; }

    /// <summary>How many departments the list leaves out.</summary>
    public required int DepartmentsLeftOut { get; init; }

    /// <summary>Locations with active users, those without a champion first, then the largest.</summary>
    public required IReadOnlyList<ReportPlace> Locations { get; init; }

    /// <summary>How many locations the list leaves out.</summary>
    public required int LocationsLeftOut { get; init; }
}
