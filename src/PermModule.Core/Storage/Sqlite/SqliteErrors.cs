using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PermModule.Storage.Sqlite;

/// <summary>Maps the errors of SQLite to the module's errors.</summary>
internal static class SqliteErrors
{
    /// <summary>The refusal that an error stands for.</summary>
    /// <exception cref="OperationCanceledException">Somebody stopped the statement.</exception>
    public static PermException Translate(SqliteException error, string path, TimeSpan lockTimeout) => error.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new PermBusyException("StoreBusy", $"Another process held '{path}' longer than {lockTimeout.TotalSeconds:0} s. Try again, or let the other one finish.", path, error),
        raw.SQLITE_FULL => new PermBusyException("DiskFull", $"There is no room left for '{path}'. The change was not applied; free space and try again.", path, error),
        raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN => new PermBusyException("StoreUnavailable", $"The disk refused to read or write '{path}'. The change was not applied; check the disk and try again.", path, error),
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => new PermNotPermittedException("StoreReadOnly", $"'{path}' cannot be written by this account. Check the permissions of the file and its folder.", path, error),
        raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT => new PermCorruptException("StoreCorrupt", $"'{path}' is not a permission store or is damaged. Restore a backup with Restore-PermStore.", path, error),
        raw.SQLITE_INTERRUPT => throw new OperationCanceledException("The operation was stopped.", error),
        raw.SQLITE_TOOBIG => new PermInvalidInputException("ValueTooLong", "A value is too long to be stored. Shorten it.", path, error),
        _ => new PermConflictException("StoreRefused", $"'{path}' refused the change ({error.SqliteExtendedErrorCode}: {error.Message}). Nothing was applied.", path, error),
    };

    /// <summary>The error that a call on a connection has just returned.</summary>
    public static SqliteException Last(sqlite3 connection, int code) =>
        new(raw.sqlite3_errmsg(connection).utf8_to_string(), code & 0xFF, code);
}
