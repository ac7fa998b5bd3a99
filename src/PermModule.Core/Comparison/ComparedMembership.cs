namespace PermModule.Comparison;

/// <summary>A membership by the names of user and group.</summary>
internal sealed record ComparedMembership(string UserKey, string UserName, string GroupKey, string Group);
