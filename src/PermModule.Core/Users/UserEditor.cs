namespace PermModule;

/// <summary>Changes stored users, one after the other in the order of the input, inside one change.</summary>
internal sealed class UserEditor
{
    private readonly WriteScope _scope;
    private readonly UserBatchOptions _options;
    private readonly UserStatements _statements;
    private readonly GroupNames _groups;
    private readonly UserFields _fields;

    public UserEditor(WriteScope scope, UserBatchOptions options)
    {
        _scope = scope;
        _options = options;
        _statements = new UserStatements(scope.Session);
        _groups = new GroupNames(scope.Session);
        _fields = new UserFields(scope, _groups, options);
    }

    public BatchItem<PermUser>[] Update(IReadOnlyList<UserChange> changes) =>
        _scope.ForEach(changes, _options.StopOnError, change =>
        {
            (UserRow row, bool isChanged) = Update(change);
            PermUser user = row.ToUser(_scope.Snapshot.Profile(row.ProfileId), _groups.Names(row.Groups), _scope.NotedVersion, _scope.Session.Origin);
            return BatchItem<PermUser>.Applied(user, isChanged);
        });

    private (UserRow Row, bool IsChanged) Update(UserChange change)
    {
        UserRow before = _statements.Resolve(change.User);
        UserRow after = _fields.Change(before, change.Data);
        UserFieldSet changed = after.DifferenceFrom(before);
        if (changed == UserFieldSet.None)
        {
            return (before, false);
        }

        UserRules.CheckActing(_scope, before, after);
        if (change.User.Read is { } read && ReferenceEquals(read.Origin, _scope.Session.Origin))
        {
            UserLostUpdate.Check(read, before, after, _groups);
        }

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
    }
}
