namespace PermModule;

/// <summary>How the assets of a request are named.</summary>
internal static class WaitingRoomAssets
{
    /// <summary>The trimmed names: at least one, and none twice, since a list that names an asset twice is not what its author thinks it is.</summary>
    /// <exception cref="PermInvalidInputException"><c>AssetRequired</c>, <c>DuplicateAsset</c>, or a name that cannot be stored.</exception>
    public static string[] Names(IReadOnlyList<string> assets)
    {
        if (assets.Count == 0)
        {
            throw new PermInvalidInputException(ErrorId.AssetRequired, "No asset is named.", target: null);
        }

        string[] names = [.. assets.Select(asset => TextRules.FileName(asset, "asset name"))];
        HashSet<string> keys = new(names.Length, StringComparer.Ordinal);
        return Array.Find(names, name => !keys.Add(NameKey.Fold(name))) is { } twice
            ? throw new PermInvalidInputException(ErrorId.DuplicateAsset, $"The asset '{TextRules.Cut(twice)}' is named twice; asset names are case-insensitive.", twice)
            : names;
    }

    /// <summary>The places that the named assets have in a request, in ascending order.</summary>
    /// <exception cref="PermNotFoundException"><c>AssetNotFound</c>: the request is not about such an asset.</exception>
    public static int[] Places(WaitingRoomItem item, IReadOnlyList<string> assets)
    {
        Dictionary<string, int> places = new(item.Rows.Length, StringComparer.Ordinal);
        for (int place = 0; place < item.Rows.Length; place++)
        {
            places.Add(NameKey.Fold(item.Rows[place].Asset), place);
        }

        int[] named = Array.ConvertAll(Names(assets), name =>
            places.TryGetValue(NameKey.Fold(name), out int place)
                ? place
                : throw new PermNotFoundException(ErrorId.AssetNotFound, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Request {item.Id} is not about an asset '{TextRules.Cut(name)}'."), name));
        Array.Sort(named);
        return named;
    }
}
