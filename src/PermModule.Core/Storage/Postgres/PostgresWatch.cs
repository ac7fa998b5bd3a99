using System.Diagnostics;

namespace PermModule.Storage.Postgres;

/// <summary>Tells whether any host wrote: asks the server, at most as often as the caller's patience for old answers wants.</summary>
internal sealed class PostgresWatch(PostgresChannel channel, TimeSpan maxStaleness)
{
    private long _notedAt;
    private (long Version, long Configuration) _noted;

    public void Note()
    {
        _noted = Read();
        _notedAt = Stopwatch.GetTimestamp();
    }

    public bool IsSame()
    {
        if (_notedAt != 0 && Stopwatch.GetElapsedTime(_notedAt) < maxStaleness)
        {
            return true;
        }

        if (Read() != _noted)
        {
            return false;
        }

        _notedAt = Stopwatch.GetTimestamp();
        return true;
    }

    /// <summary>Has the next question asked of the server.</summary>
    public void Expire() => _notedAt = 0;

    private (long Version, long Configuration) Read()
    {
        using PostgresStatement statement = new(channel, "SELECT e.id + s.version_base, s.configuration_version FROM store_state s CROSS JOIN audit_events e ORDER BY e.id DESC LIMIT 1");
        return statement.Next() ? (statement.Number(0), statement.Number(1)) : (0, 0);
    }
}
