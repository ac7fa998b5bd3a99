namespace PermModule.Unit.Audit;

/// <summary>What a tampered trail looks like to the verification, with and without a digest kept elsewhere.</summary>
public class AuditTrailTests : IDisposable
{
    private const string Columns = "at, actor, action, target_type, target, target_key, before, after, correlation_id, hash, schema_version, actor_id, target_id, actor_seal, target_seal, before_seal, after_seal";

    private readonly TestStore _test = new TestStore().WithProfiles();

    public AuditTrailTests()
    {
        for (int i = 0; i < 5; i++)
        {
            _test.AddUser($"user{i}");
        }

        _test.Clock.Advance(TimeSpan.FromSeconds(1));
        _test.Store.Users.Create(new UserData { UserName = "Zoë مبيعات" });
    }

    private TrailService Audit => _test.Store.Trail;

    private long LastId => Audit.GetDigest().LastId;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void An_untouched_trail_is_intact_and_matches_its_digests()
    {
        PermAuditDigest early = Audit.GetDigest();
        _test.AddUser("late");
        PermAuditDigest late = Audit.GetDigest();
        AuditVerification verification = _test.Store.VerifyEveryWay(late, early);
        Assert.True(verification.IsIntact);
        Assert.Equal(late.Count, verification.Count);
        Assert.Equal(late.LastId, late.Count);
        Assert.Equal(64, late.Hash.Length);
        Assert.Equal(_test.Clock.GetUtcNow(), late.At);
    }

    [Theory]
    [InlineData("at", "at + 1")]
    [InlineData("at", "9223372036854775807")]
    [InlineData("actor", "'other'")]
    [InlineData("action", "'Other'")]
    [InlineData("target_type", "'Other'")]
    [InlineData("target", "'other'")]
    [InlineData("target_key", "'OTHER'")]
    [InlineData("before", "'{}'")]
    [InlineData("after", "NULL")]
    [InlineData("after", "after || ' '")]
    [InlineData("correlation_id", "x'00112233445566778899aabbccddeeff'")]
    [InlineData("correlation_id", "x'00'")]
    [InlineData("hash", "zeroblob(32)")]
    [InlineData("hash", "'text'")]
    [InlineData("schema_version", "1")]
    [InlineData("schema_version", "3")]
    [InlineData("schema_version", "'two'")]
    [InlineData("actor_id", "7")]
    [InlineData("actor_id", "'ann'")]
    [InlineData("target_id", "target_id + 1")]
    [InlineData("target_id", "NULL")]
    [InlineData("actor_seal", "randomblob(16)")]
    [InlineData("actor_seal", "NULL")]
    [InlineData("target_seal", "randomblob(32)")]
    [InlineData("target_seal", "target_seal || x'00'")]
    [InlineData("before_seal", "randomblob(16)")]
    [InlineData("before_seal", "randomblob(32)")]
    [InlineData("after_seal", "before_seal")]
    [InlineData("after_seal", "CAST(after_seal AS TEXT)")]
    public void A_change_of_any_column_of_one_row_is_found(string column, string value)
    {
        if (value is "'two'" or "'ann'" or "CAST(after_seal AS TEXT)")
        {
            // A server holds its columns to their types.
            _test.NeedsFile();
        }

        _test.Tamper($"UPDATE audit_events SET {column} = {value} WHERE id = 5");
        Broken(5);
    }

