using System.Globalization;

namespace PermModule.Maintenance;

/// <summary>Looks for damage and drift, on one state of the store.</summary>
internal sealed class StoreChecker(StoreSession session, Action<WorkProgress>? progress = null)
{
    public IReadOnlyList<StoreCheck> Run() => session.ReadConsistently(() =>
    {
        Tell("tables", 0);
        StoreCheck schema = Result("Schema", StoreLayout.Problems(session), "Tables and indexes are as this module lays them out.");
        Tell("types of values", 0.01);
        StoreCheck types = schema.IsPassed ? Result("ColumnTypes", session.Link.OtherTypes(), "Every value has the type of its column.") : NotRun("ColumnTypes", schema);
        StoreCheck known = schema.IsPassed ? types : schema;
        using StateReaders readers = new(session, schema.IsPassed ? Math.Min(StateReaders.Useful, 1) : 0);
        Task<StoreCheck[]> file = readers.Sessions is [{ } reader] ? Task.Run(() => CheckFile(reader, schema)) : Task.FromResult(CheckFile(session, schema));
        try
        {
            StoreCheck chain = schema.IsPassed ? AuditChain() : NotRun("AuditChain", schema);
            StoreCheck seats = known.IsPassed ? SeatCounts(chain.IsPassed && KeepsHistory) : NotRun("SeatCounts", known);
            Tell("groups", 0.9);
            StoreCheck groups = known.IsPassed ? GroupCounts() : NotRun("GroupCounts", known);
            Tell("file", 0.95);
            return (IReadOnlyList<StoreCheck>)[schema, file.GetAwaiter().GetResult()[0], types, file.Result[1], seats, groups, chain];
        }
        finally
        {
            Task.WaitAny(file);
        }
    });

    private void Tell(string doing, double share) => WorkProgress.Part(progress, doing, share, share)(0);

    /// <summary>What takes long and needs nothing of the rest: it runs beside that where a second session shows the same state.</summary>
    private static StoreCheck[] CheckFile(StoreSession reader, StoreCheck schema) => reader.Read<StoreCheck[]>(() =>
        [FileIntegrity(reader), schema.IsPassed ? ForeignKeys(reader) : NotRun("ForeignKeys", schema)]);

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

    private static StoreCheck FileIntegrity(StoreSession reader) => Result("FileIntegrity", reader.Link.Damage(), "Pages, indexes and rows agree.");

    private static StoreCheck ForeignKeys(StoreSession reader) => Result("ForeignKeys", reader.Link.BrokenReferences(), "Every reference has its row.");

    /// <summary>Counts the users of every profile, and works out the history of the seats from the trail.</summary>
    private StoreCheck SeatCounts(bool withHistory)
    {
        IReadOnlyList<SeatRecount> counts = SeatRecount.Run(session);
        List<string> problems = [.. counts.Where(count => count.IsDrifted).Select(count => count.ToString())];
        string end = "";
        if (withHistory)
        {
            SeatReplay replay = SeatReplay.Run(session, DefaultTierMigration.EarlierDefaults, WorkProgress.Part(progress, "seats", 0.6, 0.9));
            problems.AddRange(SeatHistoryRecount.Problems(session, replay));
            end = replay.Stopped is { } stopped ? string.Create(CultureInfo.InvariantCulture, $" Their history was recounted up to event {stopped.Id}, which does not say enough to go on.") : "";
        }

        return Result("SeatCounts", problems, $"{Quantity.Of(counts.Sum(count => count.Total), "user")} recounted.{end}");
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
            .Select(group => $"group '{group.Name}' counts {Quantity.Of(group.Kept, "member")} but has {group.Members}");
        return Result("GroupCounts", [.. problems], $"{Quantity.Of(groups.Sum(group => group.Members), "membership")} recounted.");
    }

    private StoreCheck AuditChain()
    {
        AuditVerification verification = AuditVerifier.Verify(session, [], WorkProgress.Part(progress, "audit trail", 0.1, 0.6));
        return new StoreCheck { Name = "AuditChain", IsPassed = verification.IsIntact, Message = verification.Message };
    }
}
