namespace PermModule;

/// <summary>Whose personal data is to be erased: of a removed user by name, or of all who were removed before a time.</summary>
public sealed record PersonalDataFilter
{
    /// <summary>The name that the user had when they were removed.</summary>
    public string? UserName { get; init; }

    /// <summary>Users who were removed earlier than this.</summary>
    public DateTimeOffset? RemovedBefore { get; init; }
}
