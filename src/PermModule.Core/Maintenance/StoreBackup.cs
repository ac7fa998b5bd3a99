namespace PermModule.Maintenance;

/// <summary>Copies a store while others use it.</summary>
internal static class StoreBackup
{
    /// <summary>Writes one consistent state of the store to a file that only its owner can read; it takes its name when it has passed its check.</summary>
    /// <exception cref="PermException">As <see cref="OutputFile.WriteAt"/>; <c>StoreInUse</c>: the file there is a store that somebody has open; <c>StoreCorrupt</c>: the store is damaged, and so was the copy.</exception>
    public static void Copy(StoreSession session, string path, bool overwrite, Action<WorkProgress>? progress = null)
    {
        Check(session, path, overwrite);
        Action<double> copying = WorkProgress.Part(progress, "copy", 0, session.Link.IsFile ? 0.3 : 0.7);
        OutputFile.WriteAt(path, overwrite, partial =>
        {
            using Release companions = new(() => StoreFile.DeleteCompanions(partial));
            if (session.Link.IsFile)
            {
                PageCopy.ToFile(session, partial, copying);
            }
            else
            {
                StoreCopy.ToFile(session, partial, copying);
            }

            using StoreSession copy = StoreFile.Open(partial, new PermStoreOptions { IsReadOnly = true, Schema = session.Link.IsFile ? session.Link.Schema : null });
            foreach (StoreCheck check in new StoreChecker(copy, WorkProgress.Within(progress, session.Link.IsFile ? 0.3 : 0.7, 1)).Run().Where(check => !check.IsPassed))
            {
                if (check.Name is "Schema" or "FileIntegrity" or "ForeignKeys")
                {
                    throw new PermCorruptException(ErrorId.StoreCorrupt, $"'{session.Path}' is damaged, so no backup was made: {check.Message}.", session.Path);
                }

                // A trail that somebody broke must not also keep everybody from saving what is there.
                session.Warnings.Add(new PermWarning(WarningId.BackupFailsCheck, $"The backup holds the store as it is, but it fails the check {check.Name} ({check.Message}), so it cannot be restored.", path));
            }
        });
    }

    /// <summary>Refuses a backup that somebody asks for and that may not be made, or not there, and writes nothing.</summary>
    /// <returns>The full path of the backup.</returns>
    /// <exception cref="PermException">As <see cref="PermStore.Backup"/>.</exception>
    public static string CheckAsked(StoreSession session, string path, bool overwrite)
    {
        session.Transaction.RefuseIfOpen();
        string full = OutputFile.FullPath(path);
        session.Demand(DelegatedAction.ManageSettings, full);
        if (session.Link.IsFile && OutputFile.IsSame(full, session.Path))
        {
            throw new PermInvalidInputException(ErrorId.InvalidPath, $"'{path}' is the store itself and cannot be its backup.", path);
        }

        Check(session, full, overwrite);
        return full;
    }

    /// <summary>Refuses what <see cref="Copy"/> would refuse before it writes.</summary>
    /// <exception cref="PermException">As <see cref="Copy"/>.</exception>
    private static void Check(StoreSession session, string path, bool overwrite)
    {
        OutputFile.CheckPlace(path, overwrite);
        if (File.Exists(path + "-wal"))
        {
            throw new PermBusyException(ErrorId.StoreInUse, $"'{path}' is a store in use, with its journal beside it.", path);
        }

        if (overwrite && StoreMark.IsStore(path) && !IsOfSameStore(session, path))
        {
            throw new PermInvalidInputException(ErrorId.InvalidPath, $"'{path}' is another store or a backup of one, which no backup of '{session.Path}' replaces.", path);
        }
    }

    /// <summary>True for a store whose trail begins with the same event: a backup or another copy of this one.</summary>
    private static bool IsOfSameStore(StoreSession session, string path)
    {
        try
        {
            using StoreSession there = StoreFile.Open(path, new PermStoreOptions());
            return FirstEvent(there) is { } first && first.SequenceEqual(FirstEvent(session) ?? []);
        }
        catch (PermException)
        {
            // What cannot be read might be anybody's.
            return false;
        }
    }

    private static byte[]? FirstEvent(StoreSession session) => session.Read(() =>
    {
        using Statement reader = session.Query("SELECT hash FROM audit_events ORDER BY id LIMIT 1");
        return reader.Next() ? reader.Bytes(0).ToArray() : null;
    });
}
