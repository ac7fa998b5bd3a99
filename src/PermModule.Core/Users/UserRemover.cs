namespace PermModule;

/// <summary>Removes stored users, one after the other in the order of the input, inside one change.</summary>
internal sealed class UserRemover(WriteScope scope, UserBatchOptions options, IReadOnlyList<UserDeparture> departures, IReadOnlyList<UserHandover> handovers, UserKeys? ahead)
{
    private readonly UserStatements _statements = new(scope.Session);
    private readonly GroupNames _groups = new(scope.Session);

    public BatchItem<PermUser>[] Remove(IReadOnlyList<UserReference> users)
    {
        _statements.ReadAhead(ahead);
        return scope.ForEach(users, options.StopOnError, RemoveOne);
    }

    private BatchItem<PermUser> RemoveOne(UserReference reference)
    {
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

    private string[] Remove(UserRow row)
    {
        UserOutline leaving = row.ToOutline();
        string[] passed = options.TransferTo is { } taker ? [.. HandOver(leaving, UserOutline.Resolve(scope.Session, taker))] : [];
        UserRules.CheckNotOwner(scope, row, "removed");
        scope.Seats.Remove(row.ProfileId, row.IsActive);
        IEnumerable<string> ended = departures.SelectMany(leave => leave(scope, leaving)).ToList();
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
