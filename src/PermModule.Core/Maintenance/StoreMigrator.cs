using System.Globalization;

namespace PermModule.Maintenance;

/// <summary>Lays out new stores and brings older ones to the newest schema version, one transaction a version.</summary>
internal static class StoreMigrator
{
    /// <summary>Lays out a new, empty store.</summary>
    /// <param name="session">The store.</param>
    /// <param name="name">How the trail calls it.</param>
    public static void Create(StoreSession session, string name)
    {
        StoreLayout.UseJournal(session);
        session.Read(() =>
        {
            session.Transaction.Begin();
            Apply(session, name, from: 0, to: session.Link.Schema.Count);
            session.Transaction.Commit();
            return true;
        });
    }

    /// <summary>Brings an older store to the newest version, after a backup beside it. Goes on where it was interrupted.</summary>
    /// <exception cref="PermNotPermittedException"><c>StoreReadOnly</c>.</exception>
    /// <param name="session">The store.</param>
    /// <param name="version">Its version as it was just read.</param>
    /// <param name="backsUp">Makes a backup.</param>
    public static void Migrate(StoreSession session, int version, bool backsUp)
    {
        int newest = session.Link.Schema.Count;
        if (version < newest && session.IsReadOnly)
        {
            throw new PermNotPermittedException(ErrorId.StoreReadOnly, $"'{session.Path}' has schema version {version} and must be migrated to {newest}, but it was opened read-only.", session.Path) { Detail = ErrorDetail.OpenedReadOnly };
        }

        while (version < newest)
        {
            version = session.Read(() => MigrateOnce(session, backsUp));
        }
    }

    private static int MigrateOnce(StoreSession session, bool backsUp)
    {
        session.Transaction.Begin();
        try
        {
            // Another process may have been faster; the version under the lock is what counts.
            int version = StoreLayout.ReadVersion(session);
            if (version == session.Link.Schema.Count)
            {
                session.Transaction.Rollback();
                return version;
            }

            if (backsUp)
            {
                using StoreSession before = session.OpenReader();
                StoreBackup.Copy(before, string.Create(CultureInfo.InvariantCulture, $"{session.Path}.v{version}.bak"), overwrite: true);
            }

            Apply(session, Path.GetFileName(session.Path), version, version + 1);
            session.Transaction.Commit();
            return version + 1;
        }
        catch
        {
            session.Transaction.Rollback();
            throw;
        }
    }

    private static void Apply(StoreSession session, string name, int from, int to)
    {
        for (int version = from + 1; version <= to; version++)
        {
            session.Link.ApplySchema(version);
        }

        if (from == 0)
        {
            session.Send("INSERT INTO store_state (id, store_id, created_at, configuration_version, version_base) VALUES (1, $1, $2, 1, 0)", Guid.NewGuid().ToString(), UtcTime.ToStored(session.Time.GetUtcNow()));
            session.Send("INSERT INTO seat_contract (id, enforcement, warning_percent, reactivation_delay_days) VALUES (1, 0, 90, 0)");
        }

        LoadCatalogue(session);
        AuditWriter audit = new(session, Guid.NewGuid());
        audit.Write(
            from == 0 ? AuditAction.StoreCreated : AuditAction.StoreMigrated,
            "Store",
            name,
            targetId: null,
            before: from == 0 ? null : json => json.WriteNumber("SchemaVersion", from),
            after: json => json.WriteNumber("SchemaVersion", to));
        if (from > 0 && to == DefaultTierMigration.SchemaVersion)
        {
            DefaultTierMigration.Run(session, audit);
        }

        if (from > 0 && to == SeatHistoryMigration.SchemaVersion)
        {
            SeatHistoryMigration.Run(session, audit.At);
        }
    }

    private static void LoadCatalogue(StoreSession session)
    {
        foreach (PermRight right in RightCatalogue.Default.Rights)
        {
            session.Send("INSERT INTO rights (id, right_key) SELECT COALESCE(MAX(id), 0) + 1, $1 FROM rights WHERE true ON CONFLICT (right_key) DO NOTHING", right.Key);
        }
    }
}
