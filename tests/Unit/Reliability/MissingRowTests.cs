namespace PermModule.Unit.Reliability;

/// <summary>Somebody took the row out of a table that has one.</summary>
public class MissingRowTests : IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();

    public void Dispose()
    {
        _test.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("store_state")]
    [InlineData("seat_contract")]
    public void The_check_and_every_refusal_name_the_table_whose_row_is_missing(string table)
    {
        _test.AddUser("ann");
        _test.Tamper($"DELETE FROM {table}");
        _test.Reopen();
        PermStore store = _test.Store;
        StoreCheck failed = store.Check().First(check => !check.IsPassed);
        Assert.Equal(("Schema", $"the row of {table} is missing"), (failed.Name, failed.Message));
        foreach (Action use in (Action[])
        [
            () => _ = store.Seats.Contract,
            () => store.Seats.ChangeContract(contract => contract with { Heavy = 5 }),
            () => _test.AddUser("bob"),
            () => store.Profiles.Create("Press"),
            () => store.Reports.Build(),
            () => store.Backup(TestStore.Beside(store, ".bak")),
        ])
        {
            PermCorruptException refused = Assert.Throws<PermCorruptException>(use);
            Assert.Contains($"{table} is missing", refused.Message, StringComparison.Ordinal);
            Assert.Contains($"'{store.Path}'", refused.Message, StringComparison.Ordinal);
            Assert.Equal(("StoreCorrupt", _test.IsOnServer ? "OtherServerSchema" : null), (refused.ErrorId, refused.Detail));
        }
    }
}
