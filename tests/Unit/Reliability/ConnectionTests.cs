namespace PermModule.Unit.Reliability;

/// <summary>What every connection to a store is opened with, whoever opens it.</summary>
public sealed class ConnectionTests : IDisposable
{
    private readonly TestStore _test = new();

    public void Dispose() => _test.Dispose();

    [Theory]
    [InlineData("synchronous", 2)]
    [InlineData("trusted_schema", 0)]
    [InlineData("foreign_keys", 1)]
    public void A_connection_is_set_up_as_promised(string setting, long value)
    {
        Assert.Equal(value, _test.Store.Session.Scalar("PRAGMA " + setting));
        using StoreSession reader = _test.Store.Session.OpenReader();
        Assert.Equal(value, reader.Scalar("PRAGMA " + setting));
    }

    [Fact]
    public void A_file_that_brings_its_own_code_does_not_get_to_run_it()
    {
        // A function that SQLite does not vouch for, in a trigger that came with the file.
        _test.Tamper("CREATE TRIGGER own_code AFTER INSERT ON users BEGIN UPDATE users SET department = rtreedepth(zeroblob(4)); END");
        PermException error = Assert.ThrowsAny<PermException>(() => _test.WithProfiles().AddUser("ann"));
        Assert.Contains("unsafe use", error.Message, StringComparison.Ordinal);
    }
}
