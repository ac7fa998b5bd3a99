using System.Globalization;
using System.Text.Json;
using PermModule.Crash;

namespace PermModule.Unit.Reliability;

/// <summary>Several processes that change one store at once, whichever engine keeps it.</summary>
internal static class WriterRace
{
    public const int Writers = 8;

    private const int Limit = 60;

    /// <summary>Processes that take and give up seats: the limit is reached and at no event passed, and the store is sound.</summary>
    public static void ForSeats(string path, ITestOutputHelper output)
    {
        using PermStore store = Workload.CreateStore(path);
        store.Seats.ChangeContract(contract => contract with { Heavy = Limit });
        for (int i = 0; i < Writers; i++)
        {
            store.Profiles.Create($"p{i}");
        }

        string seconds = CrashProcess.Rounds(3).ToString(CultureInfo.InvariantCulture);
        CrashProcess[] children = [.. Enumerable.Range(0, Writers).Select(i => new CrashProcess("write", path, $"p{i}", seconds))];
        int[][] figures = [.. children.Select(child => Array.ConvertAll(child.Finish().Trim().Split(' '), text => int.Parse(text, CultureInfo.InvariantCulture)))];
        Array.ForEach(children, child => child.Dispose());

        Assert.All(store.Check(), check => Assert.True(check.IsPassed, check.Message));
        Assert.Equal(Limit, store.Seats.GetUsage().Single(usage => usage.Tier == Tier.Heavy).Active);
        Assert.Equal(Limit, MostHeavySeats(store));
        output.WriteLine($"{Writers} writers, {figures.Sum(figure => figure[0])} operations, {figures.Sum(figure => figure[1])} refused for want of a seat, longest operation {figures.Max(figure => figure[2])} ms");
    }

    /// <summary>Processes that count up one field: nobody's change is lost, and who read an older one is told.</summary>
    public static void ForOneField(string path, ITestOutputHelper output)
    {
        const int rounds = 50;
        using PermStore store = Workload.CreateStore(path);
        store.Users.Create(new UserData { UserName = "counter", Department = "0" });
        CrashProcess[] children = [.. Enumerable.Range(0, 4).Select(i => new CrashProcess("count", path, $"p{i}", rounds.ToString(CultureInfo.InvariantCulture)))];
        int told = children.Sum(child => int.Parse(child.Finish(), CultureInfo.InvariantCulture));
        Array.ForEach(children, child => child.Dispose());

        Assert.StartsWith($"{4 * rounds} by ", store.Users.Get("counter").Department, StringComparison.Ordinal);
        Assert.True(told > 0, "No two processes ever met.");
        output.WriteLine($"{4 * rounds} changes, {told} told to read again, lost 0");
    }

    /// <summary>Replays the trail: the most heavy seats that were ever taken at once.</summary>
    private static long MostHeavySeats(PermStore store)
    {
        Dictionary<string, (string? Profile, bool IsActive)> users = new(StringComparer.Ordinal);
        HashSet<string> heavy = new(StringComparer.Ordinal);
        int most = 0;
        foreach (PermAuditEvent item in store.Trail.FindEvents(new AuditEventFilter { TargetType = "User" }))
        {
            using JsonDocument after = JsonDocument.Parse(item.After!);
            (string? profile, bool isActive) = users.GetValueOrDefault(item.Target);
            profile = after.RootElement.TryGetProperty("ProfileName", out JsonElement name) ? name.GetString() : profile;
            isActive = after.RootElement.TryGetProperty("IsActive", out JsonElement active) ? active.GetBoolean() : isActive;
            users[item.Target] = (profile, isActive);
            _ = profile == "Admin" && isActive ? heavy.Add(item.Target) : heavy.Remove(item.Target);
            most = Math.Max(most, heavy.Count);
        }

        return most;
    }
}
