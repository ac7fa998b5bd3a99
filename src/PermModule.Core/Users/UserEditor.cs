namespace PermModule;

/// <summary>
/// Changes stored users, one after the other in the order of the input, inside one change. Those that lack a seat, name, address or external id
/// are tried again together at the end, when the others are done: two users can change places.
/// </summary>
internal sealed class UserEditor
{
    private readonly WriteScope _scope;
    private readonly UserBatchOptions _options;
    private readonly UserStatements _statements;
    private readonly GroupNames _groups;
    private readonly UserFields _fields;
    private readonly UserKeys? _ahead;

    /// <param name="scope">The change.</param>
    /// <param name="options">How the batch is applied.</param>
    /// <param name="ahead">What was announced before the change began.</param>
    public UserEditor(WriteScope scope, UserBatchOptions options, UserKeys? ahead = null)
    {
        _ahead = ahead;
        _scope = scope;
        _options = options;
        _statements = new UserStatements(scope.Session);
        _groups = new GroupNames(scope.Session);
        _fields = new UserFields(scope, _groups, options);
    }

    public BatchItem<PermUser>[] Update(IReadOnlyList<UserChange> changes)
    {
        _statements.ReadAhead(_ahead ?? UserKeys.Announce(_scope.Session, keys => keys.Add(changes)), _groups);
        BatchItem<PermUser>[] items = _scope.ForEach(changes, _options.StopOnError, change =>
        {
            (UserRow row, bool isChanged) = Update(change);
            PermUser user = row.ToUser(_scope.Snapshot.Profile(row.ProfileId), _groups.Names(row.Groups), _scope.NotedVersion, _scope.Session.Origin);
            return BatchItem<PermUser>.Applied(user, isChanged);
        });
        if (changes.Count > 1 && !_options.StopOnError)
        {
            TryTogether(changes, items);
        }

        return items;
    }

    private void TryTogether(IReadOnlyList<UserChange> changes, BatchItem<PermUser>[] items)
    {
        if (!Array.Exists(items, item => item.MaySucceedLater))
        {
            return;
        }

        // What a later change says of a user goes before what an earlier one wanted.
        Dictionary<long, int> newest = [];
        for (int i = 0; i < items.Length; i++)
        {
            newest[items[i].Value?.Id ?? IdOf(changes[i].User)] = i;
        }

        int[] waiting = [.. newest.Values.Where(i => items[i].MaySucceedLater).Order()];
        BatchItem<PermUser>[] tried = new UserCreator(_scope, _options).Change(Array.ConvertAll(waiting, i => changes[i]), CheckRead);
        for (int i = 0; i < waiting.Length; i++)
        {
            // That two ask for the same name says less than who has it.
            items[waiting[i]] = tried[i].Error?.ErrorId == ErrorId.DuplicateRow ? items[waiting[i]] : tried[i];
        }
    }

    private long IdOf(UserReference user) => user.IdIn(_scope.Session) ?? _statements.FindByName(user.FoldedName)?.Id ?? 0;

    private void CheckRead(UserChange change, UserRow before, UserRow after)
    {
        if (change.User.Read is { } read && _scope.Session.Origin.IsSame(read.Origin))
        {
            UserLostUpdate.Check(read, before, after, _groups);
        }
    }

    private (UserRow Row, bool IsChanged) Update(UserChange change)
    {
        UserRow before = _statements.Resolve(change.User);
        UserRow after = _fields.Change(before, UserDraft.ForChange(change.Data));
        UserFieldSet changed = after.DifferenceFrom(before);
        if (changed == UserFieldSet.None)
        {
            return (before, false);
        }

        UserRules.CheckActing(_scope, before, after);
        CheckRead(change, before, after);
        CheckUnique(before, after);
        UserRules.CheckChange(_scope, before, after, _options.Force);
        if (changed.Has(UserFieldSet.Profile | UserFieldSet.IsActive))
        {
            _scope.Seats.Move(before.ProfileId, before.IsActive, after.ProfileId, after.IsActive, before.UserName);
        }

        if (changed.Has(UserFieldSet.Groups))
        {
            after = after with { Groups = _groups.Make(_scope, after.Groups) };
        }

        UserEvents.WriteChanged(_scope, _groups, before, after, changed, _options.Force);
        _statements.Update(after, changed);
        GroupWriter.SetMemberships(_scope, after.Id, before.Groups, after.Groups);
        return (after, true);
    }

    private void CheckUnique(UserRow before, UserRow after)
    {
        if (after.UserNameKey != before.UserNameKey && _statements.FindByName(after.UserNameKey) is not null)
        {
            throw UserRules.NameTaken(after.UserName);
        }

        if (after.EmailKey is not null && after.EmailKey != before.EmailKey && _statements.FindByEmail(after.EmailKey) is not null)
        {
            throw UserRules.EmailTaken(after);
        }

        if (after.ExternalId is not null && !ExternalIds.IsSame(after.ExternalId, before.ExternalId) && _statements.FindOther(after.ExternalId, after.Id) is { } holder)
        {
            throw UserRules.ExternalIdTaken(after, holder);
        }
    }
}
