namespace PermModule;

/// <summary>A group at a past moment.</summary>
internal sealed record GroupThen(long Id, string Name, string? Description, long CreatedAt);
