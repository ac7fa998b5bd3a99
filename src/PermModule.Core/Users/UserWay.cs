namespace PermModule;

/// <summary>One way into the users: through the order of one index.</summary>
/// <param name="From">The tables.</param>
/// <param name="Order">The column by which the index sorts.</param>
/// <param name="Where">The condition.</param>
/// <param name="Values">The values of its parameters.</param>
internal sealed record UserWay(string From, string Order, string Where, List<object?> Values)
{
    /// <summary>The order of the names.</summary>
    public const string NameOrder = "user_name_key";
}
