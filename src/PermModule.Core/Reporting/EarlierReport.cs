using System.Globalization;
using System.Text.Json;

namespace PermModule.Reporting;

/// <summary>What a comparison needs of an earlier report. The file may come from anywhere, so every value is checked.</summary>
internal sealed class EarlierReport
{
    private readonly string _storeId;
    private readonly DateTimeOffset _generatedAt;
    private readonly Dictionary<Tier, (long Active, long? Limit)> _tiers;
    private readonly Dictionary<string, (string Name, Tier Tier, long Active)> _profiles;
    private readonly Dictionary<string, long> _rules;

    private EarlierReport(JsonElement root)
    {
        _storeId = Text(root.GetProperty("store"), "id");
        _generatedAt = root.GetProperty("generatedAt").GetDateTimeOffset().ToUniversalTime();
        _tiers = root.GetProperty("tiers").EnumerateArray().ToDictionary(
            TierOf,
            tier => (Count(tier, "active"), tier.TryGetProperty("limit", out JsonElement limit) && limit.ValueKind != JsonValueKind.Null ? Count(tier, "limit") : (long?)null));
        _profiles = root.GetProperty("profiles").EnumerateArray().ToDictionary(
            profile => NameKey.Fold(Text(profile, "name")),
            profile => (Text(profile, "name"), TierOf(profile), Count(profile, "active")),
            StringComparer.Ordinal);
        _rules = root.GetProperty("findings").GetProperty("rules").EnumerateArray().ToDictionary(
            rule => Text(rule, "ruleName"),
            rule => Count(rule, "count"),
            StringComparer.Ordinal);
    }

    /// <exception cref="PermException"><c>ReportNotFound</c>, <c>InvalidDocument</c>, <c>SchemaVersionUnknown</c>, <c>FileUnavailable</c>.</exception>
    public static EarlierReport Read(string path)
    {
        // Opening a pipe would wait for somebody who writes into it.
        if (FileState.IsSpecial(OutputFile.FullPath(path)))
        {
            throw OutputFile.NotAFile(path);
        }

        try
        {
            using FileStream file = File.OpenRead(OutputFile.FullPath(path));
            using JsonDocument document = JsonDocument.Parse(file);
            CheckVersion(document.RootElement, path);
            return new EarlierReport(document.RootElement);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PermNotFoundException(ErrorId.ReportNotFound, $"There is no earlier report at '{path}'.", path, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PermBusyException(ErrorId.FileUnavailable, $"'{path}' cannot be read: {error.Message}", path, error);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new PermInvalidInputException(ErrorId.InvalidDocument, $"'{path}' is not a report in JSON form ({TextRules.Cut(error.Message)}).", path, error);
        }
    }

    /// <summary>Refuses a report of after the moment that is reported, from which every movement would be told backwards.</summary>
    /// <exception cref="PermInvalidInputException"><c>InvalidValue</c>.</exception>
    public void DemandEarlierThan(DateTimeOffset moment, string path)
    {
        if (_generatedAt > moment)
        {
            throw new PermInvalidInputException(
                ErrorId.InvalidValue,
                $"'{path}' is a report of {UtcTime.ToText(UtcTime.ToStored(_generatedAt))}, which is after {UtcTime.ToText(UtcTime.ToStored(moment))}, the moment of the report that is compared with it.",
                path)
            { Detail = ErrorDetail.ReportNewer };
        }
    }

    /// <summary>What moved from this report to a later one.</summary>
    public ReportComparison Compare(ReportModel now) => new()
    {
        EarlierAt = _generatedAt,
        IsSameStore = _storeId == now.Store.Id,
        Tiers =
        [
            .. now.Tiers.Select(tier =>
            {
                (long active, long? limit) = _tiers.GetValueOrDefault(tier.Tier);
                return new ReportTierMovement(tier.Tier, active, tier.Active, limit, tier.Limit);
            }),
        ],
        Profiles = [.. Profiles(now)],
        Rules = [.. Rules(now)],
    };

    private static void CheckVersion(JsonElement root, string path)
    {
        int version = root.GetProperty("schemaVersion").GetInt32();
        if (version != ReportModel.CurrentSchemaVersion)
        {
            throw new PermInvalidInputException(
                ErrorId.SchemaVersionUnknown,
                string.Create(CultureInfo.InvariantCulture, $"'{path}' has report schema version {version}; this module compares with version {ReportModel.CurrentSchemaVersion}."),
                path);
        }
    }

    private IEnumerable<ReportProfileMovement> Profiles(ReportModel now)
    {
        Dictionary<string, (string Name, Tier Tier, long Active)> gone = new(_profiles, StringComparer.Ordinal);
        foreach (ReportProfile profile in now.Profiles)
        {
            if (!gone.Remove(NameKey.Fold(profile.Name), out (string Name, Tier Tier, long Active) before))
            {
                yield return new ReportProfileMovement(profile.Name, TierBefore: null, profile.Tier, ActiveBefore: null, profile.Active);
            }
            else if (before.Tier != profile.Tier || before.Active != profile.Active)
            {
                yield return new ReportProfileMovement(profile.Name, before.Tier, profile.Tier, before.Active, profile.Active);
            }
        }

        foreach ((string name, Tier tier, long active) in gone.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value))
        {
            yield return new ReportProfileMovement(name, tier, TierAfter: null, active, ActiveAfter: null);
        }
    }

    private IEnumerable<ReportRuleMovement> Rules(ReportModel now)
    {
        Dictionary<string, long> gone = new(_rules, StringComparer.Ordinal);
        foreach (ReportRule rule in now.Findings.Rules)
        {
            gone.Remove(rule.RuleName, out long before);
            if (before != rule.Count)
            {
                yield return new ReportRuleMovement(rule.RuleName, before, rule.Count);
            }
        }

        foreach ((string name, long count) in gone.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            yield return new ReportRuleMovement(name, count, CountAfter: 0);
        }
    }

    private static string Text(JsonElement parent, string name) => parent.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null");

    private static long Count(JsonElement parent, string name)
    {
        long count = parent.GetProperty(name).GetInt64();
        return count >= 0 ? count : throw new FormatException($"{name} is negative");
    }

    private static Tier TierOf(JsonElement parent) =>
        Enum.TryParse(Text(parent, "tier"), out Tier tier) && Enum.IsDefined(tier) ? tier : throw new FormatException("tier is unknown");
}
