namespace PermModule.Unit.Hostile;

/// <summary>Feeds every reader spoiled input: a refusal is the only exception that may come out, and the store stays whole. A failure names its seed.</summary>
public sealed class FuzzTests(FuzzRuns runs, ITestOutputHelper output) : IClassFixture<FuzzRuns>
{
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    public static TheoryData<string> Readers => [.. FuzzTarget.All.Keys];

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task Spoiled_input_is_refused_or_read(string reader)
    {
        FuzzRun run = runs[reader];
        if (await Task.WhenAny(run.End, Task.Delay(runs.Time + Hang, TestContext.Current.CancellationToken)) != run.End)
        {
            Assert.Fail($"The reader hangs on seed {run.Seed}.");
        }

        output.WriteLine($"{reader}: {await run.End}");
    }
}
