using System.Text;

namespace PermModule.Unit.Transfer;

/// <summary>A synchronization deactivates only who is certain to be missing, and never nearly everybody.</summary>
public class SyncTests : IDisposable
{
    private const string Core = "\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"]";
    private const string List = "\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:ListResponse\"]";

    private readonly TestStore _test = new TestStore().WithProfiles();

    private PermStore Store => _test.Store;

    public void Dispose() => _test.Dispose();

    public static TheoryData<string, string, string> NotUnderstood => new()
    {
        { "all rows rejected", "UserName,Profile\nann,Wizard\nbob,Wizard\n", "every row was rejected" },
        { "a row with too many cells", "UserName,Email\nann,\nbob,,x\n", "row 3" },
        { "text behind a quote", "UserName,Email\nann,\nbob,\"\"x\n", "row 3" },
        { "a quote that is never closed", "UserName,Email\nann,\nbob,\"x\n", "row 3" },
        { "a wrong e-mail address", "UserName,Email\nann,\nbob,no address\n", "row 3" },
        { "a name that is too long", "UserName,Email\nann,\n" + new string('x', 300) + ",\n", "row 3" },
        { "nobody named", "UserName,FirstName\nann,\n,Bob\n", "row 3" },
        { "a person twice", "UserName,FirstName\nann,Ann\nann,Bob\n", "row 3" },
        { "an e-mail address of somebody else", "UserName,Email\nann,\nbert,carl@example.com\n", "names, addresses or ids that others have" },
        { "a file cut off in a row", "UserName,Email,Job\nann,ann@example.com,Lead\nbob,bob@example.com", "middle of a row" },
        { "a second table", "UserName,FirstName\nann,\nbob,\n\nGroup,Description\nPrint,Printers\n", "a second table begins in row 5" },
        { "an encoding that is guessed", "UserName,FirstName\nann,\u00c4nn\n", "encoding" },
        { "a page of a list", "{" + List + ",\"totalResults\":3,\"Resources\":[{" + Core + ",\"userName\":\"ann\"}]}", "says there are 3" },
        { "a page of a list that tells at its end", "{" + List + ",\"Resources\":[{" + Core + ",\"userName\":\"ann\"}],\"totalResults\":\"3\"}", "says there are 3" },
        { "a later page", "{" + List + ",\"startIndex\":2,\"totalResults\":1,\"Resources\":[{" + Core + ",\"userName\":\"ann\"}]}", "page of a longer one" },
        { "a page with a cursor", "{" + List + ",\"nextCursor\":\"abc\",\"Resources\":[{" + Core + ",\"userName\":\"ann\"}]}", "page of a longer one" },
        { "a page of Microsoft Graph", "{\"value\":[{\"userPrincipalName\":\"ann\"}],\"@odata.nextLink\":\"https://graph.example/next\"}", "page of a longer one" },
        { "two lists", "{" + List + ",\"Resources\":[{" + Core + ",\"userName\":\"ann\"}],\"Resources\":[]}", "more than one list" },
        { "two documents", "[{" + Core + ",\"userName\":\"ann\"}]\n[]", "several JSON documents" },
        { "a list that does not say how many there are", "{" + List + ",\"Resources\":[{" + Core + ",\"userName\":\"ann\"}]}", "does not say how many" },
        { "a list whose total is no number", "{" + List + ",\"totalResults\":null,\"Resources\":[{" + Core + ",\"userName\":\"ann\"}]}", "does not say how many" },
        { "a list with two totals", "{" + List + ",\"totalResults\":9,\"Resources\":[{" + Core + ",\"userName\":\"ann\"}],\"totalResults\":1}", "different numbers" },
        { "a single user", "{" + Core + ",\"userName\":\"ann\"}", "a single user" },
        { "JSON lines", "{" + Core + ",\"userName\":\"ann\"}\n{" + Core + ",\"userName\":\"ann2\"}\n", "several JSON documents" },
        { "rubbish behind the list", "[{" + Core + ",\"userName\":\"ann\"}] and more", "row 2" },
        { "a list that breaks off", "[{" + Core + ",\"userName\":\"ann\"},{\"us", "row 2" },
        { "an address that is none", "ann@example.com\nbob(at)example.com\n", "row 2" },
    };

    [Theory]
    [MemberData(nameof(NotUnderstood))]
    public void Nobody_is_deactivated_unless_the_whole_source_was_understood(string what, string text, string why)
    {
        foreach (string name in (string[])["ann", "bob", "carl", "dora"])
        {
            _test.AddUser(name);
        }

        Encoding encoding = what.Contains("encoding", StringComparison.Ordinal) ? Encoding.Latin1 : Encoding.UTF8;
        PermImportResult result = Import(encoding.GetBytes(text));
        Assert.Equal(0, result.Deactivated);
        Assert.All((string[])["ann", "bob", "carl", "dora"], name => Assert.True(Store.Users.Get(name).IsActive));
        Assert.Contains("dora", result.Missing);
        Assert.Contains(Store.TakeWarnings(), warning => warning.Message.StartsWith("Nobody was deactivated", StringComparison.Ordinal) && warning.Message.Contains(why, StringComparison.Ordinal) && warning.Message.Contains("'dora'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("UserName\nann\nbob\n")]
    [InlineData("UserName\nann\nbob")]
    [InlineData("UserName,Email\nann\nbob\n")]
    [InlineData("UserName,Profile\nann,\nbob,Wizard\n")]
    [InlineData("UserName,LoginCount\nann,\nbob,many\n")]
    [InlineData("ann@example.com; Bob <bob@example.com>")]
    [InlineData("{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:ListResponse\"],\"totalResults\":2,\"startIndex\":1,\"itemsPerPage\":100,\"Resources\":[{\"userName\":\"ann\"},{\"userName\":\"bob\"}]}")]
    public void Who_is_missing_in_a_source_that_was_understood_is_deactivated(string text)
    {
        foreach (string name in (string[])["ann", "bob", "carl"])
        {
            _test.AddUser(name);
        }

        PermImportResult result = Import(Encoding.UTF8.GetBytes(text));
        Assert.Equal((1L, 1L), (result.Deactivated, result.MissingCount));
        Assert.Equal(["ann", "bob"], Store.Users.Find(new UserFilter { IsActive = true }).Select(user => user.UserName));
    }

    [Fact]
    public void A_rejected_row_of_a_person_who_was_renamed_names_that_person()
    {
        Store.Users.Create(new UserData { UserName = "old", ExternalId = "e1" });
        _test.AddUser("ann");
        PermImportResult result = Import(Encoding.UTF8.GetBytes("UserName,ExternalId,LoginCount\nann,,\nnew,e1,many\n"));
        Assert.Equal((1L, 0L), (result.Rejected, result.Deactivated));
        Assert.True(Store.Users.Get("old").IsActive);
    }

    [Fact]
    public void All_files_of_one_call_are_taken_together()
    {
        foreach (string name in (string[])["ann", "bob", "carl", "dora"])
        {
            _test.AddUser(name);
        }

        string[] files = [Write("a.csv", "UserName\nann\nbob\n"), Write("b.csv", "UserName,Email\nbob,bob@example.com\ncarl,\n")];
        IReadOnlyList<PermImportResult> results = Store.Transfer.ImportUsers(files, new UserImportOptions { Mode = ImportMode.Upsert });
        Assert.Equal([2L, 2L], results.Select(result => result.Read));
        results = Store.Transfer.ImportUsers(files, new UserImportOptions { Mode = ImportMode.Sync });
        Assert.Equal([0L, 1L], results.Select(result => result.Deactivated));
        Assert.Equal(["dora"], results[1].Missing);
        Assert.All(results, result => Assert.Equal(0, result.Rejected));
    }

    [Fact]
    public void Files_that_contradict_each_other_deactivate_nobody_and_change_nothing_twice()
    {
        foreach (string name in (string[])["ann", "bob"])
        {
            _test.AddUser(name);
        }

        string[] files = [Write("a.csv", "UserName,Department\nann,Sales\n"), Write("b.csv", "UserName,Department\nann,Legal\n")];
        IReadOnlyList<PermImportResult> results = Store.Transfer.ImportUsers(files, new UserImportOptions { Mode = ImportMode.Sync });
        Assert.Equal("DuplicateRow", Assert.Single(results[1].Rejects).ErrorId);
        Assert.True(Store.Users.Get("bob").IsActive);
        Assert.Equal("Sales", Store.Users.Get("ann").Department);
        long version = Store.Session.Version();
        Store.Transfer.ImportUsers(files, new UserImportOptions { Mode = ImportMode.Sync });
        Assert.Equal(version, Store.Session.Version());
    }

    [Theory]
    [InlineData("b.csv", null, "FileNotFound")]
    [InlineData("b.csv", "UserName\n", "NoRows")]
    [InlineData("b.csv", "First name\nAnn\n", "ColumnMissing")]
    public void A_file_that_cannot_be_read_refuses_the_whole_call_before_anything_is_applied(string name, string? text, string errorId)
    {
        _test.AddUser("ann");
        string second = text is null ? _test.File(name) : Write(name, text);
        PermException error = Assert.ThrowsAny<PermException>(() => Store.Transfer.ImportUsers([Write("a.csv", "UserName\nbob\n"), second], new UserImportOptions { Mode = ImportMode.Sync }));
        Assert.Equal(errorId, error.ErrorId);
        Assert.Equal(["ann"], Store.Users.Find().Select(user => user.UserName));
    }

    [Theory]
    [InlineData(null, 20, 9, true)]
    [InlineData(null, 20, 11, false)]
    [InlineData(null, 200, 20, true)]
    [InlineData(null, 200, 21, false)]
    [InlineData("11", 20, 11, true)]
    [InlineData("10", 20, 11, false)]
    [InlineData("0", 20, 1, false)]
    [InlineData("5%", 20, 1, true)]
    [InlineData("5 %", 20, 2, false)]
    [InlineData("100%", 20, 19, true)]
    public void More_than_the_limit_deactivates_nobody_and_names_the_first(string? limit, int users, int missing, bool isAllowed)
    {
        Store.Users.Create([.. Enumerable.Range(0, users).Select(i => new UserData { UserName = $"u{i:000}" })]);
        string text = "UserName\nnew\n" + string.Join('\n', Enumerable.Range(missing, users - missing).Select(i => $"u{i:000}"));
        UserImportOptions options = new() { Mode = ImportMode.Sync, MaxDeactivate = limit is null ? DeactivationLimit.Default : DeactivationLimit.Parse(limit) };
        PermImportResult result = Import(Encoding.UTF8.GetBytes(text), options);
        Assert.Equal((isAllowed ? missing : 0, missing, 1), (result.Deactivated, result.MissingCount, result.Created));
        Assert.Equal(isAllowed ? users - missing + 1 : users + 1, Store.Users.Find(new UserFilter { IsActive = true }).Count());
        if (isAllowed)
        {
            Assert.Null(result.Refusal);
        }
        else
        {
            Assert.Contains($"{missing} of {users} active users", result.Refusal, StringComparison.Ordinal);
            Assert.Contains("'u000'", result.Refusal, StringComparison.Ordinal);
            Assert.InRange(result.Refusal!.Length, 1, 500);
        }
    }

    [Fact]
    public void An_atomic_synchronization_that_would_deactivate_too_many_applies_nothing()
    {
        Store.Users.Create([.. Enumerable.Range(0, 20).Select(i => new UserData { UserName = $"u{i}" })]);
        PermConflictException error = Assert.Throws<PermConflictException>(() => Import("UserName\nnew\n"u8.ToArray(), new UserImportOptions { Mode = ImportMode.Sync, Atomic = true }));
        Assert.Equal("SyncTooMany", error.ErrorId);
        Assert.Equal(20, Store.Users.Find(new UserFilter { IsActive = true }).Count());
        Assert.Equal(20, Store.Summary.Users);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("ten")]
    [InlineData("101%")]
    [InlineData("5.5%")]
    [InlineData("%")]
    public void A_limit_is_a_number_or_a_percentage(string text) =>
        Assert.Equal("InvalidLimit", Assert.Throws<PermInvalidInputException>(() => DeactivationLimit.Parse(text)).ErrorId);

    [Theory]
    [InlineData("Colour\nred\n", "ColumnMissing")]
    [InlineData("UserName,Login\nann,ann\n", "ColumnAmbiguous")]
    public void Of_several_files_the_one_that_cannot_be_read_is_named(string text, string errorId)
    {
        string whole = Write("whole.csv", "UserName\nann\n");
        string other = Write("other.csv", text);
        PermInvalidInputException error = Assert.Throws<PermInvalidInputException>(() => Store.Transfer.ImportUsers([whole, other], new UserImportOptions { Mode = ImportMode.Sync }));
        Assert.Equal(errorId, error.ErrorId);
        Assert.StartsWith($"Nothing was imported because of '{other}'. ", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, Store.Summary.Users);
    }

    private PermImportResult Import(byte[] text, UserImportOptions? options = null)
    {
        using MemoryStream stream = new(text);
        return Store.Transfer.ImportUsers(stream, options ?? new UserImportOptions { Mode = ImportMode.Sync });
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(_test.File(name), text);
        return _test.File(name);
    }
}
