using System.Globalization;

namespace PermModule.Storage.Postgres;

/// <summary>Refuses a server that would not keep what it acknowledges, or cannot keep a store at all.</summary>
internal static class PostgresServerCheck
{
    private const int OldestVersion = 150_000;

    private const string Settings = $"""
        SELECT current_setting('server_version_num'), current_setting('server_version'), current_setting('server_encoding'), current_setting('in_hot_standby', true),
               current_setting('fsync', true), current_setting('synchronous_commit', true), current_setting('full_page_writes', true),
               {PostgresClock.Now}
        """;

    private static readonly string[] Safety = ["fsync", "synchronous_commit", "full_page_writes"];

    /// <summary>Checks the server that a channel leads to.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="isReadOnly">True where nothing is to be written, which asks for less.</param>
    /// <param name="clock">Set by the answer.</param>
    /// <exception cref="PermException"><c>StoreRefused</c>: too old, or another encoding; <c>StoreNotDurable</c>; <c>StoreReadOnly</c>: a standby.</exception>
    public static void Run(PostgresChannel channel, bool isReadOnly, PostgresClock clock)
    {
        using PostgresStatement row = new(channel, Settings);
        row.Next();
        clock.Set(row.Number(Safety.Length + 4));
        if (!int.TryParse(row.Text(0), CultureInfo.InvariantCulture, out int version) || version < OldestVersion)
        {
            throw Refused(channel, $"is PostgreSQL {row.Text(1)}; 15 or later is needed");
        }

        if (row.Text(2) != "UTF8")
        {
            throw Refused(channel, $"keeps the database in {row.Text(2)}; UTF8 is needed");
        }

        if (isReadOnly)
        {
            return;
        }

        if (row.Text(3) == "on")
        {
            throw new PermNotPermittedException(ErrorId.StoreReadOnly, $"The server of '{channel.Location}' is a standby, which can only be read.", channel.Location) { Detail = ErrorDetail.Server };
        }

        for (int place = 0; place < Safety.Length; place++)
        {
            if (row.Text(place + 4) == "off")
            {
                throw new PermConflictException(ErrorId.StoreNotDurable, $"The server of '{channel.Location}' has {Safety[place]} off, so that a change it acknowledged could be lost.", channel.Location);
            }
        }
    }

    private static PermConflictException Refused(PostgresChannel channel, string why) =>
        new(ErrorId.StoreRefused, $"The server of '{channel.Location}' {why}.", channel.Location) { Detail = ErrorDetail.Server };
}
