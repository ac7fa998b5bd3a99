namespace PermModule;

/// <content>The refusals of a store on a server.</content>
public static partial class ErrorId
{
    /// <summary>The connection string cannot be read, or names no server or database.</summary>
    public const string InvalidConnectionString = nameof(InvalidConnectionString);

    /// <summary>The connection string holds a password.</summary>
    public const string PasswordInConnectionString = nameof(PasswordInConnectionString);

    /// <summary>Between the process and the server is a pooler that loses prepared statements or settings.</summary>
    public const string PoolerNotSupported = nameof(PoolerNotSupported);

    /// <summary>The server may lose a change that it acknowledged.</summary>
    public const string StoreNotDurable = nameof(StoreNotDurable);

    /// <summary>A store on a server is not a file, which the operation needs.</summary>
    public const string StoreOnServer = nameof(StoreOnServer);
}
