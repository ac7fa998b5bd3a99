namespace PermModule;

/// <summary>Compares a property of a user with a value.</summary>
/// <param name="Property">The property.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="Value">A text, number, boolean, moment or tier, as fits the property; null for no value.</param>
public sealed record UserComparison(UserProperty Property, UserOperator Operator, object? Value) : UserCondition;
