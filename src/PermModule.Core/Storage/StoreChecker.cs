using System.Globalization;
using Microsoft.Data.Sqlite;
using PermModule.Audit;

namespace PermModule.Storage;

/// <summary>Looks for damage and drift, on one state of the store.</summary>
internal sealed class StoreChecker(StoreSession session)
{
    public IReadOnlyList<StoreCheck> Run() => session.ReadConsistently(() => (IReadOnlyList<StoreCheck>)
    [
        FileIntegrity(),
        ForeignKeys(),
        SeatCounts(),
        GroupCounts(),
        AuditChain(),
    ]);

    private static StoreCheck Result(string name, IReadOnlyList<string> problems, string good) => new()
    {
        Name = name,
        IsPassed = problems.Count == 0,
        Message = problems.Count == 0 ? good : string.Join("; ", problems.Take(10)),
    };

    private StoreCheck FileIntegrity()
    {
        List<string> problems = [];
        using SqliteDataReader reader = session.Query("PRAGMA integrity_check(10)");
        while (reader.Read())
        {
            if (reader.GetString(0) != "ok")
            {
                problems.Add(reader.GetString(0));
            }
        }

        return Result("FileIntegrity", problems, "Pages, indexes and rows agree.");
    }

    private StoreCheck ForeignKeys()
    {
        List<string> problems = [];
        using SqliteDataReader reader = session.Query("PRAGMA foreign_key_check");
        while (reader.Read())
        {
            problems.Add($"a row of {reader.GetString(0)} points to a missing row of {reader.GetString(2)}");
        }

        return Result("ForeignKeys", problems, "Every reference has its row.");
    }

    private StoreCheck SeatCounts()
    {
        IReadOnlyList<SeatRecount> counts = SeatRecount.Run(session);
        string[] problems = [.. counts.Where(count => count.IsDrifted).Select(count => count.ToString())];
        return Result("SeatCounts", problems, string.Create(CultureInfo.InvariantCulture, $"{counts.Sum(count => count.Total)} users recounted."));
    }

    private StoreCheck GroupCounts()
    {
        List<string> problems = [];
        long members = 0;
        const string sql = """
            SELECT g.name, g.member_count, COALESCE(m.members, 0)
            FROM user_groups g
            LEFT JOIN (SELECT group_id, COUNT(*) AS members FROM group_members GROUP BY group_id) m ON m.group_id = g.id
            """;
        using SqliteDataReader reader = session.Query(sql);
        while (reader.Read())
        {
            members += reader.GetInt64(2);
            if (reader.GetInt64(1) != reader.GetInt64(2))
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"group '{reader.GetString(0)}' counts {reader.GetInt64(1)} members but has {reader.GetInt64(2)}"));
            }
        }

        return Result("GroupCounts", problems, string.Create(CultureInfo.InvariantCulture, $"{members} memberships recounted."));
    }

    private StoreCheck AuditChain()
    {
        AuditVerification verification = AuditVerifier.Verify(session, [], _ => { });
        return new StoreCheck { Name = "AuditChain", IsPassed = verification.IsIntact, Message = verification.Message };
    }
}
