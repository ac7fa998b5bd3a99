namespace PermModule;

/// <summary>A condition that must not be met.</summary>
/// <param name="Condition">The condition.</param>
public sealed record UserNegation(UserCondition Condition) : UserCondition;
