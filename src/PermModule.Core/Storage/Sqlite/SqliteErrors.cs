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
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new PermBusyException(ErrorId.StoreBusy, $"Another process held '{path}' longer than {lockTimeout.TotalSeconds:0} s.", path, error),
        raw.SQLITE_FULL => new PermBusyException(ErrorId.DiskFull, $"There is no room left for '{path}'. The change was not applied.", path, error),
        raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN => new PermBusyException(ErrorId.StoreUnavailable, $"The disk refused to read or write '{path}'. The change was not applied.", path, error),
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => new PermNotPermittedException(ErrorId.StoreReadOnly, $"'{path}' cannot be written by this account.", path, error),
        raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT => new PermCorruptException(ErrorId.StoreCorrupt, $"'{path}' is not a permission store or is damaged.", path, error),
        raw.SQLITE_INTERRUPT => throw new OperationCanceledException("The operation was stopped.", error),
        raw.SQLITE_TOOBIG => new PermInvalidInputException(ErrorId.ValueTooLong, "A value is too long to be stored.", path, error),
        _ => new PermConflictException(ErrorId.StoreRefused, $"'{path}' refused the change ({error.SqliteExtendedErrorCode}: {error.Message}). Nothing was applied.", path, error),
    };

    /// <summary>The error that a call on a connection has just returned.</summary>
    public static SqliteException Last(sqlite3 connection, int code) =>
        new(raw.sqlite3_errmsg(connection).utf8_to_string(), code & 0xFF, code);
}
