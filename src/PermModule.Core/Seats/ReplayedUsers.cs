namespace PermModule;

/// <summary>
/// The users of a trail that is gone over from its first event. An event of the second form names a user by id; one of the first form only by the name of
/// that time, which two users may have exchanged since.
/// </summary>
internal sealed class ReplayedUsers<T>
{
    private readonly Dictionary<long, T> _users = [];
    private readonly Dictionary<string, long> _named = new(StringComparer.Ordinal);

    /// <summary>What stands for users of whom no event has told an id; ids are positive.</summary>
    private long _lastUnknown;

    /// <summary>Adds the user whom an event created.</summary>
    public void Add(PermAuditEvent item, T user)
    {
        long id = item.TargetId ?? --_lastUnknown;
        _users[id] = user;
        _named[NameKey.Fold(item.Target)] = id;
    }

    /// <summary>The user whom an event is about. False when none of that id or name was created.</summary>
    public bool TryFind(PermAuditEvent item, out T user) => _users.TryGetValue(IdOf(item), out user!);

    /// <summary>Notes what an event made of a user.</summary>
    public void Set(PermAuditEvent item, T user, string? newName)
    {
        long id = IdOf(item);
        _users[id] = user;
        if (newName is not null)
        {
            Forget(item, id);
            _named[NameKey.Fold(newName)] = id;
        }
    }

    /// <summary>Removes the user whom an event removed.</summary>
    public void Remove(PermAuditEvent item)
    {
        long id = IdOf(item);
        _users.Remove(id);
        Forget(item, id);
    }

    private long IdOf(PermAuditEvent item)
    {
        if (!_named.TryGetValue(NameKey.Fold(item.Target), out long known))
        {
            return item.TargetId ?? 0;
        }

        if (item.TargetId is not { } id || id == known)
        {
            return known;
        }

        // The first event that tells the id of a user who was known by name until then.
        if (known < 0 && _users.Remove(known, out T? user))
        {
            _users[id] = user;
            _named[NameKey.Fold(item.Target)] = id;
        }

        return id;
    }

    private void Forget(PermAuditEvent item, long id)
    {
        string key = NameKey.Fold(item.Target);
        if (_named.TryGetValue(key, out long known) && known == id)
        {
            _named.Remove(key);
        }
    }
}
