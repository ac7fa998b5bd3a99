using System.Globalization;
using System.Text.RegularExpressions;
using PermModule.Crash;

namespace PermModule.Unit.Reliability;

/// <summary>
/// What a power loss leaves: the calls of a run are recorded, and the files are rebuilt as a disk may hold them when the power goes:
/// whatever was synced, and of what was written since then nothing, all, or any part.
/// </summary>
public sealed partial class PowerLossTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perm-power-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Whatever_was_acknowledged_survives_the_power_going_at_any_call()
    {
        Assert.SkipUnless(CrashProcess.CanRun("strace", "-f", "-o", "/dev/null", "true"), "Not run: needs strace and the right to trace.");
        string path = Path.Combine(_folder, "perm.db");
        string log = Path.Combine(_folder, "calls");
        const int seed = 7;
        Workload.CreateStore(path).Dispose();
        byte[] original = File.ReadAllBytes(path);
        string[] strace = ["strace", "-f", "-qq", "-y", "-xx", "-s", "1000000", "-e", "trace=pwrite64,write,fdatasync,fsync,ftruncate", "-o", log];
        using (CrashProcess child = new(strace, ["work", path, seed.ToString(CultureInfo.InvariantCulture), "15"]))
        {
            child.Finish();
        }

        IReadOnlyList<Call> calls = Read(log, path);
        Assert.Contains(calls, call => call.IsSync && call.File == path + "-wal");
        Random random = new(seed);
        int rounds = CrashProcess.Rounds(10);
        for (int round = 0; round < rounds; round++)
        {
            int end = random.Next(calls.Count + 1);
            string rebuilt = Path.Combine(_folder, $"{round}.db");
            int acknowledged = Rebuild(calls.Take(end), path, original, rebuilt, random);
            KillTests.AssertIsAfter(rebuilt, seed, acknowledged);
        }

        output.WriteLine($"{rounds} power losses among {calls.Count} calls, lost 0");
    }

    /// <summary>Lays down the files as after these calls and says how many changes had been acknowledged by then.</summary>
    private static int Rebuild(IEnumerable<Call> calls, string path, byte[] original, string rebuilt, Random random)
    {
        Dictionary<string, FileState> files = new(StringComparer.Ordinal) { [path] = new FileState(original), [path + "-wal"] = new FileState([]) };
        int acknowledged = 0;
        foreach (Call call in calls)
        {
            if (call.File is null)
            {
                acknowledged = call.Acknowledged;
            }
            else if (call.IsSync)
            {
                files[call.File].Sync();
            }
            else
            {
                files[call.File].Add(call);
            }
        }

        // How much of what was not synced the disk has got to: nothing, all, or any part in any order.
        double part = random.Next(3) switch { 0 => 0, 1 => 1, _ => random.NextDouble() };
        File.WriteAllBytes(rebuilt, files[path].AfterLoss(part, random));
        File.WriteAllBytes(rebuilt + "-wal", files[path + "-wal"].AfterLoss(part, random));
        return acknowledged;
    }

    private static List<Call> Read(string log, string path)
    {
        List<Call> calls = [];
        Dictionary<string, string> unfinished = new(StringComparer.Ordinal);
        foreach (string raw in File.ReadLines(log))
        {
            // A call of one thread may be cut in two by calls of another; it counts when it has returned.
            string thread = raw[..raw.IndexOf(' ', StringComparison.Ordinal)];
            string line = raw;
            if (line.EndsWith("<unfinished ...>", StringComparison.Ordinal))
            {
                unfinished[thread] = line[..^"<unfinished ...>".Length];
                continue;
            }

            int resumed = line.IndexOf(" resumed>", StringComparison.Ordinal);
            if (resumed >= 0)
            {
                line = unfinished[thread] + line[(resumed + " resumed>".Length)..];
            }

            Match match = CallPattern().Match(line);
            if (!match.Success)
            {
                continue;
            }

            string name = match.Groups["name"].Value;
            string file = Text(match.Groups["file"].Value);
            string rest = match.Groups["rest"].Value;
            if (name == "write" && file.StartsWith("pipe:", StringComparison.Ordinal))
            {
                string said = Text(rest.Split('"')[1]).Trim();
                if (int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out int acknowledged))
                {
                    calls.Add(new Call { Acknowledged = acknowledged });
                }
            }
            else if (file == path || file == path + "-wal")
            {
                string[] parts = rest.Split(',', StringSplitOptions.TrimEntries);
                calls.Add(name switch
                {
                    "pwrite64" => new Call { File = file, Bytes = Convert.FromHexString(rest.Split('"')[1].Replace("\\x", "", StringComparison.Ordinal)), Offset = long.Parse(parts[^1], CultureInfo.InvariantCulture) },
                    "ftruncate" => new Call { File = file, Length = long.Parse(parts[^1], CultureInfo.InvariantCulture) },
                    _ => new Call { File = file, IsSync = true },
                });
            }
        }

        return calls;
    }

    /// <summary>Text that strace wrote in hexadecimal; as it is where it did not.</summary>
    private static string Text(string value) =>
        value.StartsWith("\\x", StringComparison.Ordinal) ? System.Text.Encoding.UTF8.GetString(Convert.FromHexString(value.Replace("\\x", "", StringComparison.Ordinal))) : value;

    [GeneratedRegex("""^\d+\s+(?<name>\w+)\(\d+<(?<file>[^>]*)>(?<rest>.*)\)\s+= \d+""", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex CallPattern();

    private sealed record Call
    {
        public string? File { get; init; }

        public bool IsSync { get; init; }

        public byte[]? Bytes { get; init; }

        public long Offset { get; init; }

        public long Length { get; init; }

        public int Acknowledged { get; init; }
    }

    private sealed class FileState(byte[] synced)
    {
        private readonly List<Call> _since = [];
        private byte[] _synced = synced;

        public void Add(Call call) => _since.Add(call);

        public void Sync()
        {
            _synced = AfterLoss(1, new Random(0));
            _since.Clear();
        }

        public byte[] AfterLoss(double part, Random random)
        {
            byte[] content = [.. _synced];
            foreach (Call call in _since)
            {
                if (random.NextDouble() >= part)
                {
                    continue;
                }

                if (call.Bytes is null)
                {
                    Array.Resize(ref content, (int)call.Length);
                    continue;
                }

                if (content.Length < call.Offset + call.Bytes.Length)
                {
                    Array.Resize(ref content, (int)call.Offset + call.Bytes.Length);
                }

                call.Bytes.CopyTo(content, (int)call.Offset);
            }

            return content;
        }
    }
}
