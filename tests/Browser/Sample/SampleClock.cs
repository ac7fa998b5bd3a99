namespace PermModule.Sample;

/// <summary>A clock that is set, so that the same sample comes out on every day.</summary>
internal sealed class SampleClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2025, 3, 3, 8, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
