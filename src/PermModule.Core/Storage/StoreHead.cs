using System.Security.Cryptography;

namespace PermModule.Storage;

/// <summary>The newest event of a store, and what the store says of itself: what every change asks first, by one question.</summary>
/// <param name="LastId">The id of the newest event; 0 before there is one.</param>
/// <param name="LastAt">Its time, in stored form.</param>
/// <param name="Hash">Its hash; zeros before there is one.</param>
/// <param name="VersionBase">What a restore raised the version by.</param>
/// <param name="ConfigurationVersion">Counts the changes of profiles, tiers and contract.</param>
/// <param name="Mark">Differs where another store took the place of the one that was opened; see <see cref="StoreLink.StateMark"/>.</param>
internal readonly record struct StoreHead(long LastId, long LastAt, byte[] Hash, long VersionBase, long ConfigurationVersion, long Mark)
{
    private const string Id = $"SELECT store_id FROM {StoreLayout.StateTable}";

    /// <summary>The version of the store.</summary>
    public long Version => LastId + VersionBase;

    /// <summary>The id by which a store and its copies are known.</summary>
    /// <exception cref="PermCorruptException"><c>StoreCorrupt</c>: the store says nothing of itself.</exception>
    public static string StoreId(StoreSession session)
    {
        using Statement state = session.Query(Id);
        return state.Next() ? state.Text(0)! : throw NoState(session);
    }

    /// <summary>Says that <see cref="Read"/> is going to be called.</summary>
    public static void Announce(StoreSession session) => session.Announce(Newest(session));

    /// <exception cref="PermCorruptException"><c>StoreCorrupt</c>: the store says nothing of itself.</exception>
    public static StoreHead Read(StoreSession session)
    {
        using Statement row = session.Query(Newest(session));
        if (row.Next())
        {
            return new StoreHead(row.Number(0), row.Number(1), row.Bytes(2).ToArray(), row.Number(3), row.Number(4), row.Number(5));
        }

        using Statement state = session.Query($"SELECT s.version_base, s.configuration_version, {session.Link.StateMark} FROM {StoreLayout.StateTable} s");
        return state.Next()
            ? new StoreHead(0, 0, new byte[SHA256.HashSizeInBytes], state.Number(0), state.Number(1), state.Number(2))
            : throw NoState(session);
    }

    private static string Newest(StoreSession session) =>
        $"SELECT e.id, e.at, e.hash, s.version_base, s.configuration_version, {session.Link.StateMark} FROM {StoreLayout.StateTable} s CROSS JOIN audit_events e ORDER BY e.id DESC LIMIT 1";

    private static PermCorruptException NoState(StoreSession session) => StoreLayout.NoRow(session.Path, session.Link.IsFile, StoreLayout.StateTable);
}
