using System.Collections.Frozen;
using CsvHelper;

namespace PermModule;

/// <summary>What is said of each role, from the data that ships with the module.</summary>
internal static class RoleTexts
{
    private static readonly Lazy<FrozenDictionary<PermRole, PermRoleInfo>> LazyAll = new(Load);

    /// <summary>The roles without their members.</summary>
    public static IReadOnlyDictionary<PermRole, PermRoleInfo> All => LazyAll.Value;

    private static FrozenDictionary<PermRole, PermRoleInfo> Load()
    {
        using Stream stream = typeof(RoleTexts).Assembly.GetManifestResourceStream("roles.csv")!;
        using CsvReader csv = CsvReader.Create(stream, new CsvReaderOptions { Separator = ',' });
        List<(PermRole Role, string Kind, string Text)> rows = [];
        while (csv.Read())
        {
            rows.Add((Enum.Parse<PermRole>(csv.GetString("role")), csv.GetString("kind"), csv.GetString("text")));
        }

        ILookup<(PermRole, string), string> texts = rows.ToLookup(row => (row.Role, row.Kind), row => row.Text);
        return Enum.GetValues<PermRole>().ToFrozenDictionary(role => role, role => new PermRoleInfo
        {
            Role = role,
            Description = texts[(role, "Description")].Single(),
            Duties = NameList.Of(texts[(role, "Duty")]),
            Practices = NameList.Of(texts[(role, "Practice")]),
            Minimum = role == PermRole.EndUser ? 0 : 1,
            MemberCount = 0,
        });
    }
}
