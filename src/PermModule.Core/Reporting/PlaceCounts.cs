namespace PermModule.Reporting;

/// <summary>Users counted by department or location; spellings that fold to the same key are one place.</summary>
internal sealed class PlaceCounts
{
    private readonly UserCount _nameless = new(name: null);
    private readonly Dictionary<string, UserCount> _bySpelling = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UserCount> _byKey = new(StringComparer.Ordinal);

    /// <summary>The places that have a name, by folded name.</summary>
    public IEnumerable<KeyValuePair<string, UserCount>> Named => _byKey;

    /// <summary>The places and, under an empty key, those without one.</summary>
    public IEnumerable<KeyValuePair<string, UserCount>> All => _byKey.Append(new KeyValuePair<string, UserCount>("", _nameless));

    public UserCount Of(string? name)
    {
        if (name is null)
        {
            return _nameless;
        }

        if (!_bySpelling.TryGetValue(name, out UserCount? count))
        {
            string key = NameKey.OfStored(name);
            if (!_byKey.TryGetValue(key, out count))
            {
                count = new UserCount(name);
                _byKey.Add(key, count);
            }

            _bySpelling.Add(name, count);
        }

        return count;
    }
}
