using System.Globalization;
using System.Text.Json;

namespace PermModule;

/// <summary>
/// A backup that has been copied beside the store and has passed its checks, ready to take the store's place.
/// The store as it was is kept beside it. Sessions that have the store open go on and see the restored one.
/// </summary>
public sealed class StoreRestore : IDisposable
{
    /// <summary>How many ids are left out after a store that cannot be read any longer.</summary>
    private const long UnknownIds = 1_000_000;

    private readonly string _partial;
    private readonly Action<WorkProgress>? _progress;
    private bool _isCopied;

    private StoreRestore(string backup, string path, PermStoreOptions options, Action<WorkProgress>? progress)
    {
        Backup = backup;
        Path = path;
        Options = options;
        _progress = progress;
        _partial = $"{path}.{Guid.NewGuid():N}.partial";
    }

    /// <summary>The full path of the backup.</summary>
    public string Backup { get; }

    /// <summary>The full path of the store that is to be replaced; it need not exist.</summary>
    public string Path { get; }

    /// <summary>How the restored store will be opened.</summary>
    internal PermStoreOptions Options { get; }

    /// <summary>How many users the backup holds.</summary>
    public long Users { get; private set; }

    /// <summary>The id of the newest event in the backup's audit trail.</summary>
    public long LastEvent { get; private set; }

    /// <summary>Where the store as it was is kept once <see cref="Apply"/> has run, or null where there was none.</summary>
    public string? KeptAs { get; private set; }

    /// <summary>Copies a backup beside the store and checks the copy: pages, references, recounted seats, audit chain. One of an older version is migrated.</summary>
    /// <param name="backup">The path of the backup; it stays as it is.</param>
    /// <param name="path">The path of the store to be replaced, or of none yet.</param>
    /// <param name="options">How the restored store will be opened, or null.</param>
    /// <param name="progress">Told how far it is, or null.</param>
    /// <exception cref="PermNotFoundException"><c>BackupNotFound</c>.</exception>
    /// <exception cref="PermConflictException"><c>StoreOnServer</c>: one of the two is the connection string of a server.</exception>
    /// <exception cref="PermNotPermittedException"><c>StoreReadOnly</c>, <c>NotPermitted</c>: the store was opened read-only or in the name of a user.</exception>
    /// <exception cref="PermCorruptException"><c>StoreCorrupt</c>: not a store, or one that fails a check; <c>StoreTooNew</c>.</exception>
    public static StoreRestore Prepare(string backup, string path, PermStoreOptions? options = null, Action<WorkProgress>? progress = null)
    {
        StoreRestore restore = new(OutputFile.FullPath(RequirePath(backup)), OutputFile.FullPath(RequirePath(path)), options ?? new PermStoreOptions(), progress);
        try
        {
            restore.CopyAndCheck();
            return restore;
        }
        catch
        {
            restore.Dispose();
            throw;
        }
    }

    /// <summary>Puts the backup in the place of the store, in one step that is done or not done.</summary>
    /// <exception cref="PermException">The store is being written, or the disk refuses; the store is then as it was.</exception>
    internal void Apply()
    {
        bool isOverwritten = false;
        if (File.Exists(Path))
        {
            using StoreSession? old = TryOpen();
            isOverwritten = old is not null && old.Read(() => TryOverwrite(old));
        }

        if (!isOverwritten)
        {
            Replace();
        }
    }

    /// <summary>Removes the copy.</summary>
    public void Dispose()
    {
        if (_isCopied)
        {
            StoreFile.Delete(_partial);
        }
    }

    /// <summary>The text, where it is no connection string.</summary>
    /// <exception cref="PermConflictException"><c>StoreOnServer</c>.</exception>
    internal static string RequirePath(string text) => StoreAddress.IsServer(text)
        ? throw OnServer(PostgresStore.LocationOf(text))
        : text;

    /// <exception cref="PermConflictException"><c>StoreOnServer</c>.</exception>
    internal static void RefuseIfOnServer(StoreSession session)
    {
        if (!session.Link.IsFile)
        {
            throw OnServer(session.Path);
        }
    }

    /// <summary>Refuses to replace a store that was opened read-only or in the name of a user.</summary>
    internal static void DemandReplacing(string path, PermStoreOptions options)
    {
        if (options.IsReadOnly)
        {
            throw new PermNotPermittedException(ErrorId.StoreReadOnly, $"'{path}' was opened read-only.", path) { Detail = ErrorDetail.OpenedReadOnly };
        }

        if (options.ActingUser is not null)
        {
            throw new PermNotPermittedException(ErrorId.NotPermitted, $"'{options.ActingUser}' cannot replace the store '{path}': no right of the catalogue allows it, only the ownership of the file does.", path) { Detail = ErrorDetail.RestoreAsUser };
        }
    }

