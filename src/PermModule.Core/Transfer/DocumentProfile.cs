namespace PermModule.Transfer;

/// <summary>A profile of a document.</summary>
internal sealed record DocumentProfile(string Name, string? Description, bool IsDefault, RightSet Rights);
