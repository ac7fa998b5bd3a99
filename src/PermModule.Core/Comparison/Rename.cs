namespace PermModule.Comparison;

/// <summary>A user, group or profile of the difference store that the reference store knows by another name.</summary>
internal sealed record Rename(StoreDifferenceKind Kind, long Id, string FromKey, string From, string ToKey, string To);
