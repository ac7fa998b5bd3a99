namespace PermModule.Maintenance;

/// <summary>Makes stores, in files and on servers.</summary>
internal static class StoreCreation
{
    /// <summary>Makes a store and returns its place.</summary>
    /// <param name="path">The path of a file, whose folder is made where it is missing, or the connection string of a server, on which a schema is made.</param>
    /// <param name="options">How it is to be opened.</param>
    /// <param name="overwrite">Replaces a store that is there and that nobody has open; it is kept beside the new one.</param>
    /// <param name="from">The file of a store whose content and trail the new store begins with; or null for an empty one.</param>
    /// <param name="token">Stops the copying, which leaves nothing.</param>
    /// <exception cref="PermException">As <see cref="Check"/>, and those of a server.</exception>
    public static string Create(string path, PermStoreOptions options, bool overwrite, string? from, CancellationToken token)
    {
        string actor = Authorship.ActorOf(options);
        if (StoreAddress.IsServer(path))
        {
            using StoreSession session = PostgresStore.OpenNew(path, options, token);
            Lay(session, Path.GetFileName(session.Path), actor, from, token);
            return path;
        }

        string full = OutputFile.FullPath(path);
        Check(full, overwrite);
        bool isThere = File.Exists(full);
        StoreFile.CreateFolder(full);

        // Laid out under another name, so that a crash leaves no half-made store where one is expected, and the old one until the new one is whole.
        string kept = StoreFile.KeptName(full, options.Time);
        OutputFile.WriteAt(
            full,
            overwrite,
            partial =>
            {
                using Release companions = new(() => StoreFile.DeleteCompanions(partial));
                using (StoreSession session = StoreFile.Open(partial, options with { IsReadOnly = false }))
                {
                    Lay(session, Path.GetFileName(full), actor, from, token);
                }

                StoreFile.KeepJournals(full, kept);
            },
            keptAs: isThere ? kept : null);
        return full;
    }

    /// <summary>Says before it is done why a file cannot be made a store, or that the text for a server cannot be read.</summary>
    /// <exception cref="PermException">As <see cref="Check"/>; <c>PasswordInConnectionString</c>, <c>InvalidConnectionString</c>.</exception>
    public static void CheckPlace(string path, bool overwrite)
    {
        if (StoreAddress.IsServer(path))
        {
            PostgresStore.LocationOf(path);
            return;
        }

        Check(OutputFile.FullPath(path), overwrite);
    }

    /// <summary>Says before it is done why a file cannot be made a store.</summary>
    /// <exception cref="PermAlreadyExistsException"><c>StoreAlreadyExists</c>; <c>FileAlreadyExists</c>: the journal of another store is there.</exception>
    /// <exception cref="PermException"><c>StoreInUse</c>; <c>StoreCorrupt</c>: what is there is no store; <c>NotAFile</c>, <c>InvalidPath</c>, <c>FileUnavailable</c>.</exception>
    public static void Check(string full, bool overwrite)
    {
        bool isThere = File.Exists(full);
        if (isThere && !overwrite)
        {
            throw new PermAlreadyExistsException(ErrorId.StoreAlreadyExists, $"'{full}' already exists.", full);
        }

        if (Directory.Exists(Path.GetDirectoryName(full)))
        {
            OutputFile.CheckPlace(full, overwrite);
        }

        if (isThere)
        {
            // Only a store is replaced: a mistyped path must not cost somebody a file of another kind.
            StoreFile.RefuseIfInUse(full);
        }
        else if (!overwrite && StoreFile.JournalsOf(full) is [{ } journal, ..])
        {
            throw new PermAlreadyExistsException(ErrorId.FileAlreadyExists, $"'{full}{journal}' is left of another store, whose changes would go into the new one.", full + journal);
        }
    }

    private static void Lay(StoreSession session, string name, string actor, string? from, CancellationToken token)
    {
        Authorship.Of(session).Actor = actor;
        if (from is null)
        {
            StoreMigrator.Create(session, name);
        }
        else
        {
            StoreLayout.UseJournal(session);
            StoreCopy.FromFile(OutputFile.FullPath(StoreRestore.RequirePath(from)), session, token);
        }
    }
}
