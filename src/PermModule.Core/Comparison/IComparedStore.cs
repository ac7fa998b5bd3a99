namespace PermModule.Comparison;

/// <summary>The state of a store at one time as sorted streams, so that two of them are compared without holding either in memory.</summary>
internal interface IComparedStore
{
    /// <summary>Profiles in the order of their names, tiers, contract and owner.</summary>
    PermissionSnapshot Snapshot { get; }

    /// <summary>About how many items all of the streams have, by which it is told how far a comparison is.</summary>
    long Items();

    /// <summary>The users in the order of their folded names.</summary>
    IEnumerable<ComparedUser> Users();

    /// <summary>The groups in the order of their folded names.</summary>
    IEnumerable<ComparedGroup> Groups();

    /// <summary>The memberships in the order of the folded names of user and group.</summary>
    IEnumerable<ComparedMembership> Memberships();

    /// <summary>The roles in the order of the folded names of the users, then of the roles.</summary>
    IEnumerable<ComparedRole> Roles();

    /// <summary>The requests in the order of their times, requesters, kinds and assets.</summary>
    IEnumerable<WaitingRoomItem> Requests();

    /// <summary>The name of the account owner of Content Workflow, or null.</summary>
    string? WorkflowOwner();
}
