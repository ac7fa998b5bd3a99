namespace PermModule;

/// <summary>Writes the users of a batch to the store, one after the other.</summary>
internal sealed class UserRowWriter(WriteScope scope, UserStatements statements, GroupNames groups, bool force)
{
    /// <summary>Writes a user with their groups and event. False when the name or the address is taken.</summary>
    public bool TryWrite(UserCandidate candidate)
    {
        UserRow row = candidate.Row!;
        long[] made = groups.Make(scope, row.Groups);
        if (made != row.Groups)
        {
            row = row with { Groups = made };
        }

        if (candidate.Existing is { } before)
        {
            candidate.Id = before.Id;
            UserFieldSet changed = row.DifferenceFrom(before);
            if (changed == UserFieldSet.None)
            {
                candidate.IsChanged = false;
                return true;
            }

            if (IsTaken(before, row))
            {
                return false;
            }

            UserEvents.WriteChanged(scope, groups, before, row, changed, force);
            statements.Update(row, changed);
            GroupWriter.SetMemberships(scope, row.Id, before.Groups, row.Groups);
            return true;
        }

        candidate.Id = scope.NextId;
        if (!statements.TryInsert(row, candidate.Id))
        {
            return false;
        }

        UserEvents.WriteCreated(scope, groups, row, candidate.Id, candidate.Draft.Creation);
        GroupWriter.SetMemberships(scope, candidate.Id, [], row.Groups);
        return true;
    }

    /// <summary>Why a user could not be written.</summary>
    public PermAlreadyExistsException DescribeConflict(UserRow row)
    {
        UserRow? named = statements.FindByName(row.UserNameKey) is { } holder && holder.Id != row.Id ? holder : null;
        UserRow? taken = named ?? (row.EmailKey is null ? null : statements.FindByEmail(row.EmailKey));
        if (row.Id == 0 && row.ExternalId is not null && taken?.ExternalId is not null && !ExternalIds.IsSame(row.ExternalId, taken.ExternalId))
        {
            return UserRules.ExternalIdDiffers(row, taken);
        }

        return (named, taken) switch
        {
            (not null, _) => UserRules.NameTaken(row.UserName),
            (_, not null) when taken.Id != row.Id => UserRules.EmailTaken(row),
            _ => UserRules.ExternalIdTaken(row, statements.FindOther(row.ExternalId!, row.Id)!),
        };
    }

    private bool IsTaken(UserRow before, UserRow row) =>
        (row.UserNameKey != before.UserNameKey && statements.FindByName(row.UserNameKey) is not null)
        || (row.EmailKey is not null && row.EmailKey != before.EmailKey && statements.FindByEmail(row.EmailKey) is not null)
        || (row.ExternalId is not null && !ExternalIds.IsSame(row.ExternalId, before.ExternalId) && statements.FindOther(row.ExternalId, row.Id) is not null);
}
