using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PermModule.Bench.Suites;

/// <summary>Pipelines in a real PowerShell, against the same pipeline into a cmdlet that does nothing plus the bare statements.</summary>
internal static class PipelineSuite
{
    private const string Plus = "the pipeline into a cmdlet that does nothing, plus the bare statements with the same audit chain";
    private const string PlusLean = "the pipeline into a cmdlet that does nothing, plus the lean program";

    // 1.3 of the floor before the lean program, whose time at 10,000 users was 46.5 us a user where this one takes 33.6.
    private const double SmallSetBar = 1.8;
    private const double LoopBar = 1.5;

    // Of a thousand calls, most of what is above the bar is compiling, and it varies by a fifth from run to run.
    private const double ShortLoopBar = 1.8;

    public static void Run(Runner runner, Stores stores)
    {
        if (runner.Settings.PowerShell is null)
        {
            Runner.Say("No PowerShell: the pipelines were not measured.");
            return;
        }

        Approve(runner, stores);
        Loop(runner, stores, runner.Settings.Sizes[0]);
        foreach (int size in runner.Settings.Sizes)
        {
            New(runner, stores, size);
            Change(runner, stores, size, "Set", "Get-PermUser | Set-PermUser", lean => lean.Change("UPDATE users SET department = 'Sales2' WHERE id = ?", "UserChanged", """{"Department":"Sales"}""", """{"Department":"Sales2"}"""));
            Change(runner, stores, size, "Disable", "Get-PermUser | Disable-PermUser", lean => lean.Change("UPDATE users SET is_active = 0, deactivated_at = 1 WHERE id = ?", "UserDeactivated", """{"IsActive":true}""", """{"IsActive":false,"DeactivatedAt":"2026-01-01T00:00:00.000Z"}"""));
            Change(runner, stores, size, "AddMember", "Get-PermUser | Add-PermGroupMember", lean => lean.Change("INSERT INTO group_members (user_id, group_id) SELECT ?, 1", "GroupMemberAdded", "{}", """{"Group":"Everyone"}"""));
            Compare(runner, "Get-PermUser | Test-PermRight", size, "us/user", 1.2, "the pipeline into a cmdlet that does nothing", "Test", () => stores.Copy(size), () => 0);
            Compare(runner, "Get-PermUser into the pipeline", size, "us/user", Settings.Bar(size, 1.5, 1.0), "a bare reader that fills the same record, plus the pipeline that writes one object over and over", "Get", () => stores.Copy(size), () => ReadBare(stores.Filled(size)));
            First(runner, stores, size);
        }
    }

    private static void Approve(Runner runner, Stores stores)
    {
        const string operation = "Get-WaitingRoomItem | Approve-WaitingRoomItem";
        const int requests = 10_000;
        if (!runner.Settings.Wants(operation))
        {
            return;
        }

        string template = stores.Empty();
        using (PermStore store = Stores.Open(template))
        {
            store.Profiles.Create("Auditors", rights: ["asset-bank.waiting-room.audit-download-requests"]);
            store.Users.Create([new UserData { UserName = "auditor", Profile = "Auditors" }, new UserData { UserName = "asker", Profile = People.Viewer }]);
            store.WaitingRoom.Submit([.. Enumerable.Range(0, requests).Select(i => new WaitingRoomRequest
            {
                Kind = WaitingRoomKind.Download,
                Requester = UserReference.ByName("asker"),
                Assets = [string.Create(CultureInfo.InvariantCulture, $"asset-{i}.psd")],
                Reason = "print",
            })]);
        }

        Compare(runner, operation, requests, "us/item", 1.6, Plus, "Approve", () => stores.CopyOf(template), Bare);
        Stores.Drop(template);

        double Bare()
        {
            string path = stores.CopyOf(template);
            double time;
            using (SqliteConnection connection = Floor.Open(path))
            {
                IReadOnlyList<(long Id, string Name)> rows = Floor.Rows(connection, "SELECT id, requester_name FROM waiting_items ORDER BY id");
                time = Runner.Time(requests, () => Floor.Update(
                    connection,
                    rows,
                    "RequestApproved",
                    """{"State":"Approved","AuditedBy":"auditor"}""",
                    "UPDATE waiting_items SET pending_count = 0, approved_count = 1, audited_by = 'auditor', audited_at = 1 WHERE id = $0 AND pending_count = 1",
                    "UPDATE waiting_assets SET state = 1, audited_by = 'auditor', audited_at = 1 WHERE item_id = $0 AND state = 0"));
            }

            Stores.Drop(path);
            return time;
        }
    }

