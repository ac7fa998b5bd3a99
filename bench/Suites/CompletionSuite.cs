using System.Globalization;

namespace PermModule.Bench.Suites;

/// <summary>What a person waits for who presses Tab, over every completer.</summary>
internal static class CompletionSuite
{
    private const double Bar = 250;
    private const int Groups = 500;
    private const int Requests = 10_000;

    /// <summary>A line of each completer, with beginnings of one and of three letters that names have, and one that none has.</summary>
    private static readonly (string Line, string Beginnings)[] Cases =
    [
        ("Get-PermUser ", "u,use,qqq,*99"),
        ("Get-PermProfile ", "E,Edi,qqq"),
        ("Get-PermGroup ", "G,Gro,qqq"),
        ("Get-PermRight ", "a,upl,qqq"),
        ("Get-PermRight -Category ", "a,upl,qqq"),
        ("Get-PermSolution ", "a,ass,qqq"),
        ("Get-PermUser -Department ", "M,Mar,qqq"),
        ("Get-PermUser -Location ", "N,NL,qqq"),
        ("Invoke-PermAudit -Rule ", "S,Sea,qqq"),
        ("Get-WaitingRoomItem -Asset ", "a,ass,qqq"),
    ];

    public static void Run(Runner runner, Stores stores)
    {
        const string first = "Completion, the first of a process";
        const string later = "Completion, the later ones";
        if (runner.Settings.PowerShell is not { } shell || !(runner.Settings.Wants(first) || runner.Settings.Wants(later)))
        {
            return;
        }

        foreach (int size in runner.Settings.Sizes)
        {
            string path = stores.Copy(size);
            Fill(path);
            (string Line, string Beginnings)[] cases = [.. Cases, ($"Connect-PermStore '{path}' -As ", "u,use,qqq")];
            (double First, double Later)[] times = [.. cases.Select(one => Pipelines.Complete(shell, path, one.Line, one.Beginnings))];
            foreach (((string line, _), (double one, double others)) in cases.Zip(times))
            {
                Runner.Say(string.Create(CultureInfo.InvariantCulture, $"{line.Replace(path, "...", StringComparison.Ordinal),-30} first {one:0} ms, later {others:0} ms"));
            }

            runner.Add(new Line(first, size, "ms", times.Max(time => time.First), Line.None, "nothing: the bar is 250 ms for the slowest completer", Bar));
            runner.Add(new Line(later, size, "ms", times.Max(time => time.Later), Line.None, "nothing: the bar is 250 ms for the slowest completer", Bar));
            Stores.Drop(path);
        }
    }

    private static void Fill(string path)
    {
        using PermStore store = Stores.Open(path);
        string asker = store.Users.Find(new UserFilter { Profiles = [People.Viewer], First = 1 }).Single().UserName;
        for (int i = 0; i < Groups; i++)
        {
            store.Groups.Create(string.Create(CultureInfo.InvariantCulture, $"Group {i}"));
        }

        store.WaitingRoom.Submit([.. Enumerable.Range(0, Requests).Select(i => new WaitingRoomRequest
        {
            Kind = WaitingRoomKind.Download,
            Requester = UserReference.ByName(asker),
            Assets = [string.Create(CultureInfo.InvariantCulture, $"asset-{i}.psd")],
            Reason = "print",
        })]);
    }
}
