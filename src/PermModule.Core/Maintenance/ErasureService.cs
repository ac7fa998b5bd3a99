namespace PermModule;

/// <summary>Erases the personal data of removed users from events and requests. The audit trail still verifies.</summary>
public sealed class ErasureService
{
    private readonly StoreSession _session;

    internal ErasureService(StoreSession session) => _session = session;

    /// <summary>Finds out what <see cref="Erase"/> would do.</summary>
    /// <param name="filter">Which removed users.</param>
    /// <param name="progress">Told how far it is, or null.</param>
    /// <exception cref="PermException">As for <see cref="Erase"/>.</exception>
    public IReadOnlyList<BatchItem<PermErasure>> Preview(PersonalDataFilter filter, Action<WorkProgress>? progress = null)
    {
        _session.Transaction.RefuseIfOpen();
        return _session.Preview(() => Change(filter, progress));
    }

    /// <summary>Erases the personal data of removed users, one item for each, and then from the free space of the store.</summary>
    /// <param name="filter">Which removed users.</param>
    /// <param name="progress">Told how far it is, or null.</param>
    /// <exception cref="PermConflictException"><c>UserStillThere</c>: the user is there, or a user has that name; <c>TransactionAlreadyOpen</c>: what is not committed cannot be erased.</exception>
    /// <exception cref="PermException"><c>UserNotFound</c>; <c>NotPermitted</c>; <c>RequestPending</c>: of one item.</exception>
    public IReadOnlyList<BatchItem<PermErasure>> Erase(PersonalDataFilter filter, Action<WorkProgress>? progress = null)
    {
        _session.Transaction.RefuseIfOpen();
        IReadOnlyList<BatchItem<PermErasure>> erased = Change(filter, progress);
        if (filter.Name is null || erased.Any(item => item.IsChanged))
        {
            if (!_session.Read(_session.Scrub))
            {
                string left = _session.Link.IsFile
                    ? $"The free space of '{_session.Path}' and its journal, which may still hold what was erased, could not be overwritten, because another session uses the store or the disk has no room."
                    : $"Old versions of rows of '{_session.Path}', which may still hold what was erased, stay on the server until an owner of the tables rewrites them with VACUUM FULL. The account does not own all tables, another session holds one, or the disk has no room.";
                _session.Warnings.Add(new PermWarning(WarningId.ErasedNotOverwritten, left, _session.Path));
            }

            WarnOfCopies();
        }

        return erased;
    }

    /// <summary>Copies that this module itself left beside the store hold what was erased.</summary>
    private void WarnOfCopies()
    {
        if (!_session.Link.IsFile)
        {
            return;
        }

        string[] copies = [.. Directory
            .EnumerateFiles(Path.GetDirectoryName(_session.Path)!, Path.GetFileName(_session.Path) + ".*")
            .Where(path => path.EndsWith(".bak", StringComparison.Ordinal) || path.Contains(".replaced-", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
        if (copies.Length > 0)
        {
            _session.Warnings.Add(new PermWarning(WarningId.CopiesKeepData, $"Earlier states of the store are kept beside it and still hold what was erased: {string.Join(", ", copies.Select(path => $"'{Path.GetFileName(path)}'"))}.", NameList.Of(copies)));
        }
    }

    private IReadOnlyList<BatchItem<PermErasure>> Change(PersonalDataFilter filter, Action<WorkProgress>? progress)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return _session.Write<IReadOnlyList<BatchItem<PermErasure>>>(scope =>
        {
            scope.Acting?.Demand(DelegatedAction.ManageUsers, filter.Name);
            scope.Acting?.Demand(DelegatedAction.ManageSettings, filter.Name);
            return new PersonalDataEraser(scope, progress).Erase(Find(filter));
        });
    }

    private List<RemovedUser> Find(PersonalDataFilter filter)
    {
        if (filter.Name is not { } name)
        {
            long before = filter.RemovedBefore is { } time ? UtcTime.ToStored(time) : throw new ArgumentException("Neither a name nor a time is given.", nameof(filter));
            return RemovedUser.Find(_session, "at < $1", before);
        }

        return filter.User?.IdIn(_session) is { } id ? Find(id, name) : Find(name);
    }

    private List<RemovedUser> Find(long id, string name)
    {
        if (UserOutline.Find(_session, id) is { } user)
        {
            throw StillThere(user, name, detail: null);
        }

        List<RemovedUser> found = RemovedUser.Find(_session, $"id IN ({AuditTarget.WithId("$1")})", id);
        return found.Count > 0
            ? found
            : throw new PermNotFoundException(ErrorId.UserNotFound, $"The user that was read as '{TextRules.Cut(name)}' was not removed, or the personal data is erased already.", name) { Detail = ErrorDetail.RemovedUser };
    }

    private List<RemovedUser> Find(string name)
    {
        string key = NameKey.Fold(name.Trim());
        List<RemovedUser> found = RemovedUser.Find(_session, $"target_key = $1 AND {AuditTarget.IsIndexed}", key);
        if (UserOutline.Find(_session, key) is { } user)
        {
            throw StillThere(user, name, found.Count > 0 ? ErrorDetail.NameUsedAgain : null);
        }

        return found.Count > 0
            ? found
            : throw new PermNotFoundException(ErrorId.UserNotFound, $"No user called '{TextRules.Cut(name)}' was removed.", name) { Detail = ErrorDetail.RemovedUser };
    }

    private static PermConflictException StillThere(UserOutline user, string name, string? detail)
    {
        string why = detail is null
            ? $"'{user.UserName}' is a user; only the personal data of removed users is erased."
            : $"A user who was removed was called '{TextRules.Cut(name)}', and the user '{user.UserName}' has the name since.";
        return new PermConflictException(ErrorId.UserStillThere, why, name) { Detail = detail };
    }
}
