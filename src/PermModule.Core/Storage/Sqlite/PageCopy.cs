using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PermModule.Storage.Sqlite;

/// <summary>Copies the pages of a store while other processes use it.</summary>
internal static class PageCopy
{
    private const int PagesAtATime = 2_000;

    /// <summary>Copies one state of a store, with the committed changes of other processes, into an empty file that needs nothing beside it.</summary>
    public static void ToFile(StoreSession source, string path, Action<double>? progress = null)
    {
        using SqliteLink target = SqliteLink.Open(path, new PermStoreOptions());
        source.ReadConsistently(() =>
        {
            // Holds the state: a copy whose source changes between two steps would begin again.
            SqliteLink link = StoreFile.LinkOf(source);
            link.ReadNumber("PRAGMA schema_version");
            using sqlite3_backup backup = raw.sqlite3_backup_init(target.Handle, "main", link.Handle, "main");
            int code;
            do
            {
                source.ThrowIfCancelled();
                code = raw.sqlite3_backup_step(backup, PagesAtATime);
                progress?.Invoke(1 - ((double)raw.sqlite3_backup_remaining(backup) / Math.Max(1, raw.sqlite3_backup_pagecount(backup))));
            }
            while (code == raw.SQLITE_OK);
            return code == raw.SQLITE_DONE ? true : throw Failed(code);
        });
        target.ReadText("PRAGMA journal_mode = DELETE");
    }

    /// <summary>
    /// Writes one store over another in a single transaction of the other, so that every process that has it open sees the old state or the new one.
    /// </summary>
    /// <param name="source">The store that is copied.</param>
    /// <param name="target">The store that is overwritten.</param>
    /// <param name="prepare">Runs while no other process can write the target; false gives up.</param>
    /// <returns>False if <paramref name="prepare"/> gave up; then nothing was written.</returns>
    /// <exception cref="PermException">Another process holds the target, or the disk refuses; then nothing was written.</exception>
    public static bool Over(StoreSession source, StoreSession target, Func<bool> prepare)
    {
        SqliteLink link = StoreFile.LinkOf(target);
        FitPages(StoreFile.LinkOf(source), link);
        using sqlite3_backup backup = raw.sqlite3_backup_init(link.Handle, "main", StoreFile.LinkOf(source).Handle, "main");

        // A step of no pages acquires the write lock of the target.
        link.WaitFor(() => raw.sqlite3_backup_step(backup, 0), target.ThrowIfCancelled);
        if (!prepare())
        {
            return false;
        }

        int code = raw.sqlite3_backup_step(backup, -1);
        return code == raw.SQLITE_DONE ? true : throw target.Translate(Failed(code));
    }

    /// <summary>Lays out a store in pages of the size that another has, which its journal fixes.</summary>
    private static void FitPages(SqliteLink source, SqliteLink target)
    {
        long size = target.ReadNumber("PRAGMA page_size");
        if (source.ReadNumber("PRAGMA page_size") != size)
        {
            source.Script(string.Create(CultureInfo.InvariantCulture, $"PRAGMA page_size = {size}; VACUUM"));
        }
    }

    private static SqliteException Failed(int code) => new($"The copy failed with code {code}.", code & 0xFF, code);
}
