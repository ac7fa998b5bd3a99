namespace PermModule.Comparison;

/// <summary>The state of a store at one time as sorted streams, so that two of them are compared without holding either in memory.</summary>
internal interface IComparedStore
{
    /// <summary>What a store has in common with its copies.</summary>
    string StoreId { get; }

    /// <summary>Where the store is, which it shares with its past.</summary>
    string Location { get; }

    /// <summary>True where users of then are shown by their pseudonyms, because their personal data was erased since.</summary>
    bool HasErasedUsers { get; }

    /// <summary>Tiers and contract.</summary>
    PermissionSnapshot Snapshot { get; }

    /// <summary>The profiles in the order of their folded names.</summary>
    IReadOnlyList<ProfileEntry> Profiles { get; }

    /// <summary>How many active users each profile has, by its number.</summary>
    IReadOnlyDictionary<long, long> ActiveUsers();

    /// <summary>About how many items all of the streams have, by which it is told how far a comparison is.</summary>
    long Items();

    /// <summary>The users in the order of their folded names.</summary>
    IEnumerable<ComparedUser> Users();

    /// <summary>The names of the users in the order of their numbers.</summary>
    IEnumerable<ComparedName> UserNames();

    /// <summary>The user with a folded name, or null.</summary>
    ComparedUser? User(string key);

    /// <summary>The user with an e-mail address, or null.</summary>
    ComparedUser? UserByEmail(string email);

    /// <summary>The user with an external id, or null.</summary>
    ComparedUser? UserByExternalId(string externalId);

    /// <summary>The groups in the order of their folded names.</summary>
    IEnumerable<ComparedGroup> Groups();

    /// <summary>The memberships in the order of the folded names of user and group.</summary>
    IEnumerable<ComparedMembership> Memberships();

    /// <summary>The memberships of one user in the order of the folded names of the groups.</summary>
    IEnumerable<ComparedMembership> Memberships(ComparedUser user);

    /// <summary>The roles in the order of the folded names of the users, then of the roles.</summary>
    IEnumerable<ComparedRole> Roles();

    /// <summary>The requests in the order of their times, requesters, kinds and assets.</summary>
    IEnumerable<WaitingRoomItem> Requests();

    /// <summary>The name of the account owner of Content Workflow, or null.</summary>
    string? WorkflowOwner();
}
