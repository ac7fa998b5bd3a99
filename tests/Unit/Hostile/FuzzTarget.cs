using System.Text;

namespace PermModule.Unit.Hostile;

/// <summary>A reader with a store of its own and a valid sample of what it reads.</summary>
internal sealed class FuzzTarget : IDisposable
{
    private readonly TestStore _test;
    private readonly Action<byte[], int> _read;

    private FuzzTarget(TestStore test, string sample, Action<byte[], int> read)
    {
        _test = test;
        Sample = Encoding.UTF8.GetBytes(sample);
        _read = read;
    }

    /// <summary>The readers by name, each with what makes it.</summary>
    public static IReadOnlyDictionary<string, Func<FuzzTarget>> All { get; } = new Dictionary<string, Func<FuzzTarget>>(StringComparer.Ordinal)
    {
        ["tables"] = () => Import(
            ImportFormat.Csv,
            "UserName,Email,First name,Profile,Groups,SSO Only,Status,Last Login Date,Number of Logins\nann,ann@example.com,\"O\"\"Neil, Jr.\",Editor,\"Press; \"\"A, B\"\"|X\",Yes,Inactive,2026-01-02 03:04:05,7\nbob,bob@example.com,'=1,Viewer,,no,Active,,0\n"),
        ["tables of an unknown shape"] = () => Import(ImportFormat.Auto, "Email;Vorname\r\nann@example.com;Ann\r\n\"bob@example.com\";\"B\r\nob\"\r\n"),
        ["exports of the portal"] = () => Import(ImportFormat.PortalExport, ExportFormat.PortalExport),
        ["lists of addresses"] = () => Import(ImportFormat.Email, "# newcomers\nann@example.com\n\n bob@example.com \ncarl@example.com\r\n"),
        ["SCIM"] = () => Import(ImportFormat.Scim, ExportFormat.Scim),
        ["profile documents"] = ProfileDocuments,
        ["earlier reports"] = EarlierReports,
        ["digests"] = () => Make(
            "{\"Count\":7,\"LastId\":7,\"Hash\":\"" + new string('a', 64) + "\",\"At\":\"2026-01-01T12:00:00+00:00\"}",
            (_, input) => PermAuditDigest.Parse(Text(input))),
        ["answers of the portal"] = () => Make(
            """[{"id":"0A1B2C3D-0000-4444-A1B2C3D4E5F60718","username":"mika","email":"mika@example.com","active":"1","isSSOOnly":0,"profileId":null,"lastLogin":"2026-10-02T08:15:00Z","groups":[{"id":7,"name":"Print"},null]}]""",
            (_, input) =>
            {
                PortalAnswer answer = new(200, "application/json", input);
                Assert.InRange(PortalErrors.Detail(answer).Length, 0, 501);
                foreach (PortalUser? user in PortalJson.TryRead(answer, PortalJson.Default.ListPortalUser) ?? [])
                {
                    Assert.NotNull(user?.Name ?? "");
                    Assert.InRange(user?.LastLoginAt?.Year ?? 2026, 1970, 9999);
                }
            }),
        ["patterns"] = () => Make("a[a-z]?n`*[!x]*", (test, input) =>
        {
            string text = Text(input);
            Assert.True(NamePattern.Parse(NamePattern.Escape(text)).IsMatch(text));
            Assert.InRange(test.Store.Users.Find(new UserFilter { UserNames = [text] }).Count(), 0, 2);
        }),
        ["keys of names"] = () => Make("Ann İıß ﬁ e\u0301 Ａ \u1F80 \U0001F600 \u01C4", (_, input) =>
        {
            string key = NameKey.Fold(Text(input));
            Assert.Equal(key, NameKey.Fold(key));
        }),
        ["cells"] = () => Make("=1+1;'=1;''@;Ann;\"A; B\"|C", (_, input) =>
        {
            string text = Text(input);
            Assert.Equal(text, SpreadsheetText.Unescape(SpreadsheetText.Escape(text)!));
            string[] groups = [.. GroupText.Split(text)];
            Assert.Equal(groups, GroupText.Split(GroupText.Join(groups, ";")));
        }),
    };

    public byte[] Sample { get; }

    /// <summary>Reads spoiled input; a refusal is the only exception that may come out.</summary>
    public void Read(byte[] input, int seed)
    {
        try
        {
            _read(input, seed);
        }
        catch (PermException error)
        {
            Assert.InRange(error.Message.Length, 1, 4_000);
        }
    }

    public void AssertIsWhole() => Assert.All(_test.Store.Check(), check => Assert.True(check.IsPassed, check.Message));

    public void Dispose() => _test.Dispose();

    private static FuzzTarget Make(string sample, Action<TestStore, byte[]> read)
    {
        TestStore test = Filled();
        return new FuzzTarget(test, sample, (input, _) => read(test, input));
    }

    private static FuzzTarget Import(ImportFormat format, ExportFormat sample)
    {
        TestStore test = Filled();
        return Import(test, format, File.ReadAllText(test.Store.Transfer.ExportUsers(test.File("export"), sample).FullName));
    }

    private static FuzzTarget Import(ImportFormat format, string sample) => Import(new TestStore().WithProfiles(), format, sample);

    private static FuzzTarget Import(TestStore test, ImportFormat format, string sample) => new(test, sample, (input, seed) =>
    {
        UserImportOptions options = new()
        {
            Format = format,
            Mode = (ImportMode)(seed % 3),
            Atomic = seed % 5 == 0,
            RejectPath = test.File("rejects"),
            Overwrite = true,
        };
        using MemoryStream stream = new(input);
        test.Store.Preview(() =>
        {
            PermImportResult result = test.Store.Transfer.ImportUsers(stream, options);
            Assert.Equal(result.Read, result.Created + result.Updated + result.Unchanged + result.Rejected + (result.IsApplied ? 0 : result.Read - result.Rejected));
            return result;
        });
        test.Store.TakeWarnings();
    });

    private static FuzzTarget ProfileDocuments()
    {
        TestStore test = new TestStore().WithProfiles();
        test.Store.Seats.SetContract(new SeatContract { Heavy = 5 });
        string path = test.Store.Transfer.ExportProfiles(test.File("profiles.json")).FullName;
        return new FuzzTarget(test, File.ReadAllText(path), (input, _) =>
        {
            File.WriteAllBytes(path, input);
            test.Store.Preview(() => test.Store.Transfer.ImportProfiles(path));
        });
    }

    private static FuzzTarget EarlierReports()
    {
        TestStore test = Filled();
        string path = test.Store.Reports.Export(test.File("report.json")).FullName;
        return new FuzzTarget(test, File.ReadAllText(path), (input, _) =>
        {
            File.WriteAllBytes(path, input);
            test.Store.Reports.Build(new ReportOptions { ComparePath = path });
        });
    }

    private static TestStore Filled()
    {
        TestStore test = new TestStore().WithProfiles();
        test.AddUser("ann", "Editor");
        test.AddUser("a*b");
        return test;
    }

    /// <summary>Text as it can come from PowerShell: any UTF-16, halves of pairs included.</summary>
    private static string Text(byte[] input) => Encoding.UTF8.GetString(input).Replace("\\ud800", "\ud800", StringComparison.Ordinal);
}
