using System.Diagnostics;

namespace PermModule.Storage.Postgres;

/// <summary>Tells whether any host may have written: it may as soon as the last answer of the server is older than the caller's patience for old answers.</summary>
internal sealed class PostgresWatch(TimeSpan maxStaleness)
{
    private long _notedAt;

    public void Note() => _notedAt = Stopwatch.GetTimestamp();

    public bool IsSame() => _notedAt != 0 && Stopwatch.GetElapsedTime(_notedAt) < maxStaleness;

    /// <summary>Has the next question asked of the server.</summary>
    public void Expire() => _notedAt = 0;
}