    private void CopyAndCheck()
    {
        DemandReplacing(Path, Options);
        if (!File.Exists(Backup))
        {
            throw new PermNotFoundException(ErrorId.BackupNotFound, $"There is no backup at '{Backup}'.", Backup);
        }

        if (OutputFile.IsSame(Backup, Path))
        {
            throw new PermInvalidInputException(ErrorId.InvalidPath, $"'{Backup}' is the store itself and cannot be its backup.", Backup);
        }

        StoreFile.CreateFolder(Path);
        OutputFile.CheckPlace(Path, overwrite: true);
        try
        {
            OutputFile.CreatePrivate(_partial).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PermBusyException(ErrorId.StoreUnavailable, $"'{Path}' cannot be written: {error.Message}", Path, error);
        }

        _isCopied = true;
        try
        {
            using (StoreSession source = StoreFile.Open(Backup, Options with { IsReadOnly = true }))
            {
                StoreLayout.ReadVersion(source);
                PageCopy.ToFile(source, _partial, WorkProgress.Part(_progress, "copy", 0, 0.3));
            }

            using StoreSession copy = OpenCopy();
            StoreMigrator.Migrate(copy, StoreLayout.ReadVersion(copy), backsUp: false);
            if (new StoreChecker(copy, WorkProgress.Within(_progress, 0.3, 1)).Run().FirstOrDefault(check => !check.IsPassed) is { } failed)
            {
                throw Damaged($"{failed.Name}: {failed.Message}", innerException: null);
            }

            Users = copy.Scalar("SELECT COUNT(*) FROM users") ?? 0;
            LastEvent = copy.Scalar("SELECT MAX(id) FROM audit_events") ?? 0;
        }
        catch (PermException error) when (error.ErrorId == ErrorId.StoreRefused || Equals(error.Target, _partial))
        {
            throw Damaged(error.Message, error);
        }
    }

    private PermCorruptException Damaged(string why, Exception? innerException) =>
        new(ErrorId.StoreCorrupt, $"'{Backup}' is damaged, so nothing was replaced ({why}).", Backup, innerException);

    private static PermConflictException OnServer(string location) => new(ErrorId.StoreOnServer, $"'{location}' is a store on a server, and this is done with files only.", location);

    private StoreSession OpenCopy()
    {
        StoreSession copy = StoreFile.Open(_partial, Options with { IsReadOnly = false });
        Authorship.Of(copy).Actor = Authorship.ActorOf(Options);
        return copy;
    }

    /// <summary>The store that is there, or null where SQLite cannot read it at all.</summary>
    private StoreSession? TryOpen()
    {
        StoreSession? session = null;
        try
        {
            session = StoreFile.Open(Path, Options with { IsReadOnly = false });
            StoreLayout.UseJournal(session);
            return session;
        }
        catch (PermCorruptException)
        {
            session?.Dispose();
            return null;
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes the backup over the store in one transaction of the store's own, so that whoever has it open sees the old state or the new one.
    /// False where the old one cannot be read to keep a copy of it.
    /// </summary>
    private bool TryOverwrite(StoreSession old)
    {
        using StoreSession copy = OpenCopy();
        string kept = StoreFile.KeptName(Path, Options.Time);
        try
        {
            // The lock is held from before the old state is kept until it is replaced, so that no change gets lost in between.
            if (!PageCopy.Over(copy, old, () => TryKeep(copy, kept)))
            {
                return false;
            }
        }
        catch
        {
            StoreFile.Delete(kept);
            throw;
        }

        KeptAs = kept;
        return true;
    }

    /// <summary>Keeps the store as it is and records the restore in the copy; false if the store cannot be read.</summary>
    private bool TryKeep(StoreSession copy, string kept)
    {
        try
        {
            using StoreSession reader = StoreFile.Open(Path, Options with { IsReadOnly = true });
            OutputFile.WriteAt(kept, overwrite: false, partial => PageCopy.ToFile(reader, partial));
            Record(copy, reader);
            return true;
        }
        catch (PermException error) when (error.ErrorId is ErrorId.StoreCorrupt or ErrorId.StoreRefused)
        {
            StoreFile.Delete(kept);
            return false;
        }
    }

    /// <summary>Renames what is there out of the way, and the copy to its place.</summary>
    private void Replace()
    {
        using (StoreSession copy = OpenCopy())
        {
            Record(copy, old: null);
        }

        string kept = StoreFile.KeptName(Path, Options.Time);
        bool isThere = File.Exists(Path);
        KeptAs = isThere || StoreFile.JournalsOf(Path).Count > 0 ? kept : null;
        StoreFile.KeepJournals(Path, kept);
        OutputFile.Put(_partial, Path, overwrite: false, isThere ? kept : null);
    }

    /// <summary>Writes the restore into the trail, with the head of the chain that it replaces, and makes every session read profiles and tiers again.</summary>
    private void Record(StoreSession copy, StoreSession? old)
    {
        // Nobody can say which ids an unreadable store had given.
        long unknown = old is null && File.Exists(Path) ? UnknownIds : 0;
        StoreHead head = old is null ? default : ReadHead(old);
        Action<Utf8JsonWriter>? before = head.LastId == 0 ? null : json =>
        {
            json.WriteNumber("LastId", head.LastId);
            json.WriteString("Hash", Convert.ToHexString(head.Hash));
        };
        copy.Write(scope =>
        {
            // Larger than any that a session may have in memory.
            long configuration = Math.Max(head.ConfigurationVersion, copy.Snapshot().ConfigurationVersion) + 1;
            long version = Math.Max(head.Version, copy.Version()) - LastEvent + unknown;
            copy.Send("UPDATE store_state SET configuration_version = $1, version_base = $2", configuration, version);
            return scope.Audit.Write(
                AuditAction.StoreRestored,
                "Store",
                System.IO.Path.GetFileName(Path),
                targetId: null,
                before,
                after: json =>
                {
                    json.WriteNumber("LastId", LastEvent);
                    json.WriteString(nameof(Backup), System.IO.Path.GetFileName(Backup));
                });
        });
    }

    /// <summary>The head of the chain that is replaced; nothing where it is too damaged to be read.</summary>
    private static StoreHead ReadHead(StoreSession session)
    {
        try
        {
            return session.Read(session.Head);
        }
        catch (PermException error) when (error.ErrorId is ErrorId.StoreCorrupt or ErrorId.StoreRefused)
        {
            return default;
        }
    }
}
