using System.Text.Json;

namespace PermModule.Maintenance;

/// <summary>The removed users whose data is erased, by what names them in events, requests and texts; and those of them who were met in the item in hand.</summary>
internal sealed class ErasedPeople
{
    private readonly Dictionary<string, RemovedUser> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<long, RemovedUser> _byId = [];
    private readonly Dictionary<long, RemovedUser> _byEvent = [];
    private readonly Mentions _mentions;

    public ErasedPeople(StoreSession session, IReadOnlyList<RemovedUser> users)
    {
        UserStatements present = new(session);
        foreach (RemovedUser user in users)
        {
            foreach (string name in user.Names)
            {
                // A name that somebody else has by now says nothing of the removed user.
                if (present.FindByName(name) is { } other)
                {
                    user.LeaveTo(other);
                }
                else
                {
                    _byName[name] = user;
                }
            }

            if (user.Id is { } id)
            {
                _byId[id] = user;
            }

            foreach (long first in user.FirstEvents)
            {
                _byEvent[first] = user;
            }
        }

        foreach (RemovedUser user in users)
        {
            user.Mentions.RemoveWhere(text => user.Names.Contains(NameKey.Fold(text)) && !_byName.ContainsKey(NameKey.Fold(text)));
        }

        _mentions = new Mentions(users);
    }

    /// <summary>Those who were met in the item in hand; whoever takes up another item clears it.</summary>
    public HashSet<RemovedUser> Met { get; } = [];

    /// <summary>Who had a name that nobody else has by now, or null.</summary>
    public RemovedUser? Named(string name) => _byName.GetValueOrDefault(NameKey.Fold(name));

    /// <summary>Who had an id, or null.</summary>
    public RemovedUser? Numbered(long id) => _byId.GetValueOrDefault(id);

    /// <summary>Whom an event of the first form is about, or null.</summary>
    public RemovedUser? OfEvent(long id) => _byEvent.GetValueOrDefault(id);

    /// <summary>Whom a property names: by the id beside it, because names are used again, or by the name in events that have no id; or null.</summary>
    public RemovedUser? Person(JsonElement element, string property)
    {
        if (!element.TryGetProperty(property, out JsonElement name) || name.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        return element.TryGetProperty(property + "Id", out JsonElement id) && id.TryGetInt64(out long number) ? Numbered(number) : Named(name.GetString()!);
    }

    /// <summary>A text with pseudonyms where it mentions them.</summary>
    public string? Text(string? text) => text is null ? null : _mentions.Replace(text, user => Met.Add(user));

    /// <summary>The pseudonym where a name is that of one of them, otherwise the name.</summary>
    public string? Name(string? name)
    {
        if (name is null || Named(name) is not { } user)
        {
            return name;
        }

        Met.Add(user);
        return user.Pseudonym;
    }
}
