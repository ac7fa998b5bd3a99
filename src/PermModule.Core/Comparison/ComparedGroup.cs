namespace PermModule.Comparison;

/// <summary>A group without its members.</summary>
internal sealed record ComparedGroup(long Id, long CreatedAt, string Key, string Name, string? Description);
