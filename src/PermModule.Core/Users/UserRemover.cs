namespace PermModule;

/// <summary>Removes stored users, one after the other in the order of the input, inside one change.</summary>
internal sealed class UserRemover(WriteScope scope, UserBatchOptions options, IReadOnlyList<UserReference> references, IReadOnlyList<UserDeparture> departures, IReadOnlyList<UserHandover> handovers)
{
    /// <summary>For how many users at a time is looked what is held of them, where a question costs a round trip.</summary>
    private const int Ahead = 100;

    private readonly UserStatements _statements = new(scope.Session);
    private readonly GroupNames _groups = new(scope.Session);
    private readonly Dictionary<long, IReadOnlyList<Func<WriteScope, IEnumerable<string>>>> _departing = [];
    private readonly bool _looksAhead = options.TransferTo is null && scope.Session.Link.IsRemote;
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);
    private int _reached;

    /// <summary>Says that users are going to be removed.</summary>
    public static void Announce(StoreSession session, IReadOnlyList<UserReference> users, IReadOnlyList<UserDeparture> departures)
    {
        foreach (UserReference user in users.Take(Ahead))
        {
            foreach (UserDeparture departure in departures)
            {
                if (user.IdIn(session) is { } id)
                {
                    departure.Announce(session, id);
                }
                else if (user.PossibleName is { } key)
                {
                    departure.Announce(session, key);
                }
            }
        }
    }

    /// <param name="ahead">What was announced before the change began.</param>
    public BatchItem<PermUser>[] Remove(UserKeys? ahead)
    {
        _statements.ReadAhead(ahead, _groups);
        _named.UnionWith(references.Take(Ahead).Where(user => user.IdIn(scope.Session) is null).Select(user => user.PossibleName).OfType<string>());
        return scope.ForEach(references, options.StopOnError, RemoveOne);
    }

    private BatchItem<PermUser> RemoveOne(UserReference reference)
    {
        _reached++;
        UserRow row = _statements.Resolve(reference);
        scope.Acting?.Demand(DelegatedAction.ManageUsers, row.UserName);

        // Without a handover everything is refused before anything is written.
        ChangeStep? step = options.TransferTo is null ? null : ChangeStep.Open(scope);
        try
        {
            IReadOnlyList<string> consequences = Remove(row);
            PermUser user = row.ToUser(scope.Snapshot.Profile(row.ProfileId), _groups.Names(row.Groups), scope.NotedVersion, scope.Session.Origin);
            step?.Release();
            return BatchItem<PermUser>.Applied(user, isChanged: true, consequences);
        }
        catch
        {
            if (step is not null)
            {
                step.Undo();
                _statements.ReadAgain();
            }

            throw;
        }
    }

    /// <summary>What lets go of what is held of a user.</summary>
    private IReadOnlyList<Func<WriteScope, IEnumerable<string>>> Departing(UserOutline user)
    {
        if (!_looksAhead)
        {
            return Depart(user);
        }

        if (!_departing.ContainsKey(user.Id))
        {
            // Nobody gets anything by the removal of another, so that it holds until it is their turn.
            UserOutline[] next = [user, .. references.Skip(_reached).Take(Ahead - 1).Select(_statements.Find).OfType<UserRow>().Where(row => row.Id != user.Id).Select(row => row.ToOutline())];
            foreach (UserOutline one in next.Where(one => !_named.Contains(one.UserNameKey)))
            {
                foreach (UserDeparture departure in departures)
                {
                    departure.Announce(scope.Session, one.Id);
                }
            }

            Array.ForEach(next, one => _departing[one.Id] = Depart(one));
        }

        return _departing[user.Id];
    }

    private IReadOnlyList<Func<WriteScope, IEnumerable<string>>> Depart(UserOutline user) =>
        [.. departures.Select(departure => departure.Look(scope.Session, user, _looksAhead && _named.Contains(user.UserNameKey))).OfType<Func<WriteScope, IEnumerable<string>>>()];

    private string[] Remove(UserRow row)
    {
        UserOutline leaving = row.ToOutline();
        string[] passed = options.TransferTo is { } taker ? [.. HandOver(leaving, UserOutline.Resolve(scope.Session, taker))] : [];
        UserRules.CheckNotOwner(scope, row, "removed");
        scope.Seats.Remove(row.ProfileId, row.IsActive);
        IEnumerable<string> ended = Departing(leaving).SelectMany(leave => leave(scope)).ToList();
        UserEvents.WriteRemoved(scope, _groups, row);
        _statements.Delete(row.Id);
        return [.. passed, .. ended];
    }

    private IEnumerable<string> HandOver(UserOutline leaving, UserOutline taker)
    {
        if (leaving.Id == taker.Id)
        {
            throw new PermInvalidInputException(ErrorId.TransferToSelf, $"'{TextRules.Cut(leaving.UserName)}' is being removed and cannot take over.", leaving.UserName);
        }

        return taker.IsActive
            ? handovers.SelectMany(pass => pass(scope, leaving, taker))
            : throw new PermConflictException(ErrorId.UserInactive, $"'{TextRules.Cut(taker.UserName)}' is inactive and cannot take over from '{TextRules.Cut(leaving.UserName)}'.", taker.UserName);
    }
}
