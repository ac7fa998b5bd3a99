namespace PermModule.Comparison;

/// <summary>A group without its members.</summary>
internal sealed record ComparedGroup(string Key, string Name, string? Description);
