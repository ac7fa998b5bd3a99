namespace PermModule;

/// <summary>Finds the stored users whom the rows of a batch are about.</summary>
internal sealed class ExistingUsers(UserStatements statements, ExternalIds externalIds, UserFields fields)
{
    /// <summary>Finds stored users, in the order of their names, which keeps the pages of the index at hand, and makes the rows that they are to become.</summary>
    public void Find(UserCandidate[] candidates)
    {
        foreach (UserCandidate candidate in UserCandidate.ByName(candidates.Where(candidate => candidate.Draft.Data is { UserName: not null } or { Email: not null } or { ExternalId: not null })))
        {
            try
            {
                candidate.Existing = FindExisting(candidate.Draft);
                if (candidate.Existing is { } existing)
                {
                    candidate.Row = Change(existing, candidate.Draft);
                }
            }
            catch (PermException error)
            {
                candidate.InputError = error;
            }
        }
    }

    /// <summary>The user whom a row is about: by external id where the row has one that is in the store, otherwise by name or e-mail address, unless that is somebody with another external id.</summary>
    private UserRow? FindExisting(UserDraft draft)
    {
        UserRow? named = FindNamed(draft);
        string? externalId = TextRules.Trimmed(draft.Data.ExternalId);
        if (externalId is null || ExternalIds.IsSame(named?.ExternalId, externalId))
        {
            return named;
        }

        return externalIds.Find(externalId) ?? (named?.ExternalId is null ? named : null);
    }

    private UserRow? FindNamed(UserDraft draft)
    {
        if (TextRules.Trimmed(draft.Data.UserName) is { } name)
        {
            return statements.FindByName(draft.UserNameKey ?? NameKey.Fold(name));
        }

        if (TextRules.Trimmed(draft.Data.Email) is not { } email)
        {
            return null;
        }

        string key = draft.EmailKey ?? NameKey.Fold(email);
        return statements.FindByName(key) ?? statements.FindByEmail(key);
    }

    private UserRow Change(UserRow existing, UserDraft draft)
    {
        string? name = TextRules.Trimmed(draft.Data.UserName);
        bool keepsName = name is null || name == existing.UserName;
        return draft.Error is null
            ? fields.Change(existing, draft, keepsName, isFromFile: true)
            : fields.Change(existing, UserDraft.ForChange(keepsName ? draft.Data with { UserName = null } : draft.Data), isFromFile: true);
    }

    /// <summary>Refuses new users whose external id is in the store.</summary>
    /// <param name="candidates">The batch.</param>
    /// <param name="find">Finds the user with an external id.</param>
    public static void RefuseTaken(UserCandidate[] candidates, Func<string, UserRow?> find)
    {
        foreach (UserCandidate candidate in candidates.Where(candidate => candidate.Row?.ExternalId is not null))
        {
            try
            {
                if (find(candidate.Row!.ExternalId!) is { } holder)
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
