using System.Diagnostics;
using System.Globalization;
using System.Text;
using PermModule.Storage;
using PermModule.Transfer;

namespace PermModule.Unit.Hostile;

/// <summary>
/// Feeds every reader spoiled input: a refusal is the only exception that may come out, and the store stays whole.
/// PERMMODULE_FUZZ_SECONDS runs each reader that long with new seeds; a failure names its seed.
/// </summary>
public sealed class FuzzTests : IDisposable
{
    private const int Rounds = 150;

    private static readonly TimeSpan Most = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    private readonly TestStore _test = new TestStore().WithProfiles();
    private int _seed;

    private PermStore Store => _test.Store;

    public void Dispose() => _test.Dispose();

    [Fact]
    public Task Tables() => Fuzz(
        "UserName,Email,First name,Profile,Groups,SSO Only,Status,Last Login Date,Number of Logins\nann,ann@example.com,\"O\"\"Neil, Jr.\",Editor,\"Press; \"\"A, B\"\"|X\",Yes,Inactive,2026-01-02 03:04:05,7\nbob,bob@example.com,'=1,Viewer,,no,Active,,0\n",
        Import(ImportFormat.Csv));

    [Fact]
    public Task Anything_that_says_itself_what_it_is() => Fuzz("Email;Vorname\r\nann@example.com;Ann\r\n\"bob@example.com\";\"B\r\nob\"\r\n", Import(ImportFormat.Auto));

    [Fact]
    public Task Exports_of_the_portal()
    {
        _test.AddUser("ann", "Editor");
        _test.AddUser("bob", "Viewer");
        return Fuzz(Exported(ExportFormat.PortalExport), Import(ImportFormat.PortalExport));
    }

    [Fact]
    public Task Lists_of_addresses() => Fuzz("# newcomers\nann@example.com\n\n bob@example.com \ncarl@example.com\r\n", Import(ImportFormat.Email));

    [Fact]
    public Task Scim()
    {
        _test.AddUser("ann", "Editor");
        _test.AddUser("bob", "Viewer");
        return Fuzz(Exported(ExportFormat.Scim), Import(ImportFormat.Scim));
    }

    [Fact]
    public Task Profile_documents()
    {
        Store.SeatService.SetContract(new SeatContract { Heavy = 5 });
        string path = Store.ProfileService.Export(_test.File("profiles.json")).FullName;
        return Fuzz(File.ReadAllText(path), input =>
        {
            File.WriteAllBytes(path, input);
            Store.Preview(() => Store.ProfileService.Import(path));
        });
    }

    [Fact]
    public Task Earlier_reports()
    {
        _test.AddUser("ann", "Editor");
        string path = Store.ReportService.Export(_test.File("report.json")).FullName;
        return Fuzz(File.ReadAllText(path), input =>
        {
            File.WriteAllBytes(path, input);
            Store.ReportService.Build(new ReportOptions { ComparePath = path });
        });
    }

    [Fact]
    public Task Digests() => Fuzz(
        "{\"Count\":7,\"LastId\":7,\"Hash\":\"" + new string('a', 64) + "\",\"At\":\"2026-01-01T12:00:00+00:00\"}",
        input => PermAuditDigest.Parse(Text(input)));

    [Fact]
    public Task Patterns()
    {
        _test.AddUser("ann");
        _test.AddUser("a*b");
        return Fuzz("a[a-z]?n`*[!x]*", input =>
        {
            string text = Text(input);
            Assert.True(NamePattern.Parse(NamePattern.Escape(text)).IsMatch(text));
            Assert.InRange(Store.UserService.Find(new UserFilter { UserNames = [text] }).Count(), 0, 2);
        });
    }

    [Fact]
    public Task Keys_of_names() => Fuzz("Ann İıß ﬁ e\u0301 Ａ \u1F80 \U0001F600 \u01C4", input =>
    {
        string key = NameKey.Fold(Text(input));
        Assert.Equal(key, NameKey.Fold(key));
    });

    [Fact]
    public Task Cells() => Fuzz("=1+1;'=1;''@;Ann;\"A; B\"|C", input =>
    {
        string text = Text(input);
        Assert.Equal(text, SpreadsheetText.Unescape(SpreadsheetText.Escape(text)!));
        string[] groups = [.. GroupText.Split(text)];
        Assert.Equal(groups, GroupText.Split(GroupText.Join(groups, ";")));
    });

    /// <summary>Text as it can come from PowerShell: any UTF-16, halves of pairs included.</summary>
    private static string Text(byte[] input) => Encoding.UTF8.GetString(input).Replace("\\ud800", "\ud800", StringComparison.Ordinal);

    private Action<byte[]> Import(ImportFormat format) => input =>
    {
        UserImportOptions options = new()
        {
            Format = format,
            Mode = (ImportMode)(_seed % 3),
            Atomic = _seed % 5 == 0,
            RejectPath = _test.File("rejects"),
            Overwrite = true,
        };
        using MemoryStream stream = new(input);
        Store.Preview(() =>
        {
            PermImportResult result = Store.TransferService.ImportUsers(stream, options);
            Assert.Equal(result.Read, result.Created + result.Updated + result.Unchanged + result.Rejected + (result.IsApplied ? 0 : result.Read - result.Rejected));
            return result;
        });
        Store.TakeWarnings();
    };

    private string Exported(ExportFormat format) => File.ReadAllText(Store.TransferService.ExportUsers(_test.File("export"), format, overwrite: true).FullName);

    private async Task Fuzz(string sample, Action<byte[]> read)
    {
        Task run = Task.Run(() => Run(Encoding.UTF8.GetBytes(sample), read), TestContext.Current.CancellationToken);
        TimeSpan budget = Budget() ?? Most;
        if (await Task.WhenAny(run, Task.Delay(budget + Hang, TestContext.Current.CancellationToken)) != run)
        {
            Assert.Fail($"The reader hangs on seed {_seed}.");
        }

        await run;
        Assert.All(Store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    private void Run(byte[] sample, Action<byte[]> read)
    {
        TimeSpan? budget = Budget();
        int first = budget is null ? 0 : Random.Shared.Next(1 << 30);
        Stopwatch time = Stopwatch.StartNew();
        for (_seed = first; time.Elapsed < (budget ?? Most) && (budget is not null || _seed < Rounds); _seed++)
        {
            byte[] input = new Mutator(_seed).Spoil(sample);
            try
            {
                read(input);
            }
            catch (PermException error)
            {
                Assert.InRange(error.Message.Length, 1, 4_000);
            }
            catch (Exception error)
            {
                Assert.Fail($"Seed {_seed}: {error}\n{Convert.ToBase64String(input.AsSpan(0, Math.Min(input.Length, 2_000)))}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{_seed - first} inputs from seed {first}");
    }

    private static TimeSpan? Budget() =>
        double.TryParse(Environment.GetEnvironmentVariable("PERMMODULE_FUZZ_SECONDS"), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) ? TimeSpan.FromSeconds(seconds) : null;
}
