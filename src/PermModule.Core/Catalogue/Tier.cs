namespace PermModule;

/// <summary>The kind of seat a right asks for and a profile's users occupy. The order is the order of cost.</summary>
public enum Tier
{
    /// <summary>No seat: the right does not influence the tier of a profile (all of Content Workflow and Custom Links).</summary>
    None = 0,

    /// <summary>The tier of every profile that holds no Regular and no Heavy right, also of an empty one.</summary>
    Light = 1,

    /// <summary>One or more Regular rights and no Heavy one.</summary>
    Regular = 2,

    /// <summary>One or more Heavy rights.</summary>
    Heavy = 3,
}
