namespace PermModule.Delegation;

/// <summary>The user in whose name a store is used, with the rights they hold at this moment.</summary>
internal sealed class ActingUser
{
    private readonly RightSet _rights;

    private ActingUser(long id, string name, RightSet rights)
    {
        Id = id;
        Name = name;
        _rights = rights;
    }

    public long Id { get; }

    public string Name { get; }

    /// <summary>Reads the user again, so that a right taken away a moment ago is gone, and has the trail use their present name.</summary>
    /// <exception cref="PermNotPermittedException"><c>NotPermitted</c>: removed or deactivated since.</exception>
    public static ActingUser Load(StoreSession session, long id, Authorship author)
    {
        UserOutline? found = UserOutline.Find(session, id);
        if (found is not { IsActive: true } user)
        {
            // Before the first change, the actor is still whoever opened the store.
            string name = found?.UserName ?? author.Actor;
            throw new PermNotPermittedException(ErrorId.NotPermitted, $"'{name}', in whose name the store is used, is not an active user.", name) { Detail = ErrorDetail.ActingUserInactive };
        }

        author.Actor = user.UserName;
        PermissionSnapshot snapshot = session.Snapshot();
        RightSet rights = snapshot.Profile(user.ProfileId).Effective;
        return new ActingUser(id, user.UserName, snapshot.WorkflowOwnerId == id ? rights | RightCatalogue.Default.ContentWorkflow : rights);
    }

    public bool MayDo(DelegatedAction action) => _rights.Contains(DelegationRules.RightFor(action).Index);

    /// <exception cref="PermNotPermittedException"><c>NotPermitted</c>.</exception>
    public void Demand(DelegatedAction action, object? target) => Demand(DelegationRules.RightFor(action), target);

    /// <exception cref="PermNotPermittedException"><c>NotPermitted</c>.</exception>
    public void Demand(PermRight right, object? target)
    {
        if (!_rights.Contains(right.Index))
        {
            throw new PermNotPermittedException(ErrorId.NotPermitted, $"'{Name}' lacks the right '{right.Key}' ({right.Name}), which this needs.", target ?? right.Key);
        }
    }

    /// <summary>No one releases others from a restriction or obligation that binds themselves.</summary>
    /// <exception cref="PermNotPermittedException"><c>NotPermitted</c>.</exception>
    public void DemandUnbound(RightSet taken, object target)
    {
        if (RightCatalogue.Default.RightsOf(taken & _rights).FirstOrDefault(right => right.Kind is RightKind.Restriction or RightKind.Obligation) is { } binding)
        {
            throw new PermNotPermittedException(ErrorId.NotPermitted, $"'{Name}' cannot release '{target}' from '{binding.Key}', which binds '{Name}' too.", target) { Detail = ErrorDetail.RightNotHeld };
        }
    }

    /// <summary>No one grants what they do not hold.</summary>
    /// <exception cref="PermNotPermittedException"><c>NotPermitted</c>.</exception>
    public void DemandHeld(RightSet given, object target)
    {
        RightSet missing = given - _rights;
        if (!missing.IsEmpty)
        {
            PermRight right = RightCatalogue.Default.RightsOf(missing).First();
            string more = missing.Count == 1 ? "" : $" and {missing.Count - 1} more";
            throw new PermNotPermittedException(ErrorId.NotPermitted, $"'{Name}' cannot give '{target}' the right '{right.Key}'{more} without holding it.", target) { Detail = ErrorDetail.RightNotHeld };
        }
    }
}