    [Fact]
    public void A_removed_row_is_found()
    {
        _test.Tamper("DELETE FROM audit_events WHERE id = 5");
        Assert.Contains("missing", Broken(5).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_removed_first_row_is_found()
    {
        _test.Tamper("DELETE FROM audit_events WHERE id = 1");
        Broken(1);
    }

    [Theory]
    [InlineData(-7)]
    [InlineData(0)]
    public void A_row_put_in_before_the_first_is_found(int id)
    {
        _test.Tamper($"INSERT INTO audit_events SELECT {id}, {Columns} FROM audit_events WHERE id = 3");
        Broken(id);
    }

    [Fact]
    public void A_row_put_in_between_is_found()
    {
        _test.Tamper("UPDATE audit_events SET id = -id WHERE id >= 5");
        _test.Tamper("UPDATE audit_events SET id = 1 - id WHERE id < 0");
        _test.Tamper($"INSERT INTO audit_events SELECT 5, {Columns} FROM audit_events WHERE id = 3");
        Broken(5);
    }

    [Fact]
    public void A_row_put_in_at_the_end_is_found()
    {
        long last = LastId;
        _test.Tamper($"INSERT INTO audit_events SELECT {last + 1}, {Columns} FROM audit_events WHERE id = {last}");
        Broken(last + 1);
    }

    [Fact]
    public void Swapped_rows_are_found()
    {
        _test.Tamper("UPDATE audit_events SET id = -4 WHERE id = 4");
        _test.Tamper("UPDATE audit_events SET id = 4 WHERE id = 5");
        _test.Tamper("UPDATE audit_events SET id = 5 WHERE id = -4");
        Broken(4);
    }

    [Fact]
    public void A_cut_tail_is_found_with_a_digest_and_only_then()
    {
        PermAuditDigest kept = Audit.GetDigest();
        _test.Tamper($"DELETE FROM audit_events WHERE id > {kept.LastId - 2}");
        _test.Reopen();
        Assert.True(_test.Store.VerifyEveryWay().IsIntact);
        AuditVerification found = _test.Store.VerifyEveryWay(kept);
        Assert.False(found.IsIntact);
        Assert.Equal(kept.LastId - 1, found.FirstBrokenId);
        Assert.Contains("at least 2 events", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tail_cut_and_written_anew_is_found_with_a_digest_and_only_then()
    {
        PermAuditDigest kept = Audit.GetDigest();
        _test.Tamper($"DELETE FROM audit_events WHERE id = {kept.LastId}");
        _test.Reopen();
        _test.Store.Profiles.Create("Other");
        _test.Store.Profiles.Create("Another");
        Assert.True(_test.Store.VerifyEveryWay().IsIntact);
        Assert.Equal(kept.LastId, _test.Store.VerifyEveryWay(kept).FirstBrokenId);
    }

    [Fact]
    public void A_chain_replaced_whole_is_found_with_a_digest_and_only_then()
    {
        _test.NeedsFile();
        PermAuditDigest kept = Audit.GetDigest();
        using TestStore other = new TestStore().WithProfiles();
        for (int i = 0; i < 9; i++)
        {
            other.AddUser($"other{i}");
        }

        _test.Tamper($"ATTACH '{other.Path}' AS other; DELETE FROM main.audit_events; INSERT INTO main.audit_events SELECT * FROM other.audit_events;");
        _test.Reopen();
        Assert.True(_test.Store.VerifyEveryWay().IsIntact);
        AuditVerification found = _test.Store.VerifyEveryWay(kept);
        Assert.Equal(kept.LastId, found.FirstBrokenId);
        Assert.Contains("replaced", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_emptied_trail_is_found_with_a_digest()
    {
        PermAuditDigest kept = Audit.GetDigest();
        _test.Tamper("DELETE FROM audit_events");
        _test.Reopen();
        Assert.Equal(1, _test.Store.VerifyEveryWay(kept).FirstBrokenId);
        PermAuditDigest empty = Audit.GetDigest();
        Assert.Equal((0, 0, null), (empty.Count, empty.LastId, empty.At));
        Assert.True(_test.Store.VerifyEveryWay(empty).IsIntact);
    }

    [Fact]
    public void What_is_verified_beside_other_work_is_the_chain_as_it_was_at_the_beginning()
    {
        long count = Audit.GetDigest().Count;
        using AuditVerifier verifier = AuditVerifier.Begin(_test.Store.Session, rangeSize: 2)!;
        _test.AddUser("late");
        Assert.Equal(count, verifier.Finish(_ => { }).Count);
        Assert.Equal(count + 1, Audit.Verify().Count);
    }

    [Fact]
    public void What_is_not_committed_is_verified_too()
    {
        using PermTransaction transaction = _test.Store.BeginTransaction();
        _test.AddUser("late");
        Assert.Null(AuditVerifier.Begin(_test.Store.Session, rangeSize: 2));
        Assert.Equal(Audit.GetDigest().Count, _test.Store.VerifyEveryWay().Count);
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    [InlineData(1_000)]
    [InlineData(long.MaxValue)]
    public void A_digest_of_an_event_that_no_trail_has_is_never_passed_over(long id)
    {
        PermAuditDigest kept = Audit.GetDigest() with { LastId = id };
        Assert.False(_test.Store.VerifyEveryWay([kept]).IsIntact);
    }

    [Fact]
    public void A_digest_survives_being_kept_as_json()
    {
        PermAuditDigest digest = Audit.GetDigest();
        Assert.Equal(digest, PermAuditDigest.Parse(System.Text.Json.JsonSerializer.Serialize(digest)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"Count\":3}")]
    [InlineData("{\"Count\":3,\"LastId\":\"x\",\"Hash\":\"\"}")]
    public void What_is_no_digest_is_refused(string json) =>
        Assert.Equal("InvalidDigest", Assert.Throws<PermInvalidInputException>(() => PermAuditDigest.Parse(json)).ErrorId);

    private AuditVerification Broken(long id)
    {
        _test.Reopen();
        AuditVerification verification = _test.Store.VerifyEveryWay();
        Assert.False(verification.IsIntact);
        Assert.Equal(id, verification.FirstBrokenId);
        return verification;
    }
}
