namespace PermModule;

/// <summary>
/// The names, addresses and external ids that users lend each other while a change is undone: who exchanged them, gets them back one after the other.
/// Who does not get them back kept them since, so that the event whose undo took them does not fit.
/// </summary>
internal sealed class LentNames(UndoContext context)
{
    private readonly Dictionary<long, Misfit> _names = [];
    private readonly Dictionary<long, Misfit> _emails = [];
    private readonly Dictionary<long, (long Event, string ExternalId)> _externalIds = [];

    /// <summary>Refuses a name, address or external id that somebody else has, unless the change that is undone gave it to them: then they lend it until their turn comes.</summary>
    public void Free(in AuditRow row, UserRow? now, UserRow then)
    {
        // By the texts: who lent a name has no key of it. Name and address are written together, so that who gets one back gets both.
        bool isRenamed = now is null || NameKey.Fold(now.UserName) != then.UserNameKey;
        bool isReaddressed = then.EmailKey is not null && (now?.Email is null || NameKey.Fold(now.Email) != then.EmailKey);
        bool isWritten = now is null || then.DifferenceFrom(now).Has(UserFieldSet.Names);
        UserRow? named = isRenamed || (isWritten && _names.ContainsKey(then.Id)) ? Other(context.Users.FindByName(then.UserNameKey), then.Id) : null;
        UserRow? addressed = isReaddressed || (isWritten && then.EmailKey is not null && _emails.ContainsKey(then.Id)) ? Other(context.Users.FindByEmail(then.EmailKey!), then.Id) : null;
        UserRow? holder = then.ExternalId is { } externalId && !ExternalIds.IsSame(externalId, now?.ExternalId) ? context.Users.FindOther(externalId, then.Id) : null;
        if (named is not null && !context.Targets.Contains(named.Id))
        {
            throw UserRules.NameTaken(then.UserName);
        }

        if (addressed is not null && !context.Targets.Contains(addressed.Id))
        {
            throw UserRules.EmailTaken(then);
        }

        if (holder is not null)
        {
            _externalIds[then.Id] = context.Targets.Contains(holder.Id) ? (row.Id, then.ExternalId!) : throw UserRules.ExternalIdTaken(then, holder);
        }

        // A user who gets back what they lent is not the one who took it.
        if (named is not null)
        {
            context.Users.Release(named.Id, name: true, email: false);
            _names[named.Id] = isRenamed ? new Misfit(row.Id, UserRules.NameTaken(then.UserName).Message) : _names[then.Id];
        }

        if (addressed is not null)
        {
            context.Users.Release(addressed.Id, name: false, email: true);
            _emails[addressed.Id] = isReaddressed ? new Misfit(row.Id, UserRules.EmailTaken(then).Message) : _emails[then.Id];
        }
    }

    /// <summary>What leaves somebody without a name or address of their own at the end, or two users with one external id.</summary>
    public IEnumerable<Misfit> Misfits() => _names.Values.Concat(_emails.Values).Concat(_externalIds.Select(given => Doubled(given.Key, given.Value.Event, given.Value.ExternalId)).OfType<Misfit>());

    /// <summary>Notes that a user needs nothing back: they got a name of their own, or are gone.</summary>
    public void Keep(long id)
    {
        _names.Remove(id);
        _emails.Remove(id);
    }

    /// <summary>External ids are looked at in the end alone: the store holds two users with one, so that nobody has to let go of theirs.</summary>
    private Misfit? Doubled(long id, long by, string externalId) =>
        context.Users.FindById(id) is { } user && ExternalIds.IsSame(user.ExternalId, externalId) && context.Users.FindOther(externalId, id) is { } holder
            ? new Misfit(by, UserRules.ExternalIdTaken(user, holder).Message)
            : null;

    private static UserRow? Other(UserRow? found, long id) => found?.Id == id ? null : found;
}
