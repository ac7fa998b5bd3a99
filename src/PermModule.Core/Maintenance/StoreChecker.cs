using System.Globalization;

namespace PermModule.Maintenance;

/// <summary>Looks for damage and drift, on one state of the store.</summary>
internal sealed class StoreChecker(StoreSession session)
{
    public IReadOnlyList<StoreCheck> Run() => session.ReadConsistently(() =>
    {
        StoreCheck schema = Result("Schema", StoreFile.SchemaProblems(session), "Tables and indexes are as this module lays them out.");
        StoreCheck types = schema.IsPassed ? Result("ColumnTypes", StoreFile.OtherTypes(session), "Every value has the type of its column.") : NotRun("ColumnTypes", schema);
        StoreCheck known = schema.IsPassed ? types : schema;
        StoreCheck chain = schema.IsPassed ? AuditChain() : NotRun("AuditChain", schema);
        return (IReadOnlyList<StoreCheck>)
        [
            schema,
            FileIntegrity(),
            types,
            schema.IsPassed ? ForeignKeys() : NotRun("ForeignKeys", schema),
            known.IsPassed ? SeatCounts(chain.IsPassed && KeepsHistory) : NotRun("SeatCounts", known),
            known.IsPassed ? GroupCounts() : NotRun("GroupCounts", known),
            chain,
        ];
    });

    /// <summary>False for a store that is saved before it is migrated.</summary>
    private bool KeepsHistory => session.Link.ReadSchemaVersion() >= SeatHistoryMigration.SchemaVersion;

    /// <summary>What a check would find in tables of another shape says nothing.</summary>
    private static StoreCheck NotRun(string name, StoreCheck failed) => new() { Name = name, IsPassed = false, Message = $"Not checked, because {failed.Name} failed." };

    private static StoreCheck Result(string name, IReadOnlyList<string> problems, string good) => new()
    {
        Name = name,
        IsPassed = problems.Count == 0,
        Message = problems.Count == 0 ? good : string.Join("; ", problems.Take(10)),
    };

    private StoreCheck FileIntegrity() =>
        Result("FileIntegrity", [.. session.Rows<string>("PRAGMA integrity_check(10)").Where(line => line != "ok")], "Pages, indexes and rows agree.");

    private StoreCheck ForeignKeys()
    {
        IReadOnlyList<(string Table, long? RowId, string Parent)> problems = session.Rows<(string, long?, string)>("PRAGMA foreign_key_check");
        return Result("ForeignKeys", [.. problems.Select(row => $"a row of {row.Table} points to a missing row of {row.Parent}")], "Every reference has its row.");
    }

    /// <summary>Counts the users of every profile, and works out the history of the seats from the trail.</summary>
    private StoreCheck SeatCounts(bool withHistory)
    {
        IReadOnlyList<SeatRecount> counts = SeatRecount.Run(session);
        List<string> problems = [.. counts.Where(count => count.IsDrifted).Select(count => count.ToString())];
        string end = "";
        if (withHistory)
        {
            SeatReplay replay = SeatReplay.Run(session, DefaultTierMigration.EarlierDefaults);
            problems.AddRange(SeatHistoryRecount.Problems(session, replay));
            end = replay.Stopped is { } stopped ? string.Create(CultureInfo.InvariantCulture, $" Their history was recounted up to event {stopped.Id}, which does not say enough to go on.") : "";
        }

        return Result("SeatCounts", problems, string.Create(CultureInfo.InvariantCulture, $"{counts.Sum(count => count.Total)} users recounted.{end}"));
    }

    private StoreCheck GroupCounts()
    {
        const string sql = """
            SELECT g.name, g.member_count, COALESCE(m.members, 0)
            FROM user_groups g
            LEFT JOIN (SELECT group_id, COUNT(*) AS members FROM group_members GROUP BY group_id) m ON m.group_id = g.id
            """;
        IReadOnlyList<(string Name, long Kept, long Members)> groups = session.Rows<(string, long, long)>(sql);
        IEnumerable<string> problems = groups
            .Where(group => group.Kept != group.Members)
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"group '{group.Name}' counts {group.Kept} members but has {group.Members}"));
        return Result("GroupCounts", [.. problems], string.Create(CultureInfo.InvariantCulture, $"{groups.Sum(group => group.Members)} memberships recounted."));
    }

    private StoreCheck AuditChain()
    {
        AuditVerification verification = AuditVerifier.Verify(session, [], _ => { });
        return new StoreCheck { Name = "AuditChain", IsPassed = verification.IsIntact, Message = verification.Message };
    }
}
