namespace PermModule;

/// <summary>Two conditions, both of which or one of which has to be met.</summary>
/// <param name="IsAnd">True where both have to be met.</param>
/// <param name="Left">The first.</param>
/// <param name="Right">The second.</param>
public sealed record UserCombination(bool IsAnd, UserCondition Left, UserCondition Right) : UserCondition;
