namespace PermModule.Portal;

/// <summary>Finds the user of the store that a user of the portal is: by the portal's id, then by user name, then by e-mail address.</summary>
internal sealed class StoreUsers(StoreSession session)
{
    private const string ByExternalKey = "SELECT id FROM users WHERE upper(replace(external_id, '-', '')) = @Key AND external_id IS NOT NULL";

    private readonly UserStatements _statements = new(session);

    /// <summary>The user, or null where the store has none.</summary>
    /// <param name="user">The user of the portal.</param>
    /// <param name="isTaken">Whether the portal has a user with an id that a candidate carries.</param>
    /// <param name="isOther">Whether another user of the portal has the user name of a candidate by address; null where all are met anyway.</param>
    /// <param name="doubtful">Gets the candidates between whom it is not decided.</param>
    /// <exception cref="PermConflictException"><c>PortalUserAmbiguous</c>: two candidates.</exception>
    public UserRow? Match(PortalUser user, Func<string, bool> isTaken, Func<string, bool>? isOther, ISet<long> doubtful) => session.Read(() =>
    {
        if (FindByExternalId(user.Id!, user.Name, doubtful) is { } linked)
        {
            return linked;
        }

        UserRow? byName = user.UserName is null ? null : _statements.FindByName(NameKey.Fold(user.UserName));
        UserRow? byEmail = user.Email is null ? null : _statements.FindByEmail(NameKey.Fold(user.Email));
        if (byName is not null && byEmail is not null && byName.Id != byEmail.Id)
        {
            doubtful.UnionWith([byName.Id, byEmail.Id]);
            throw Ambiguous(user.Name, $"'{byName.UserName}' has the user name and '{byEmail.UserName}' the e-mail address");
        }

        UserRow? found = byName ?? byEmail;

        // The id may be that of a directory, or of a user who is gone.
        if (found?.ExternalId is { } other && isTaken(other))
        {
            throw Ambiguous(user.Name, $"'{found.UserName}' fits, but carries the id of another user of the portal", ErrorDetail.PortalIdTaken);
        }

        if (byName is null && byEmail is not null && isOther?.Invoke(byEmail.UserName) == true)
        {
            throw Ambiguous(user.Name, $"'{byEmail.UserName}' has the e-mail address, but the user name of another user of the portal");
        }

        return found;
    });

    /// <summary>The user with an id of the portal, or null.</summary>
    /// <param name="externalId">The id.</param>
    /// <param name="name">What the user of the portal is called in an error.</param>
    /// <param name="doubtful">Gets the users who carry it where they are several; null where nobody asks.</param>
    /// <exception cref="PermConflictException"><c>PortalUserAmbiguous</c>: several carry it.</exception>
    public UserRow? FindByExternalId(string externalId, string name, ISet<long>? doubtful = null)
    {
        IReadOnlyList<long> ids = session.Rows<long>(ByExternalKey, new { Key = PortalAssumptions.Key(externalId) });
        if (ids.Count > 1)
        {
            doubtful?.UnionWith(ids);
            throw Ambiguous(name, "several users carry its id");
        }

        return ids.Count == 0 ? null : _statements.FindById(ids[0]);
    }

    public UserRow? FindByName(string userName) => session.Read(() => _statements.FindByName(NameKey.Fold(userName.Trim())));

    /// <summary>Users in the order of their creation, in pages.</summary>
    public IEnumerable<UserRow> All(int pageSize = 1_000)
    {
        long after = 0;
        while (true)
        {
            UserRow[] page = session.Read<UserRow[]>(() => [.. session.Rows<long>("SELECT id FROM users WHERE id > @after ORDER BY id LIMIT @pageSize", new { after, pageSize }).Select(id => _statements.FindById(id)!)]);
            foreach (UserRow row in page)
            {
                yield return row;
            }

            if (page.Length < pageSize)
            {
                yield break;
            }

            after = page[^1].Id;
        }
    }

    /// <summary>What the portal may know each user by, in pages.</summary>
    public IEnumerable<(string UserName, string? Email, string? ExternalId)> Names(int pageSize = 1_000)
    {
        long after = 0;
        while (true)
        {
            IReadOnlyList<(long Id, string UserName, string? Email, string? ExternalId)> page = session.Read(() => session.Rows<(long, string, string?, string?)>("SELECT id, user_name, email, external_id FROM users WHERE id > @after ORDER BY id LIMIT @pageSize", new { after, pageSize }));
            foreach ((long _, string userName, string? email, string? externalId) in page)
            {
                yield return (userName, email, externalId);
            }

            if (page.Count < pageSize)
            {
                yield break;
            }

            after = page[^1].Id;
        }
    }

    public static PermConflictException Ambiguous(string name, string why, string? detail = null) =>
        new(ErrorId.PortalUserAmbiguous, $"'{TextRules.Cut(name)}' of the portal was left out, because it could be two users of the store: {why}. Two candidates are never decided by guessing.", name) { Detail = detail };
}
