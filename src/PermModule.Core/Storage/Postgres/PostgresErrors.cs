using System.Data.Common;
using Npgsql;

namespace PermModule.Storage.Postgres;

/// <summary>Maps the errors of PostgreSQL to the module's errors.</summary>
internal static class PostgresErrors
{
    /// <summary>The server ended a session that held a transaction open without work.</summary>
    public const string IdleInTransaction = "25P03";

    /// <summary>True where the server ended the session, and said so or could not.</summary>
    public static bool IsEnd(NpgsqlException error) => error is PostgresException
    {
        SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
    };

    /// <summary>True for what a pooler says itself: its refusals have one code, and no place in the source of the server.</summary>
    public static bool IsOfPooler(NpgsqlException error) => error is PostgresException { SqlState: PostgresErrorCodes.ProtocolViolation, Routine: null };

    /// <summary>The refusal that an error stands for. A stop that this session asked for is none, which it sees by its token before it asks here.</summary>
    public static PermException Translate(DbException error, string location, TimeSpan lockTimeout) => error switch
    {
        PostgresException refused => Translate(refused, location, lockTimeout),
        _ when error.InnerException is System.Security.Authentication.AuthenticationException =>
            new PermBusyException(ErrorId.StoreUnavailable, $"The identity of the server of '{location}' could not be verified: its certificate is from an unknown authority, for another host name, or expired.", location, error) { Detail = ErrorDetail.NotVerified },
        _ when error.Message.Contains("SSL", StringComparison.Ordinal) && error.InnerException is { } why =>
            new PermBusyException(ErrorId.StoreUnavailable, $"The connection to the server of '{location}' could not be encrypted: {why.GetBaseException().Message.TrimEnd('.')}.", location, error) { Detail = ErrorDetail.NotVerified },
        _ when error.Message.Contains("SSL", StringComparison.Ordinal) =>
            new PermBusyException(ErrorId.StoreUnavailable, $"The server of '{location}' does not encrypt ({error.Message}).", location, error) { Detail = ErrorDetail.NotVerified },
        _ when error.Message.StartsWith("No password", StringComparison.Ordinal) =>
            new PermNotPermittedException(ErrorId.NotPermitted, $"The server of '{location}' asks for a password, and none was given.", location, error) { Detail = ErrorDetail.ServerLogin },
        _ => new PermBusyException(ErrorId.StoreUnavailable, $"The server of '{location}' cannot be reached: {(error.InnerException ?? error).Message.TrimEnd('.')}.", location, error) { Detail = ErrorDetail.Server },
    };

    private static PermException Translate(PostgresException error, string location, TimeSpan lockTimeout) => error.SqlState switch
    {
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected =>
            new PermBusyException(ErrorId.StoreBusy, $"Another process held '{location}' longer than {lockTimeout.TotalSeconds:0} s.", location, error),

        // Not by the user of this session, whose token the session looks at first. The text of the server is in the language of the server.
        PostgresErrorCodes.QueryCanceled =>
            new PermBusyException(ErrorId.StoreBusy, $"The server stopped a statement on '{location}', which took longer than it lets it or which an administrator ended. The change was not applied.", location, error),
        IdleInTransaction or PostgresErrorCodes.InFailedSqlTransaction =>
            new PermConflictException(ErrorId.TransactionRolledBack, $"The server rolled the transaction on '{location}' back, because it failed or was open without work for too long. Nothing was applied.", location, error),
        PostgresErrorCodes.DiskFull => new PermBusyException(ErrorId.DiskFull, $"There is no room left for '{location}'. The change was not applied.", location, error),
        PostgresErrorCodes.TooManyConnections => new PermBusyException(ErrorId.StoreUnavailable, $"The server of '{location}' has as many connections as its max_connections allows.", location, error) { Detail = ErrorDetail.Server },
        PostgresErrorCodes.ReadOnlySqlTransaction => new PermNotPermittedException(ErrorId.StoreReadOnly, $"'{location}' cannot be written: the server or the account is read-only.", location, error) { Detail = ErrorDetail.Server },
        PostgresErrorCodes.InsufficientPrivilege => new PermNotPermittedException(ErrorId.StoreReadOnly, $"The account may not do this on '{location}': {error.MessageText}.", location, error) { Detail = ErrorDetail.Server },
        PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedTable =>
            new PermNotFoundException(ErrorId.StoreNotFound, $"There is no store at '{location}': {error.MessageText}.", location, error),
        PostgresErrorCodes.DuplicateSchema => new PermAlreadyExistsException(ErrorId.StoreAlreadyExists, $"'{location}' already exists: {error.MessageText}.", location, error) { Detail = ErrorDetail.Server },
        PostgresErrorCodes.UniqueViolation when error.ConstraintName == "pg_namespace_nspname_index" =>
            new PermAlreadyExistsException(ErrorId.StoreAlreadyExists, $"'{location}' already exists: another session made the schema at the same time.", location, error) { Detail = ErrorDetail.Server },
        PostgresErrorCodes.ProtocolViolation when IsOfPooler(error) && !error.MessageText.Contains("pooling mode", StringComparison.Ordinal) =>
            new PermBusyException(ErrorId.StoreUnavailable, $"The pooler in front of the server of '{location}' refused: {error.MessageText}.", location, error) { Detail = ErrorDetail.Server },
        PostgresErrorCodes.DuplicatePreparedStatement or PostgresErrorCodes.InvalidSqlStatementName or PostgresErrorCodes.ProtocolViolation =>
            new PermBusyException(ErrorId.PoolerNotSupported, $"Between this process and the server of '{location}' is a pooler that loses prepared statements or settings ({error.MessageText}).", location, error),
        PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter =>
            new PermInvalidInputException(ErrorId.InvalidCharacter, $"A text holds a character that '{location}' cannot store.", location, error),
        _ when error.SqlState.StartsWith("28", StringComparison.Ordinal) =>
            new PermNotPermittedException(ErrorId.NotPermitted, $"The server of '{location}' refused the account: {error.MessageText}.", location, error) { Detail = ErrorDetail.ServerLogin },
        _ when error.SqlState.StartsWith("53", StringComparison.Ordinal) || error.SqlState.StartsWith("57", StringComparison.Ordinal) || error.SqlState.StartsWith("08", StringComparison.Ordinal) || error.SqlState.StartsWith("58", StringComparison.Ordinal) =>
            new PermBusyException(ErrorId.StoreUnavailable, $"The server of '{location}' refused: {error.MessageText}. The change was not applied.", location, error) { Detail = ErrorDetail.Server },
        _ => new PermConflictException(ErrorId.StoreRefused, $"'{location}' refused the change ({error.SqlState}: {error.MessageText}). Nothing was applied.", location, error),
    };
}
