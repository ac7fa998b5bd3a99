namespace PermModule;

/// <summary>A clock that stands at one moment, so that what is counted from now is counted from then.</summary>
internal sealed class StoppedClock(DateTimeOffset moment) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => moment;
}
