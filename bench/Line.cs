namespace PermModule.Bench;

/// <summary>One measured operation: ours against its floor, both in the same unit.</summary>
/// <param name="Operation">What was done.</param>
/// <param name="Size">How many users were in the store, or rows in the input.</param>
/// <param name="Unit">What the two figures are in.</param>
/// <param name="Ours">The median of ours.</param>
/// <param name="Floor">The median of the floor; <see cref="None"/> where the bar is in the unit itself.</param>
/// <param name="FloorIs">What the floor does.</param>
/// <param name="Bar">The ratio that must not be passed.</param>
internal sealed record Line(string Operation, long Size, string Unit, double Ours, double Floor, string FloorIs, double Bar)
{
    /// <summary>The floor of what is measured against nothing else.</summary>
    public const double None = 1;

    /// <summary>The processor seconds of ours, all threads together; 0 where they were not measured.</summary>
    public double OursCpu { get; init; }

    /// <summary>The processor seconds of the floor.</summary>
    public double FloorCpu { get; init; }

    /// <summary>Where the time goes, in lines of Markdown, if the bar is not met and perf could tell.</summary>
    public IReadOnlyList<string>? Where { get; init; }

    public double Ratio => Floor == 0 ? double.PositiveInfinity : Ours / Floor;

    public bool IsMet => Ratio <= Bar;
}
