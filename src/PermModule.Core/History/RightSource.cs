namespace PermModule;

/// <summary>How a user holds a right.</summary>
public enum RightSource
{
    /// <summary>The user's profile was granted it.</summary>
    Direct = 0,

    /// <summary>A right that the user's profile was granted includes it.</summary>
    Implied = 1,

    /// <summary>The user is the account owner of Content Workflow.</summary>
    Owner = 2,
}
