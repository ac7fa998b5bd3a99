namespace PermModule.Audit;

/// <summary>In whose name a session writes its events.</summary>
internal sealed class Authorship
{
    /// <summary>The author that the trail names.</summary>
    public string Actor { get; set; } = "";

    /// <summary>The id of the user in whose name the store is used, or null.</summary>
    public long? UserId { get; set; }

    /// <summary>The session that knows the rights the user has now, where this one shows the past; otherwise null.</summary>
    public StoreSession? Present { get; set; }

    /// <summary>The correlation id of the changes to come, or null for one per change.</summary>
    public Guid? CorrelationId { get; set; }

    /// <summary>The author of a session that is opened: the one given, or else the account of the operating system.</summary>
    /// <exception cref="PermInvalidInputException">The name is not one that a user could have.</exception>
    public static string ActorOf(PermStoreOptions options) => options.Actor is null ? Environment.UserName : TextRules.Name(options.Actor, "actor");

    /// <summary>The authorship of a session.</summary>
    public static Authorship Of(StoreSession session) => session.Part(static _ => new Authorship());
}
