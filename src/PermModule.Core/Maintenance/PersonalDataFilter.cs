namespace PermModule;

/// <summary>Whose personal data is to be erased: of a removed user by name or as they were read, or of all who were removed before a time.</summary>
public sealed record PersonalDataFilter
{
    /// <summary>The name that the user had when they were removed.</summary>
    public string? UserName { get; init; }

    /// <summary>The removed user as they were read, of whom nobody else is meant who had or has the name. In another store the name counts.</summary>
    public UserReference? User { get; init; }

    /// <summary>Users who were removed earlier than this.</summary>
    public DateTimeOffset? RemovedBefore { get; init; }

    /// <summary>The name of the one user that is meant, or null.</summary>
    internal string? Name => User?.Name ?? UserName;
}
