namespace PermModule.Unit;

/// <summary>A clock that stands still until it is moved, or moves a little with each look at it.</summary>
public sealed class TestClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What passes between two looks.</summary>
    public TimeSpan Step { get; set; }

    public override DateTimeOffset GetUtcNow() => _now += Step;

    public void Advance(TimeSpan time) => _now += time;
}
