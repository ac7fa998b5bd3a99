namespace PermModule.Portal;

/// <summary>
/// Which rights the role codes of the portal's interface stand for. The portal publishes no such table: most of it follows from the names of the codes
/// and from the operations they guard. A code that is not in it, or stands for no known right, is kept as it is.
/// </summary>
internal sealed class RoleCodes
{
    private static readonly Lazy<RoleCodes> LazyDefault = new(Load);

    private readonly Dictionary<string, RightSet> _rights = new(StringComparer.OrdinalIgnoreCase);

    private RoleCodes()
    {
    }

    public static RoleCodes Default => LazyDefault.Value;

    /// <summary>All rights that a role code stands for. The portal's interface does not report the others.</summary>
    public RightSet Covered { get; private set; }

    /// <summary>The rights that codes stand for.</summary>
    public RightSet RightsOf(IEnumerable<string> codes) => codes.Aggregate(RightSet.Empty, (rights, code) => rights | _rights.GetValueOrDefault(code));

    /// <summary>The codes that stand for no known right.</summary>
    public IReadOnlyList<string> UnknownOf(IEnumerable<string> codes) => [.. codes.Where(code => _rights.GetValueOrDefault(code).IsEmpty).Order(StringComparer.OrdinalIgnoreCase)];

    private static RoleCodes Load()
    {
        RoleCodes codes = new();
        using Stream stream = typeof(RoleCodes).Assembly.GetManifestResourceStream("portal-roles.csv")!;
        using StreamReader reader = new(stream);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            RightSet rights = RightCatalogue.SetOf(cells[2].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(key => RightCatalogue.Default.Find(key)!));
            codes._rights.Add(cells[0], rights);
            codes.Covered |= rights;
        }

        return codes;
    }
}
