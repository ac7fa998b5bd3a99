namespace PermModule;

/// <summary>What a profile is, without the counts of its users, as the snapshot keeps it.</summary>
internal sealed record ProfileEntry(
    long Id,
    string Name,
    string NameKey,
    string? Description,
    bool IsDefault,
    long CreatedAt,
    long ModifiedAt,
    RightSet Direct,
    RightSet Effective,
    Tier Tier);
