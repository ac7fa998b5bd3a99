namespace PermModule.Findings;

/// <summary>Active users of a department or location have no champion, neither by department nor by location.</summary>
internal sealed class ChampionMissingRule() : FindingRule(
    "ChampionMissing",
    AuditCategory.Governance,
    FindingSeverity.Warning,
    "Champions train the users of their department or location and answer their questions; users who have neither have nobody to ask.",
    "Make somebody of the department or location champion.")
{
    public override IEnumerable<PermFinding> Find(AuditContext audit) => audit.Session.ReadConsistently(() =>
    {
        // A champion of no department in particular looks after their own.
        const string sql = """
            SELECT COALESCE(m.department, u.department), COALESCE(m.location, u.location)
            FROM role_members m JOIN users u ON u.id = m.user_id
            WHERE m.role = @Champion AND u.is_active = 1
            """;
        IReadOnlyList<(string? Department, string? Location)> champions = audit.Session.Rows<(string?, string?)>(sql, new { PermRole.Champion });
        Places departments = new("Department", champions.Select(champion => champion.Department));
        Places locations = new("Location", champions.Select(champion => champion.Location));
        Count(audit.Session, departments, locations);
        return (IReadOnlyList<PermFinding>)[.. Missing(departments), .. Missing(locations)];
    });

    /// <summary>Counts active users by place. One pass over all users: sorting them by two columns takes several times as long.</summary>
    private static void Count(StoreSession session, Places departments, Places locations)
    {
        using Statement users = session.Query("SELECT department, location FROM users WHERE is_active = 1");
        while (users.Next())
        {
            session.ThrowIfCancelled();
            Spelling? department = users.Text(0) is { } first ? departments.Of(first) : null;
            Spelling? location = users.Text(1) is { } second ? locations.Of(second) : null;
            bool isCovered = department?.HasChampion == true || location?.HasChampion == true;
            department?.Count(isCovered);
            location?.Count(isCovered);
        }
    }

    private IEnumerable<PermFinding> Missing(Places places) => places.Spellings
        .GroupBy(spelling => NameKey.OfStored(spelling.Name), StringComparer.Ordinal)
        .Where(place => place.Any(spelling => spelling.Uncovered > 0))
        .OrderBy(place => place.Key, StringComparer.Ordinal)
        .Select(place =>
        {
            // The rows come in no order that is known.
            string name = place.OrderByDescending(spelling => spelling.Users).ThenBy(spelling => spelling.Name, StringComparer.Ordinal).First().Name;
            long uncovered = place.Sum(spelling => spelling.Uncovered);
            return Found(
                places.Type,
                name,
                $"{uncovered} of {Quantity.Of(place.Sum(spelling => spelling.Users), "active user")} of the {places.Type.ToLowerInvariant()} '{name}' {(uncovered == 1 ? "has" : "have")} no active champion, neither of their department nor of their location.",
                Steps.AddMember(PermRole.Champion) with { Department = places.Type == "Department" ? name : null, Location = places.Type == "Location" ? name : null },
                places.Type);
        });

    /// <summary>The departments or the locations, as they are spelled.</summary>
    private sealed class Places(string type, IEnumerable<string?> champions)
    {
        private readonly HashSet<string> _covered = [.. champions.OfType<string>().Select(NameKey.OfStored)];
        private readonly Dictionary<string, Spelling> _spellings = new(StringComparer.Ordinal);

        public string Type { get; } = type;

        public IEnumerable<Spelling> Spellings => _spellings.Values;

        public Spelling Of(string name)
        {
            if (!_spellings.TryGetValue(name, out Spelling? spelling))
            {
                spelling = new Spelling(name, _covered.Contains(NameKey.OfStored(name)));
                _spellings.Add(name, spelling);
            }

            return spelling;
        }
    }

    private sealed class Spelling(string name, bool hasChampion)
    {
        public string Name { get; } = name;

        public bool HasChampion { get; } = hasChampion;

        public long Users { get; private set; }

        /// <summary>Users without a champion.</summary>
        public long Uncovered { get; private set; }

        public void Count(bool isCovered)
        {
            Users++;
            Uncovered += isCovered ? 0 : 1;
        }
    }
}
