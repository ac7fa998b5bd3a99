using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PermModule.Bench.Suites;

/// <summary>Pipelines in a real PowerShell, against the same pipeline into a cmdlet that does nothing plus the bare statements.</summary>
internal static class PipelineSuite
{
    private const string Plus = "the pipeline into a cmdlet that does nothing, plus the bare statements with the same audit chain";

    public static void Run(Runner runner, Stores stores)
    {
        if (runner.Settings.PowerShell is null)
        {
            Runner.Say("No PowerShell: the pipelines were not measured.");
            return;
        }

        Approve(runner, stores);
        foreach (int size in runner.Settings.Sizes)
        {
            New(runner, stores, size);
            Change(runner, stores, size, "Set", "Get-PermUser | Set-PermUser", (bare, rows) => Floor.Update(bare, rows, "UserChanged", """{"Department":"Sales2"}""", "UPDATE users SET department = 'Sales2' WHERE id = $0"));
            Change(runner, stores, size, "Disable", "Get-PermUser | Disable-PermUser", (bare, rows) => Floor.Update(bare, rows, "UserDeactivated", """{"IsActive":false,"DeactivatedAt":"2026-01-01T00:00:00.000Z"}""", "UPDATE users SET is_active = 0, deactivated_at = 1 WHERE id = $0"));
            Change(runner, stores, size, "AddMember", "Get-PermUser | Add-PermGroupMember", (bare, rows) => Floor.Update(bare, rows, "GroupMemberAdded", """{"Group":"Everyone"}""", "INSERT INTO group_members (user_id, group_id) SELECT $0, id FROM user_groups"));
            Pure(runner, stores, size, "Test", "Get-PermUser | Test-PermRight", 1.2, "the pipeline into a cmdlet that does nothing", bare: 0);
            Pure(runner, stores, size, "Get", "Get-PermUser into the pipeline", 1.5, "a bare reader that fills the same record, plus the pipeline that writes one object over and over", bare: ReadBare(stores.Filled(size)));
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
            store.ProfileService.Create("Auditors", rights: ["asset-bank.waiting-room.audit-download-requests"]);
            store.UserService.Create([new UserData { UserName = "auditor", Profile = "Auditors" }, new UserData { UserName = "asker", Profile = People.Viewer }]);
            store.WaitingRoomService.Submit([.. Enumerable.Range(0, requests).Select(i => new WaitingRoomRequest
            {
                Kind = WaitingRoomKind.Download,
                Requester = UserReference.ByName("asker"),
                Assets = [string.Create(CultureInfo.InvariantCulture, $"asset-{i}.psd")],
                Reason = "print",
            })]);
        }

        double nothing = 0;
        runner.Compare(operation, requests, "us/item", 1.6, Plus, Ours, () => Bare() + nothing);
        Stores.Drop(template);

        double Ours()
        {
            string path = stores.CopyOf(template);
            (double empty, double full) = Pipelines.Run(runner.Settings.PowerShell!, "Approve", path, csv: null, requests);
            nothing = empty * 1000 / requests;
            Stores.Drop(path);
            return full * 1000 / requests;
        }

        double Bare()
        {
            if (nothing == 0)
            {
                Ours();
            }

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
        double nothing = 0;
        runner.Compare(operation, size, "us/user", 1.3, Plus, () => Ours(), () => nothing + Bare());
        File.Delete(csv);

        double Ours()
        {
            string path = stores.Empty();
            AddOne(path);
            (double empty, double full) = Pipelines.Run(runner.Settings.PowerShell!, "New", path, csv, size);
            nothing = empty * 1000 / size;
            Stores.Drop(path);
            return full * 1000 / size;
        }

        double Bare()
        {
            if (nothing == 0)
            {
                Ours();
            }

            string path = stores.Empty();
            UserData[] people = [.. People.Make(size)];
            double time = Runner.Time(size, () => Floor.Insert(path, people));
            Stores.Drop(path);
            return time;
        }
    }

    private static void Change(Runner runner, Stores stores, int size, string pipeline, string operation, Action<SqliteConnection, IReadOnlyList<(long Id, string Name)>> bare)
    {
        if (!runner.Settings.Wants(operation))
        {
            return;
        }

        double nothing = 0;
        runner.Compare(operation, size, "us/user", 1.3, Plus, Ours, () => Bare() + nothing);

        double Ours()
        {
            string path = stores.Copy(size);
            (double empty, double full) = Pipelines.Run(runner.Settings.PowerShell!, pipeline, path, csv: null, size);
            nothing = empty * 1000 / size;
            Stores.Drop(path);
            return full * 1000 / size;
        }

        double Bare()
        {
            if (nothing == 0)
            {
                Ours();
            }

            string path = stores.Copy(size);
            using (PermStore store = Stores.Open(path))
            {
                store.GroupService.Create("Everyone");
            }

            double time;
            using (SqliteConnection connection = Floor.Open(path))
            {
                IReadOnlyList<(long Id, string Name)> rows = Floor.Rows(connection);
                time = Runner.Time(size, () => bare(connection, rows));
            }

            Stores.Drop(path);
            return time;
        }
    }

    private static void Pure(Runner runner, Stores stores, int size, string pipeline, string operation, double bar, string floorIs, double bare)
    {
        double nothing = 0;
        runner.Compare(operation, size, "us/user", bar, floorIs, Ours, () =>
        {
            if (nothing == 0)
            {
                Ours();
            }

            return nothing + bare;
        });

        double Ours()
        {
            (double empty, double full) = Pipelines.Run(runner.Settings.PowerShell!, pipeline, stores.Filled(size), csv: null, size);
            nothing = empty * 1000 / size;
            return full * 1000 / size;
        }
    }

    private static void First(Runner runner, Stores stores, int size)
    {
        const string operation = "Get-PermUser, until the first object";
        if (runner.Settings.Wants(operation))
        {
            double[] times = [.. Enumerable.Range(0, runner.Settings.Rounds).Select(_ => Pipelines.Run(runner.Settings.PowerShell!, "First", stores.Filled(size), csv: null, size).Ours)];
            runner.Add(new Line(operation, size, "ms", Runner.Median(times), 1, "nothing: the bar is 50 ms", 50));
        }
    }

    private static double ReadBare(string path)
    {
        using SqliteConnection connection = Floor.Open(path);
        long count = 0;
        double time = Runner.Time(1, () => count = ReadSuite.ReadAll(connection));
        return time / count;
    }

    private static void AddOne(string path)
    {
        using PermStore store = Stores.Open(path);
        store.UserService.Create(new UserData { UserName = "first", Profile = People.Viewer });
    }
}
