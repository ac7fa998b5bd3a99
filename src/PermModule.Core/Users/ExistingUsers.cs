namespace PermModule;

/// <summary>Finds the stored users whom the rows of a batch are about.</summary>
internal sealed class ExistingUsers(UserStatements statements, ExternalIds externalIds, UserFields fields)
{
    /// <summary>Finds stored users in the order of their names, which keeps the pages of the index at hand.</summary>
    public void Find(UserCandidate[] candidates)
    {
        foreach (UserCandidate candidate in UserCandidate.ByName(candidates.Where(candidate => candidate.Row is not null || candidate.Data.UserName is not null || candidate.Data.Email is not null || candidate.Data.ExternalId is not null)))
        {
            try
            {
                candidate.Existing = FindExisting(candidate.Data);
                if (candidate.Existing is { } existing)
                {
                    string? name = TextRules.Trimmed(candidate.Data.UserName);
                    UserData data = existing.UserName == name || name is null ? candidate.Data with { UserName = null } : candidate.Data;
                    candidate.Row = fields.Change(existing, data);
                    candidate.InputError = null;
                }
            }
            catch (PermException error)
            {
                candidate.Row = null;
                candidate.InputError = error;
            }
        }
    }

    /// <summary>The user whom a row is about: by external id where the row has one that is in the store, otherwise by name or e-mail address, unless that is somebody with another external id.</summary>
    private UserRow? FindExisting(UserData data)
    {
        UserRow? named = FindNamed(data);
        string? externalId = TextRules.Trimmed(data.ExternalId);
        if (externalId is null || ExternalIds.IsSame(named?.ExternalId, externalId))
        {
            return named;
        }

        return externalIds.Find(externalId) ?? (named?.ExternalId is null ? named : null);
    }

    private UserRow? FindNamed(UserData data)
    {
        if (TextRules.Trimmed(data.UserName) is { } name)
        {
            return statements.FindByName(NameKey.Fold(name));
        }

        if (TextRules.Trimmed(data.Email) is not { } email)
        {
            return null;
        }

        string key = NameKey.Fold(email);
        return statements.FindByName(key) ?? statements.FindByEmail(key);
    }

    /// <summary>Refuses new users whose external id is in the store.</summary>
    public void RefuseTaken(UserCandidate[] candidates)
    {
        foreach (UserCandidate candidate in candidates.Where(candidate => candidate.Row?.ExternalId is not null))
        {
            try
            {
                if (externalIds.Find(candidate.Row!.ExternalId!) is { } holder)
                {
                    candidate.InputError = holder.UserNameKey == candidate.Row.UserNameKey ? UserRules.NameTaken(candidate.Row.UserName) : UserRules.ExternalIdTaken(candidate.Row, holder);
                }
            }
            catch (PermConflictException error)
            {
                candidate.InputError = error;
            }
        }
    }
}
