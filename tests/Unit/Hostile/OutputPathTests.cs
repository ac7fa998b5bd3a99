namespace PermModule.Unit.Hostile;

/// <summary>Nothing that writes a file writes through a link, over a file without being told to, or over what lies beside it.</summary>
public sealed class OutputPathTests : IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();

    public void Dispose() => _test.Dispose();

    public static TheoryData<string> Writers => ["users", "report", "trail", "profiles", "rejects", "backup"];

    [Theory]
    [MemberData(nameof(Writers))]
    public void A_link_is_not_followed_even_with_force(string writer)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Links need a privilege on Windows.");
        }

        string target = _test.File("precious");
        File.WriteAllText(target, "precious");
        foreach (string to in (string[])[target, _test.File("nowhere")])
        {
            string link = _test.File("out.json");
            File.CreateSymbolicLink(link, to);
            Assert.Equal("NotAFile", Assert.Throws<PermInvalidInputException>(() => Write(writer, link, overwrite: true)).ErrorId);
            Assert.Equal(to, new FileInfo(link).LinkTarget);
            File.Delete(link);
        }

        Assert.Equal("precious", File.ReadAllText(target));
        Assert.False(File.Exists(_test.File("nowhere")));
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public void A_file_is_replaced_only_when_told_to_and_what_lies_beside_it_never(string writer)
    {
        string path = _test.File("out.json");
        File.WriteAllText(path, "precious");
        File.WriteAllText(path + ".partial", "beside");
        Assert.Equal("FileAlreadyExists", Assert.Throws<PermAlreadyExistsException>(() => Write(writer, path, overwrite: false)).ErrorId);
        Assert.Equal("precious", File.ReadAllText(path));
        Write(writer, path, overwrite: true);
        Assert.NotEqual("precious", File.ReadAllText(path));
        Assert.Equal("beside", File.ReadAllText(path + ".partial"));
        Assert.Equal(2, Directory.GetFiles(Path.GetDirectoryName(path)!, "out*").Length);
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public void No_store_is_replaced_nor_what_lies_beside_it(string writer)
    {
        using (PermStore other = PermStore.Create(_test.File("other.json")))
        {
            other.Profiles.Create("Kept");
        }

        string[] paths = [_test.Path, _test.Path + "-wal", _test.Path + "-shm", _test.Path + "-queue", _test.Path + "-journal", _test.File("other.json-wal")];
        File.WriteAllText(_test.Path + "-queue", "");
        foreach (string path in writer == "backup" ? paths : [.. paths, _test.File("other.json")])
        {
            bool isThere = File.Exists(path);
            Assert.Contains(Assert.ThrowsAny<PermException>(() => Write(writer, path, overwrite: true)).ErrorId, (string[])["InvalidPath", "FormatUnknown"]);
            Assert.Equal(isThere, File.Exists(path));
        }

        _test.AddUser("ann");
        _test.Reopen();
        Assert.Equal(1, _test.Store.Summary.Users);
        using PermStore kept = PermStore.Open(_test.File("other.json"));
        Assert.Equal(1, kept.Summary.Profiles);
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public void A_pipe_or_device_is_no_file(string writer)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Needs mkfifo.");
        }

        string pipe = Pipe("pipe.json");
        foreach (string path in (string[])[pipe, "/dev/null"])
        {
            Assert.Contains(Assert.ThrowsAny<PermException>(() => Write(writer, path, overwrite: true)).ErrorId, (string[])["NotAFile", "FormatUnknown"]);
        }

        Assert.True(FileState.IsSpecial(pipe));
        Assert.Equal("NotAFile", Assert.ThrowsAny<PermException>(() => _test.Store.Transfer.ImportUsers(pipe)).ErrorId);
        Assert.Equal("NotAFile", Assert.ThrowsAny<PermException>(() => _test.Store.Transfer.ImportProfiles(pipe)).ErrorId);
        Assert.Equal("NotAFile", Assert.ThrowsAny<PermException>(() => PermStore.Open(pipe)).ErrorId);
        Assert.Equal("NotAFile", Assert.ThrowsAny<PermException>(() => PermStore.Create(pipe, overwrite: true)).ErrorId);
        Assert.Equal("NotAFile", Assert.ThrowsAny<PermException>(() => _test.Store.PrepareRestore(pipe)).ErrorId);
        Assert.Equal("NotAFile", Assert.ThrowsAny<PermException>(() => _test.Store.Reports.Build(new ReportOptions { ComparePath = pipe })).ErrorId);
    }

    [Fact]
    public void Writers_go_on_without_a_queue_where_a_pipe_has_its_name()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Needs mkfifo.");
        }

        Pipe("perm.db-queue");
        _test.AddUser("ann");
        Assert.Equal(1, _test.Store.Summary.Users);
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public void A_path_that_is_none_is_refused(string writer)
    {
        Assert.All((string[])["", "a\0b.json", _test.File(""), Path.GetTempPath()], path => Assert.Contains(Assert.ThrowsAny<PermException>(() => Write(writer, path, overwrite: true)).ErrorId, (string[])["NotAFile", "FormatUnknown"]));
        Assert.Equal("FileUnavailable", Assert.ThrowsAny<PermException>(() => Write(writer, _test.File("none/../none/out.json"), overwrite: true)).ErrorId);
        Assert.Equal("FileUnavailable", Assert.ThrowsAny<PermException>(() => Write(writer, _test.File(new string('x', 300) + ".json"), overwrite: true)).ErrorId);
        PermException tooLong = Assert.ThrowsAny<PermException>(() => Write(writer, _test.File(new string('x', 40_000) + ".json"), overwrite: true));
        Assert.Equal(("NotAFile", true), (tooLong.ErrorId, tooLong.Message.Length < 300));
    }

    [Theory]
    [InlineData("users")]
    [InlineData("report")]
    [InlineData("trail")]
    [InlineData("rejects")]
    [InlineData("backup")]
    public void What_names_people_is_readable_by_its_owner_alone(string writer)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such mode; files get the rights of their folder.");
            return;
        }

        string path = _test.File("out.json");
        Write(writer, path, overwrite: false);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Write(writer, path, overwrite: true);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void The_rejected_rows_never_replace_their_source_not_even_through_a_link()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Links need a privilege on Windows.");
        }

        string source = Source();
        string link = _test.File("link.csv");
        File.CreateSymbolicLink(link, source);
        string before = File.ReadAllText(source);
        UserImportOptions options = new() { RejectPath = source, Overwrite = true };
        Assert.Equal("FileAlreadyExists", Assert.Throws<PermInvalidInputException>(() => _test.Store.Transfer.ImportUsers(link, options)).ErrorId);
        Assert.Equal(before, File.ReadAllText(source));
    }

    [Fact]
    public void The_rejected_rows_never_replace_a_file_that_is_imported_later()
    {
        string first = Source();
        string second = _test.File("second.csv");
        File.WriteAllText(second, "UserName\nann\n");
        string link = _test.File("link-2.csv");
        string[] places = [second, _test.File("linked.csv")];
        if (OperatingSystem.IsWindows())
        {
            places = [second, second.ToUpperInvariant()];
        }
        else
        {
            // A link to the place of rejected rows which is not there yet would be imported as the second file.
            File.CreateSymbolicLink(link, places[1]);
        }

        foreach (string place in places)
        {
            UserImportOptions options = new() { RejectPath = place, Overwrite = true, Inputs = [first, second, link] };
            Assert.Equal("FileAlreadyExists", Assert.Throws<PermInvalidInputException>(() => _test.Store.Transfer.ImportUsers(first, options)).ErrorId);
            Assert.Equal("UserName\nann\n", File.ReadAllText(second));
        }

        // What the first import would refuse later is refused before a row is applied or a file is replaced.
        string old = _test.File("old.csv");
        File.WriteAllText(old, "old");
        File.WriteAllText(_test.File("old-2.csv"), "UserName\nann\n");
        UserImportOptions numbered = new() { RejectPath = old, Overwrite = true, Inputs = [first, _test.File("old-2.csv")] };
        Assert.Equal("FileAlreadyExists", Assert.Throws<PermInvalidInputException>(() => _test.Store.Transfer.ImportUsers(first, numbered)).ErrorId);
        Assert.Equal("old", File.ReadAllText(old));
        Assert.Empty(_test.Store.Users.Find());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_store_is_not_sought_at_what_is_no_path(string path)
    {
        Assert.Equal("NotAFile", Assert.Throws<PermInvalidInputException>(() => PermStore.Create(path)).ErrorId);
        Assert.Equal("NotAFile", Assert.Throws<PermInvalidInputException>(() => PermStore.Open(path)).ErrorId);
    }

    private string Pipe(string name)
    {
        string path = _test.File(name);
        using System.Diagnostics.Process made = System.Diagnostics.Process.Start("mkfifo", [path]);
        made.WaitForExit();
        return path;
    }

    private void Write(string writer, string path, bool overwrite)
    {
        PermStore store = _test.Store;
        switch (writer)
        {
            case "users":
                store.Transfer.ExportUsers(path, overwrite: overwrite);
                break;
            case "report":
                store.Reports.Export(path, overwrite: overwrite);
                break;
            case "trail":
                store.Trail.Export(path, overwrite);
                break;
            case "profiles":
                store.Transfer.ExportProfiles(path, overwrite);
                break;
            case "backup":
                store.Backup(path, overwrite);
                break;
            default:
                store.Transfer.ImportUsers(Source(), new UserImportOptions { RejectPath = path, Overwrite = overwrite });
                break;
        }
    }

    private string Source()
    {
        string path = _test.File("people.csv");
        File.WriteAllText(path, "Email\nno address\n");
        return path;
    }
}
