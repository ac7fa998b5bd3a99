using CsvHelper;

namespace PermModule;

/// <summary>What each Studio right allows to owners and contributors of projects and designs. Immutable.</summary>
public sealed class StudioMatrix
{
    private static readonly Lazy<StudioMatrix> LazyDefault = new(Load);

    private StudioMatrix(IReadOnlyList<StudioPermission> permissions) => Permissions = permissions;

    /// <summary>The matrix that ships with the module.</summary>
    public static StudioMatrix Default => LazyDefault.Value;

    /// <summary>All cells, action by action in the order of the matrix.</summary>
    public IReadOnlyList<StudioPermission> Permissions { get; }

    /// <summary>The cells that are asked for; what is null does not matter.</summary>
    /// <param name="role">The Studio right.</param>
    /// <param name="relation">Owner or contributor.</param>
    /// <param name="target">Project or design.</param>
    /// <param name="action">An action or wildcard.</param>
    /// <exception cref="PermNotFoundException"><c>StudioActionNotFound</c>: a literal action that the matrix does not hold for the object.</exception>
    public IReadOnlyList<StudioPermission> Find(StudioRole? role = null, StudioRelation? relation = null, StudioObject? target = null, string? action = null)
    {
        NamePattern pattern = NamePattern.Parse(action?.Trim() ?? "*");
        StudioPermission[] found = [.. Permissions.Where(cell => (target is null || cell.Object == target) && pattern.IsMatch(cell.Action))];
        if (found.Length == 0 && pattern.IsLiteral)
        {
            string known = string.Join(", ", Permissions.Where(cell => target is null || cell.Object == target).Select(cell => cell.Action).Distinct(StringComparer.Ordinal));
            throw new PermNotFoundException(ErrorId.StudioActionNotFound, $"'{TextRules.Cut(action)}' is not an action on a {(target?.ToString() ?? "project or design").ToLowerInvariant()} of Studio; the actions are {known}.", action);
        }

        return [.. found.Where(cell => (role is null || cell.Role == role) && (relation is null || cell.Relation == relation))];
    }

    private static StudioMatrix Load()
    {
        using Stream stream = typeof(StudioMatrix).Assembly.GetManifestResourceStream("studio-matrix.csv")!;
        using CsvReader csv = CsvReader.Create(stream, new CsvReaderOptions { Separator = ',' });
        List<StudioPermission> permissions = [];
        while (csv.Read())
        {
            permissions.Add(new StudioPermission
            {
                Object = Enum.Parse<StudioObject>(csv.GetString("object")),
                Action = csv.GetString("action"),
                Role = Enum.Parse<StudioRole>(csv.GetString("role")),
                Relation = Enum.Parse<StudioRelation>(csv.GetString("relation")),
                IsAllowed = bool.Parse(csv.GetString("is_allowed")),
            });
        }

        return new StudioMatrix(permissions);
    }
}
