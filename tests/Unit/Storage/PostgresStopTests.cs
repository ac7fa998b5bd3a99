using System.Globalization;
using PermModule.Storage;

namespace PermModule.Unit.Storage;

/// <summary>Statements that the user stops, and those that somebody else stops on the server.</summary>
[OnPostgres]
public sealed class PostgresStopTests : IDisposable
{
    private readonly TestStore _test = new();

    private PermStore Store => _test.Store;

    private StoreSession Session => Store.Session;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void A_stop_while_another_session_writes_leaves_the_session_usable()
    {
        using PermStore other = PermStore.Open(_test.Path, _test.Options);
        using (PermTransaction held = other.BeginTransaction())
        {
            other.Groups.Create("Held");
            StopSoon(() => Store.Groups.Create("Stopped"));
            Assert.Empty(Store.Groups.Find());
            held.Commit();
        }

        Store.Groups.Create("After");
        Assert.Equal(["After", "Held"], Store.Groups.Find().Select(group => group.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_stop_of_the_first_question_of_a_read_leaves_the_session_usable()
    {
        StopSoon(() => Session.ReadConsistently(() => Session.Scalar("SELECT 1 FROM pg_sleep(30)")));
        Store.Groups.Create("After");
        Assert.Equal("After", Assert.Single(Store.Groups.Find()).Name);
    }

    [Fact]
    public void A_stop_inside_a_transaction_undoes_it_and_leaves_the_session_usable()
    {
        using (PermTransaction transaction = Store.BeginTransaction())
        {
            Store.Groups.Create("Undone");
            StopSoon(() => Session.Scalar("SELECT 1 FROM pg_sleep(30)"));
        }

        Store.Groups.Create("After");
        Assert.Equal("After", Assert.Single(Store.Groups.Find()).Name);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stop_by_somebody_else_is_a_refusal(bool isWrite)
    {
        using PermStore other = PermStore.Open(_test.Path, _test.Options);
        using PermTransaction held = other.BeginTransaction();
        string pid = Session.Read(() => Session.Scalar("SELECT pg_backend_pid()"))!.Value.ToString(CultureInfo.InvariantCulture);
        using CancellationTokenSource unused = new();
        using IDisposable span = Store.CancelWith(unused.Token);
        Task stopping = Task.Run(async () =>
        {
            await Task.Delay(300, TestContext.Current.CancellationToken);
            PostgresServer.Run(_test.Path, $"SELECT pg_cancel_backend({pid})");
        });
        PermBusyException error = Assert.Throws<PermBusyException>(() => isWrite ? Store.Groups.Create("Stopped").Id : Session.Read(() => Session.Scalar("SELECT 1 FROM pg_sleep(30)")));
        Assert.Equal("StoreBusy", error.ErrorId);
        held.Dispose();
        Store.Groups.Create("After");
        await stopping;
    }

    /// <summary>Runs what takes long, and stops it as Ctrl+C does.</summary>
    private void StopSoon<T>(Func<T> run)
    {
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(300));
        using IDisposable span = Store.CancelWith(stop.Token);
        Assert.ThrowsAny<OperationCanceledException>(() => run());
    }
}
