namespace PermModule.Maintenance;

/// <summary>Opens stores that are there, in files and on servers.</summary>
internal static class StoreOpening
{
    /// <summary>True where two texts lead to one store: to one file, or to one schema under one account.</summary>
    /// <exception cref="PermInvalidInputException"><c>PasswordInConnectionString</c>, <c>InvalidConnectionString</c>.</exception>
    public static bool IsSame(string one, string other) => (StoreAddress.IsServer(one), StoreAddress.IsServer(other)) switch
    {
        (true, true) => PostgresStore.IsSame(one, other),
        (false, false) => FileState.Of(one, followsLinks: true) is { } first && FileState.Of(other, followsLinks: true) is { } second && first.IsSame(second),
        _ => false,
    };

    /// <summary>Connects to a store, migrates one of an older version, and takes up who acts.</summary>
    /// <exception cref="PermException">As <see cref="PermStore.Open"/>.</exception>
    public static StoreSession Open(string path, PermStoreOptions options, CancellationToken token)
    {
        StoreSession session = Connect(path, options, token);
        try
        {
            using IDisposable stop = session.CancelWith(token);
            int version = StoreLayout.ReadVersion(session);
            Authorship.Of(session).Actor = Authorship.ActorOf(options);
            StoreMigrator.Migrate(session, version, backsUp: session.Link.IsFile);
            if (!options.IsReadOnly)
            {
                StoreLayout.UseJournal(session);
            }

            session.Read(() =>
            {
                session.ActAs(options.ActingUser, options.ActingUserId);
                if (DefaultTierMigration.Warning(session) is { } warning)
                {
                    session.Warnings.Add(warning);
                }

                session.Origin.Identity = session.Link.ReadIdentity();
                return true;
            });
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static StoreSession Connect(string path, PermStoreOptions options, CancellationToken token)
    {
        if (StoreAddress.IsServer(path))
        {
            return PostgresStore.Open(path, options, token);
        }

        string full = OutputFile.FullPath(path);
        return File.Exists(full)
            ? StoreFile.Open(full, options)
            : throw new PermNotFoundException(ErrorId.StoreNotFound, $"There is no store at '{full}'.", path);
    }
}