    private static void New(Runner runner, Stores stores, int size)
    {
        const string operation = "Import-Csv | New-PermUser";
        if (!runner.Settings.Wants(operation))
        {
            return;
        }

        string csv = stores.NewPath(".csv");
        People.WriteCsv(csv, size);
        Compare(runner, operation, size, "us/user", Settings.Bar(size, 1.3, 0.85), PlusLean, "New", WithOne, Bare, csv);
        File.Delete(csv);

        string WithOne()
        {
            string path = stores.Empty();
            using PermStore store = Stores.Open(path);
            store.Users.Create(new UserData { UserName = "first", Profile = People.Viewer });
            return path;
        }

        double Bare()
        {
            string path = stores.NewPath();
            using Lean lean = new(path);
            double time = Runner.Time(size, () => lean.Import(csv));
            Stores.Drop(path);
            return time;
        }
    }

    private static void Change(Runner runner, Stores stores, int size, string pipeline, string operation, Action<Lean> bare)
    {
        Compare(runner, operation, size, "us/user", Settings.Bar(size, pipeline == "Set" ? SmallSetBar : 1.3, 0.9), PlusLean, pipeline, () => stores.Copy(size), Bare);

        double Bare()
        {
            string path = stores.LeanCopy(size);
            using Lean lean = new(path);
            double time = Runner.Time(size, () => bare(lean));
            Stores.Drop(path);
            return time;
        }
    }

    /// <summary>One command for each user, which costs the price of a command, a transaction and a write to the disk each.</summary>
    private static void Loop(Runner runner, Stores stores, int size)
    {
        // The first thousand compile; a loop over everybody is what people wait for.
        int times = runner.Settings.IsShort ? 1_000 : 9_000;
        Compare(runner, "foreach { Set-PermUser }", times, "us/user", runner.Settings.IsShort ? ShortLoopBar : LoopBar, "the loop over a cmdlet that does nothing, plus a transaction of the lean program for each user", "Loop", () => stores.Copy(size), Bare);

        double Bare()
        {
            string path = stores.LeanCopy(size);
            using Lean lean = new(path);
            string[] names = [.. People.Make(size).Take(times).Select(person => person.UserName!)];
            double time = Runner.Time(times, () => lean.ChangeOneByOne(names));
            Stores.Drop(path);
            return time;
        }
    }

    /// <summary>Measures a pipeline against the one that does nothing, run before it in the same process, plus what is done bare.</summary>
    private static void Compare(Runner runner, string operation, int size, string unit, double bar, string floorIs, string pipeline, Func<string> makeStore, Func<double> bare, string? csv = null)
    {
        (double Time, double Cpu)? nothing = null;
        runner.Compare(operation, size, unit, bar, floorIs, Ours, () =>
        {
            double own = bare();
            double cpu = Runner.Cpu;
            if (nothing is null)
            {
                Ours();
            }

            Runner.Cpu = cpu + nothing!.Value.Cpu;
            return own + nothing.Value.Time;
        });

        double Ours()
        {
            string path = makeStore();
            (double empty, double full, double emptyCpu) = Pipelines.Run(runner.Settings.PowerShell!, pipeline, path, csv, size);
            Stores.Drop(path);
            nothing = (empty * 1000 / size, emptyCpu);
            return full * 1000 / size;
        }
    }

    private static void First(Runner runner, Stores stores, int size)
    {
        const string operation = "Get-PermUser, until the first object";
        if (runner.Settings.Wants(operation))
        {
            double[] times = [.. Enumerable.Range(0, runner.Settings.Rounds).Select(_ => Pipelines.Run(runner.Settings.PowerShell!, "First", stores.Filled(size), csv: null, size).Ours)];
            runner.Add(new Line(operation, size, "ms", Runner.Median(times), Line.None, "nothing: the bar is 50 ms", 50));
        }
    }

    private static double ReadBare(string path)
    {
        using SqliteConnection connection = Floor.Open(path);
        long count = 0;
        double time = Runner.Time(1, () => count = ReadSuite.ReadAll(connection));
        return time / count;
    }
}
