using CsvHelper;

namespace PermModule.Unit.Catalogue;

/// <summary>A right as the restored tables of the sources have it.</summary>
internal sealed record SourceRow(string Key, string Solution, IReadOnlyList<string> Aliases, Tier Tier, TierSource TierSource, bool IsMaintenanceOnly, IReadOnlyList<string> Documents)
{
    public static IEnumerable<SourceRow> Read()
    {
        using StreamReader file = File.OpenText(Path.Combine(AppContext.BaseDirectory, "Data", "rights.csv"));
        using CsvReader csv = CsvReader.Create(file, new CsvReaderOptions { Separator = ',' });
        while (csv.Read())
        {
            yield return new SourceRow(
                csv.GetString("key"),
                csv.GetString("solution"),
                csv.GetString("alias").Split(" | ", StringSplitOptions.RemoveEmptyEntries),
                Enum.Parse<Tier>(csv.GetString("tier")),
                Enum.Parse<TierSource>(csv.GetString("tier_source")),
                csv.GetString("maintenance_only") == "yes",
                csv.GetString("documents").Split(','));
        }
    }
}
