namespace PermModule;

/// <summary>The names and addresses that users lend each other while a change is undone: who exchanged them, gets them back one after the other.</summary>
internal sealed class LentNames(UndoContext context)
{
    private readonly HashSet<long> _withoutName = [];
    private readonly HashSet<long> _withoutEmail = [];

    /// <summary>Refuses a name, address or external id that somebody else has, unless the change that is undone gave it to them: then they lend it until their turn comes.</summary>
    public void Free(UserRow? now, UserRow then)
    {
        UserRow? named = then.UserNameKey != now?.UserNameKey || _withoutName.Contains(then.Id) ? Other(context.Users.FindByName(then.UserNameKey), then.Id) : null;
        UserRow? addressed = then.EmailKey is { } key && (key != now?.EmailKey || _withoutEmail.Contains(then.Id)) ? Other(context.Users.FindByEmail(key), then.Id) : null;
        if (named is not null && !context.Targets.Contains(named.Id))
        {
            throw UserRules.NameTaken(then.UserName);
        }

        if (addressed is not null && !context.Targets.Contains(addressed.Id))
        {
            throw UserRules.EmailTaken(then);
        }

        if (then.ExternalId is { } externalId && !ExternalIds.IsSame(externalId, now?.ExternalId) && context.Users.FindOther(externalId, then.Id) is { } holder && !context.Targets.Contains(holder.Id))
        {
            throw UserRules.ExternalIdTaken(then, holder);
        }

        if (named is not null)
        {
            context.Users.Release(named.Id, name: true, email: false);
            _withoutName.Add(named.Id);
        }

        if (addressed is not null)
        {
            context.Users.Release(addressed.Id, name: false, email: true);
            _withoutEmail.Add(addressed.Id);
        }
    }

    /// <summary>Refuses what leaves somebody without a name or address of their own at the end.</summary>
    /// <exception cref="PermConflictException"><c>UndoConflict</c>.</exception>
    public void CheckReturned(string change)
    {
        if (_withoutName.Concat(_withoutEmail).FirstOrDefault() is var id and not 0)
        {
            string name = context.Users.FindById(id)?.UserName ?? change;
            throw UndoContext.Conflict(name, "two users would have one name or e-mail address");
        }
    }

    /// <summary>Notes that a user needs nothing back: they got a name of their own, or are gone.</summary>
    public void Keep(long id)
    {
        _withoutName.Remove(id);
        _withoutEmail.Remove(id);
    }

    private static UserRow? Other(UserRow? found, long id) => found?.Id == id ? null : found;
}
