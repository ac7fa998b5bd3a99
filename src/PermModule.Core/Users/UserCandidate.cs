namespace PermModule;

/// <summary>One row of a batch of users: what it asks for, whom it is about, and what becomes of it.</summary>
internal sealed class UserCandidate(UserDraft draft)
{
    /// <summary>What the row says.</summary>
    public UserDraft Draft => draft;

    /// <summary>The user as the row wants them; null when the row cannot be read.</summary>
    public UserRow? Row { get; set; }

    /// <summary>The stored user whom the row is about, or null.</summary>
    public UserRow? Existing { get; set; }

    /// <summary>Why the row cannot be read.</summary>
    public PermException? InputError { get; set; }

    /// <summary>Which name or address turned out to be taken when the row was written.</summary>
    public PermAlreadyExistsException? Conflict { get; set; }

    /// <summary>Why the row is refused; null when it is applied.</summary>
    public PermException? Error { get; set; }

    /// <summary>The seat that the row takes, gives up or changes, or null.</summary>
    public SeatMove? Move { get; set; }

    /// <summary>True when somebody else in the batch is to get the name that this user has before.</summary>
    public bool ReleasesName { get; set; }

    /// <summary>True when somebody else in the batch is to get the e-mail address that this user has before.</summary>
    public bool ReleasesEmail { get; set; }

    /// <summary>True when somebody else in the batch is to get the external id that this user has before.</summary>
    public bool ReleasesExternalId { get; set; }

    /// <summary>True for a stored user who gets another name, e-mail address or external id.</summary>
    public bool ChangesNames => Existing is not null && Row is not null
        && (Existing.UserNameKey != Row.UserNameKey || Existing.EmailKey != Row.EmailKey || (Existing.ExternalId != Row.ExternalId && !ExternalIds.IsSame(Existing.ExternalId, Row.ExternalId)));

    /// <summary>False for a row after one at which the batch stopped.</summary>
    public bool IsReached { get; set; }

    /// <summary>False when the stored user already matched.</summary>
    public bool IsChanged { get; set; } = true;

    /// <summary>The id under which the user is stored.</summary>
    public long Id { get; set; }

    /// <summary>Sorts by name: rows that are read or written in this order cost a fraction of a random one.</summary>
    public static UserCandidate[] ByName(IEnumerable<UserCandidate> candidates)
    {
        UserCandidate[] sorted = [.. candidates];
        Array.Sort(Array.ConvertAll(sorted, candidate => candidate.Row?.UserNameKey ?? candidate.Draft.UserNameKey ?? ""), sorted, StringComparer.Ordinal);
        return sorted;
    }
}
