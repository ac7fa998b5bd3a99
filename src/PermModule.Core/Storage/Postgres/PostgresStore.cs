using System.Globalization;
using System.Runtime.CompilerServices;

namespace PermModule.Storage.Postgres;

/// <summary>Connects to a store on a server, or to the place of one that is to be.</summary>
internal static class PostgresStore
{
    /// <summary>Connects to a server that keeps what it acknowledges.</summary>
    /// <exception cref="PermException"><c>StoreUnavailable</c>, <c>StoreNotDurable</c>, <c>StoreRefused</c>: too old, or another encoding; <c>StoreNotFound</c>: no such database.</exception>
    public static StoreSession Open(string text, PermStoreOptions options, CancellationToken token) => Open(text, options, link => link.CheckServer(), token);

    /// <summary>Connects to the place of a store that is to be made.</summary>
    /// <exception cref="PermAlreadyExistsException"><c>StoreAlreadyExists</c>.</exception>
    public static StoreSession OpenNew(string text, PermStoreOptions options, CancellationToken token) => Open(
        text,
        options with { IsReadOnly = false },
        link =>
        {
            link.CheckServer();
            link.ExpectNoStore();
        },
        token);

    /// <summary>Server, database and schema of a text. The driver is loaded by this method and not by who calls it.</summary>
    /// <exception cref="PermInvalidInputException"><c>PasswordInConnectionString</c>, <c>InvalidConnectionString</c>.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static string LocationOf(string text) => PostgresAddress.Parse(text).Location;

    /// <summary>True where two texts lead to one store under one account.</summary>
    /// <exception cref="PermInvalidInputException"><c>PasswordInConnectionString</c>, <c>InvalidConnectionString</c>.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool IsSame(string one, string other) =>
        PostgresAddress.Parse(one) is var first && PostgresAddress.Parse(other) is var second && first.Location == second.Location && first.Settings.Username == second.Settings.Username;

    private static StoreSession Open(string text, PermStoreOptions options, Action<PostgresLink> prepare, CancellationToken token)
    {
        PostgresAddress address = PostgresAddress.Parse(text);
        PostgresLink link = PostgresLink.Open(address, options, token);
        StoreSession session = new(link, options);
        try
        {
            using IDisposable stop = session.CancelWith(token);
            session.Read(() =>
            {
                prepare(link);
                return true;
            });
            if (!address.IsVerified)
            {
                session.Warnings.Add(new PermWarning(WarningId.ServerNotVerified, $"The connection to '{address.Location}' uses sslmode {address.Settings.SslMode}, so that nothing proves which server answers.", address.Location));
            }

            if (options.FollowsServer && !link.Clock.IsClose)
            {
                string apart = string.Create(CultureInfo.InvariantCulture, $"{link.Clock.Ahead.Duration().TotalMinutes:0} min");
                session.Warnings.Add(new PermWarning(WarningId.ClockDiffers, $"The clock of this host is {apart} {(link.Clock.Ahead > TimeSpan.Zero ? "behind" : "ahead of")} that of the server of '{address.Location}', whose time is used.", address.Location));
            }

            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}
