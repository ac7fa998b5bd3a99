namespace PermModule;

/// <summary>How a batch of users is applied.</summary>
public sealed record UserBatchOptions
{
    /// <summary>The options of a plain batch: every good item is applied, every bad one is reported.</summary>
    public static UserBatchOptions Default { get; } = new();

    /// <summary>Applies nothing after the first item that is refused.</summary>
    public bool StopOnError { get; init; }

    /// <summary>The profile of users that name none; the store's default profile unless given.</summary>
    public string? Profile { get; init; }

    /// <summary>Makes groups that do not exist yet, instead of refusing the user.</summary>
    public bool CreateGroups { get; init; }

    /// <summary>Lets users be activated before the contract's delay is over; the trail records it.</summary>
    public bool Force { get; init; }

    /// <summary>Who takes over the roles, pending requests and ownership of users who are removed; null is nobody.</summary>
    public UserReference? TransferTo { get; init; }
}
