namespace PermModule.Comparison;

/// <summary>What something was called that keeps its number whatever it is called.</summary>
internal sealed record ComparedName(long Id, long CreatedAt, string Key, string Name);
