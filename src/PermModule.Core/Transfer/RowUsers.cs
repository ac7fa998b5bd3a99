namespace PermModule.Transfer;

/// <summary>Finds the stored users that a row of an import names.</summary>
internal sealed class RowUsers(ImportRun run)
{
    /// <summary>The name in the row when the user it collides with was made by this run.</summary>
    public string? FindMade(UserData data)
    {
        string? name = data.UserName ?? data.Email;
        return Ids(name, data.Email, externalId: null).Any(id => id > run.VersionAtStart) ? name : null;
    }

    /// <summary>A user that a rejected row names is in the file all the same, and a synchronization does not deactivate them.</summary>
    public void MarkNamed(string? userName, string? email, string? externalId)
    {
        if (run.IsSync)
        {
            foreach (long id in Ids(userName, email, externalId))
            {
                run.Named.Add(id);
            }
        }
    }

    private List<long> Ids(string? userName, string? email, string? externalId) => run.Session.Read(() =>
    {
        StoreSession session = run.Session;
        List<long> ids = [];
        if (!string.IsNullOrWhiteSpace(userName) && session.Scalar("SELECT id FROM users WHERE user_name_key = $1", NameKey.Fold(userName.Trim())) is { } byName)
        {
            ids.Add(byName);
        }

        if (!string.IsNullOrWhiteSpace(email))
        {
            string key = NameKey.Fold(email.Trim());
            if ((session.Scalar("SELECT id FROM users WHERE email_key = $1", key) ?? session.Scalar("SELECT id FROM users WHERE user_name_key = $1", key)) is { } byEmail)
            {
                ids.Add(byEmail);
            }
        }

        if (!string.IsNullOrWhiteSpace(externalId) && FindByExternalId(externalId) is { } found)
        {
            ids.Add(found.Id);
        }

        return ids;
    });

    private UserRow? FindByExternalId(string externalId)
    {
        try
        {
            return run.ExternalIds.Find(externalId);
        }
        catch (PermConflictException)
        {
            // Which of several it is cannot be told; the row is rejected for that, and nobody is deactivated.
            return null;
        }
    }
}
