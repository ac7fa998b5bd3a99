using System.Globalization;
using System.Text;
using CsvHelper;
using SQLitePCL;

namespace PermModule.Bench;

/// <summary>
/// The leanest program that does the same work on one thread: statements straight on SQLite, the tables, indexes and pages of 0.1.0 whatever those of today are,
/// rows sorted by name in transactions of 50,000, a chained event each, synchronous FULL. It checks nothing and knows no seats.
/// </summary>
internal sealed class Lean : IDisposable
{
    private const int BatchSize = 50_000;
    private const string Actor = "bench";

    private static readonly Dictionary<string, long> Profiles = new(StringComparer.Ordinal) { [People.Admin] = 1, [People.Editor] = 2, [People.Viewer] = 3 };

    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _event;
    private readonly AuditHasher _hasher = new();
    private readonly byte[] _head = new byte[32];
    private readonly byte[] _correlation = Guid.NewGuid().ToByteArray();
    private readonly string _correlationText = Guid.NewGuid().ToString();
    private readonly long _now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
    private readonly string _nowText;
    private readonly byte[] _text = new byte[4_096];
    private long _id;

    /// <summary>Opens a file, and lays it out where it is new.</summary>
    public Lean(string path)
    {
        Batteries_V2.Init();
        bool isNew = !File.Exists(path);
        Check(raw.sqlite3_open(path, out _connection));
        Run("PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 10000");
        if (isNew)
        {
            Run(StoreSchema.All[0]);
            Run("INSERT INTO profiles VALUES (1, 'Admin', 'ADMIN', NULL, 0, 0, 0, 0, 0), (2, 'Editor', 'EDITOR', NULL, 0, 0, 0, 0, 0), (3, 'Viewer', 'VIEWER', NULL, 0, 0, 0, 0, 0); INSERT INTO user_groups VALUES (1, 'Everyone', 'EVERYONE', NULL, 0, 0)");
        }

        _event = Prepare("INSERT INTO audit_events (id, at, actor, action, target_type, target, target_key, before, after, correlation_id, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        _nowText = UtcTime.ToText(_now);
        using sqlite3_stmt newest = Prepare("SELECT id, hash FROM audit_events ORDER BY id DESC LIMIT 1");
        if (raw.sqlite3_step(newest) == raw.SQLITE_ROW)
        {
            _id = raw.sqlite3_column_int64(newest, 0);
            raw.sqlite3_column_blob(newest, 1).CopyTo(_head);
        }
    }

    /// <summary>Reads a file of people and inserts them.</summary>
    public void Import(string csv)
    {
        using sqlite3_stmt insert = Prepare($"INSERT INTO users ({UserRow.Columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, NULL, NULL, 0, NULL, 0, ?, NULL)");
        using CsvReader reader = CsvReader.FromFile(csv);
        List<(string Key, string[] Cells)> rows = new(BatchSize);
        bool isMore = true;
        while (isMore)
        {
            isMore = reader.Read();
            if (isMore)
            {
                string[] cells = [reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetString(6)];
                rows.Add((cells[0].ToUpperInvariant(), cells));
            }

            if (rows.Count == BatchSize || !isMore)
            {
                rows.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
                Run("BEGIN IMMEDIATE");
                rows.ForEach(row => Insert(insert, row.Key, row.Cells));
                Run("COMMIT");
                rows.Clear();
            }
        }
    }

    /// <summary>Runs a statement for each user in the order of their ids, with an event each.</summary>
    public void Change(string sql, string action, string before, string after)
    {
        using sqlite3_stmt statement = Prepare(sql);
        List<(long Id, string Name, string Key)> users = [];
        using (sqlite3_stmt all = Prepare("SELECT id, user_name, user_name_key FROM users ORDER BY id"))
        {
            while (raw.sqlite3_step(all) == raw.SQLITE_ROW)
            {
                users.Add((raw.sqlite3_column_int64(all, 0), raw.sqlite3_column_text(all, 1).utf8_to_string(), raw.sqlite3_column_text(all, 2).utf8_to_string()));
            }
        }

        foreach ((long Id, string Name, string Key)[] batch in users.Chunk(BatchSize))
        {
            Run("BEGIN IMMEDIATE");
            foreach ((long id, string name, string key) in batch)
            {
                raw.sqlite3_bind_int64(statement, 1, id);
                Step(statement);
                Append(action, name, key, before, after);
            }

            Run("COMMIT");
        }
    }

    /// <summary>Runs a statement for some users by name, a transaction and an event each; returns nothing that a caller would want to know.</summary>
    public void ChangeOneByOne(IEnumerable<string> names)
    {
        using sqlite3_stmt find = Prepare("SELECT id FROM users WHERE user_name_key = ?");
        using sqlite3_stmt update = Prepare("UPDATE users SET department = 'Sales2' WHERE id = ?");
        foreach (string name in names)
        {
            string key = name.ToUpperInvariant();
            Run("BEGIN IMMEDIATE");
            Bind(find, 1, key);
            raw.sqlite3_step(find);
            raw.sqlite3_bind_int64(update, 1, raw.sqlite3_column_int64(find, 0));
            raw.sqlite3_reset(find);
            Step(update);
            Append("UserChanged", name, key, """{"Department":"Sales"}""", """{"Department":"Sales2"}""");
            Run("COMMIT");
        }
    }

    public void Dispose()
    {
        _event.Dispose();
        _connection.Dispose();
    }

    private static void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"SQLite answered {code}."));
        }
    }

    private static void Step(sqlite3_stmt statement)
    {
        Check(raw.sqlite3_step(statement));
        raw.sqlite3_reset(statement);
    }

    private void Insert(sqlite3_stmt insert, string key, string[] cells)
    {
        raw.sqlite3_bind_int64(insert, 1, _id + 1);
        Bind(insert, 2, cells[0]);
        Bind(insert, 3, key);
        Bind(insert, 4, cells[1]);
        Bind(insert, 5, cells[1].ToUpperInvariant());
        Bind(insert, 6, cells[2]);
        Bind(insert, 7, cells[3]);
        raw.sqlite3_bind_int64(insert, 8, Profiles[cells[4]]);
        Bind(insert, 9, cells[5]);
        Bind(insert, 10, cells[6]);
        raw.sqlite3_bind_int64(insert, 11, _now);
        Step(insert);
        string after = $$"""{"UserName":"{{cells[0]}}","Email":"{{cells[1]}}","FirstName":"{{cells[2]}}","LastName":"{{cells[3]}}","ProfileName":"{{cells[4]}}","IsActive":true,"Department":"{{cells[5]}}","Location":"{{cells[6]}}"}""";
        Append("UserCreated", cells[0], key, before: null, after);
    }

    private void Append(string action, string target, string key, string? before, string after)
    {
        _id++;
        _hasher.Start(_head);
        _hasher.Append(_id);
        _hasher.Append(_nowText);
        _hasher.Append(Actor);
        _hasher.Append(action);
        _hasher.Append("User");
        _hasher.Append(target);
        if (before is null)
        {
            _hasher.AppendAbsent();
        }
        else
        {
            _hasher.Append(before);
        }

        _hasher.Append(after);
        _hasher.Append(_correlationText);
        _hasher.Finish(_head);
        raw.sqlite3_bind_int64(_event, 1, _id);
        raw.sqlite3_bind_int64(_event, 2, _now);
        Bind(_event, 3, Actor);
        Bind(_event, 4, action);
        Bind(_event, 5, "User");
        Bind(_event, 6, target);
        Bind(_event, 7, key);
        if (before is null)
        {
            raw.sqlite3_bind_null(_event, 8);
        }
        else
        {
            Bind(_event, 8, before);
        }

        Bind(_event, 9, after);
        raw.sqlite3_bind_blob(_event, 10, _correlation);
        raw.sqlite3_bind_blob(_event, 11, _head);
        Step(_event);
    }

    private void Bind(sqlite3_stmt statement, int parameter, string text) =>
        raw.sqlite3_bind_text(statement, parameter, _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text)));

    private sqlite3_stmt Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_connection, sql, out sqlite3_stmt statement));
        return statement;
    }

    private void Run(string sql) => Check(raw.sqlite3_exec(_connection, sql));
}
