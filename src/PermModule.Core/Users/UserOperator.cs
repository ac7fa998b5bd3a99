namespace PermModule;

/// <summary>How a condition compares. Texts are compared without regard to case. A property without a value is neither less nor greater than any, and like none.</summary>
public enum UserOperator
{
    /// <summary>The same value.</summary>
    Equal,

    /// <summary>Another value, or none.</summary>
    NotEqual,

    /// <summary>Matches a wildcard.</summary>
    Like,

    /// <summary>Does not match a wildcard.</summary>
    NotLike,

    /// <summary>Less, or earlier.</summary>
    Less,

    /// <summary>Less or the same.</summary>
    LessOrEqual,

    /// <summary>Greater, or later.</summary>
    Greater,

    /// <summary>Greater or the same.</summary>
    GreaterOrEqual,
}
