using System.Diagnostics;
using static PermModule.Unit.WaitingRoom.WaitingRoomStore;

namespace PermModule.Unit.WaitingRoom;

public class WaitingRoomServiceTests : IDisposable
{
    private readonly WaitingRoomStore _test = new();

    private WaitingRoomService Room => _test.Room;

    public void Dispose() => _test.Dispose();

    [Theory]
    [InlineData("uploader", false, WaitingRoomState.Approved)]
    [InlineData("uploader", true, WaitingRoomState.Pending)]
    [InlineData("asker", false, WaitingRoomState.Pending)]
    [InlineData("asker", true, WaitingRoomState.Pending)]
    [InlineData("either", false, WaitingRoomState.Approved)]
    [InlineData("either", true, WaitingRoomState.Pending)]
    public void An_upload_waits_unless_the_requester_may_upload_directly(string requester, bool forApproval, WaitingRoomState expected)
    {
        WaitingRoomItem item = Room.Submit(Request(WaitingRoomKind.Upload, requester, "logo.png") with { ForApproval = forApproval });
        Assert.Equal(expected, item.State);
        Assert.Equal(expected == WaitingRoomState.Approved ? Upload : null, item.AuditedBy);
        Assert.Equal(expected == WaitingRoomState.Approved ? item.SubmittedAt : null, item.AuditedAt);
    }

    [Fact]
    public void An_upload_without_either_right_is_refused() =>
        Assert.Equal("NotPermitted", ErrorId(() => _test.Submit(WaitingRoomKind.Upload, "viewer", "logo.png")));

    [Theory]
    [InlineData("marked", true, WaitingRoomState.Approved)]
    [InlineData("marked", false, WaitingRoomState.Pending)]
    [InlineData("viewer", true, WaitingRoomState.Pending)]
    [InlineData("viewer", false, WaitingRoomState.Pending)]
    public void A_download_waits_unless_it_is_watermarked_and_the_requester_may_take_those(string requester, bool isWatermarked, WaitingRoomState expected)
    {
        WaitingRoomItem item = Room.Submit(Request(WaitingRoomKind.Download, requester, "logo.png") with { IsWatermarked = isWatermarked });
        Assert.Equal(expected, item.State);
        Assert.Equal(expected == WaitingRoomState.Approved ? Watermarked : null, item.AuditedBy);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\r\n")]
    public void A_download_without_a_reason_is_refused(string? reason)
    {
        Assert.Equal("ReasonRequired", ErrorId(() => Room.Submit(Request(WaitingRoomKind.Download, "marked", "a") with { Reason = reason, IsWatermarked = true })));
        Assert.Empty(Room.Find());
    }

    [Fact]
    public void What_a_user_who_is_unknown_or_inactive_asks_for_is_refused()
    {
        _test.Store.Users.Update(UserReference.ByName("asker"), new UserData { IsActive = false });
        Assert.Equal("NotPermitted", ErrorId(() => _test.Submit(WaitingRoomKind.Upload, "asker", "a")));
        Assert.Equal("UserNotFound", ErrorId(() => _test.Submit(WaitingRoomKind.Upload, "nobody", "a")));
    }

    [Fact]
    public void A_request_names_assets_and_none_twice()
    {
        Assert.Equal("AssetRequired", ErrorId(() => _test.Submit(WaitingRoomKind.Upload, "asker")));
        Assert.Equal("InvalidName", ErrorId(() => _test.Submit(WaitingRoomKind.Upload, "asker", "a", " ")));
        PermException twice = Assert.ThrowsAny<PermException>(() => _test.Submit(WaitingRoomKind.Upload, "asker", "logo.png", "b", "LOGO.png"));
        Assert.Equal(("DuplicateAsset", "LOGO.png"), (twice.ErrorId, twice.Target));
        Assert.Empty(Room.Find());
    }

    [Fact]
    public void A_request_for_a_hundred_thousand_assets_is_taken_in_decided_and_removed()
    {
        string[] assets = [.. Enumerable.Range(0, 100_000).Select(i => $"asset {i}.png")];
        long start = Stopwatch.GetTimestamp();
        WaitingRoomItem item = _test.Submit(WaitingRoomKind.Upload, "asker", assets);
        Assert.Equal(assets, Room.Get(item.Id).Assets);
        Assert.Equal(WaitingRoomState.Pending, _test.Deny(item.Id, "uploads", assets[..50_000]).State);
        Assert.Equal("AlreadyDenied", ErrorId(() => _test.Submit(WaitingRoomKind.Upload, "asker", assets)));
        Assert.Equal(WaitingRoomState.Mixed, _test.Approve(item.Id, "uploads").State);
        Room.Remove([WaitingRoomReference.ById(item.Id)]);
        Assert.Empty(Room.Find());
        TestContext.Current.SendDiagnosticMessage($"100,000 assets in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms");
    }

    [Fact]
    public void Nobody_decides_on_the_own_request()
    {
        WaitingRoomItem item = Room.Submit(Request(WaitingRoomKind.Upload, "all", "a") with { ForApproval = true });
        Assert.Equal("SelfAudit", ErrorId(() => _test.Approve(item.Id, "all")));
        Assert.Equal("SelfAudit", ErrorId(() => _test.Deny(item.Id, "ALL")));
        Assert.Equal(WaitingRoomState.Pending, Room.Get(item.Id).State);
    }

    [Theory]
    [InlineData(WaitingRoomKind.Download, "downloads")]
    [InlineData(WaitingRoomKind.Upload, "uploads")]
    [InlineData(WaitingRoomKind.Quarantine, "quarantine")]
    public void Only_who_is_active_and_holds_the_right_of_the_kind_decides(WaitingRoomKind kind, string auditor)
    {
        long id = _test.Submit(kind, "asker", "a").Id;
        foreach (string other in new[] { "downloads", "uploads", "quarantine", "viewer" }.Except([auditor]))
        {
            Assert.Equal("NotAnAuditor", ErrorId(() => _test.Approve(id, other)));
        }

        Assert.Equal("UserNotFound", ErrorId(() => _test.Approve(id, "nobody")));
        _test.Store.Users.Update(UserReference.ByName(auditor), new UserData { IsActive = false });
        Assert.Equal("NotAnAuditor", ErrorId(() => _test.Deny(id, auditor)));
        Assert.Equal(["all"], Room.FindAuditors(kind).Select(user => user.UserName));
        _test.Store.Users.Update(UserReference.ByName(auditor), new UserData { IsActive = true });
        Assert.Equal(["all", auditor], Room.FindAuditors(kind).Select(user => user.UserName).Order());
        WaitingRoomItem decided = _test.Approve(id, auditor);
        Assert.Equal((WaitingRoomState.Approved, auditor, "said " + auditor), (decided.State, decided.AuditedBy, decided.Comment));
    }

    [Fact]
    public void Assets_of_one_request_are_decided_apart_and_keep_who_when_and_why()
    {
        long id = _test.Submit(WaitingRoomKind.Download, "viewer", "c", "a", "b").Id;
        _test.Test.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(WaitingRoomState.Pending, _test.Approve(id, "downloads", "A").State);
        _test.Test.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("AssetNotFound", ErrorId(() => _test.Deny(id, "all", "b", "d")));
        Assert.Equal("DuplicateAsset", ErrorId(() => _test.Deny(id, "all", "b", "B")));
        Assert.Equal("AlreadyDecided", ErrorId(() => _test.Deny(id, "all", "b", "a")));
        Assert.Equal("AlreadyDecided", ErrorId(() => _test.Approve(id, "all", "a")));
        WaitingRoomItem item = _test.Deny(id, "all");
        Assert.Equal(WaitingRoomState.Mixed, item.State);
        Assert.Equivalent(item, Room.Get(id), strict: true);
        Assert.Equal(["c", "a", "b"], item.Assets);
        DateTimeOffset submitted = item.SubmittedAt;
        Assert.Equal(
            [
                new WaitingRoomAsset { Asset = "c", State = WaitingRoomState.Denied, AuditedBy = "all", AuditedAt = submitted.AddHours(2), Comment = "said all" },
                new WaitingRoomAsset { Asset = "a", State = WaitingRoomState.Approved, AuditedBy = "downloads", AuditedAt = submitted.AddHours(1), Comment = "said downloads" },
                new WaitingRoomAsset { Asset = "b", State = WaitingRoomState.Denied, AuditedBy = "all", AuditedAt = submitted.AddHours(2), Comment = "said all" },
            ],
            item.AssetStates);
        Assert.Equal(("all", submitted.AddHours(2)), (item.AuditedBy, item.AuditedAt));
        Assert.Equal(TimeSpan.FromHours(2), Room.Get(id).Age);
    }

    [Fact]
    public void What_was_denied_is_not_asked_again_but_can_be_approved_later()
    {
        long id = _test.Submit(WaitingRoomKind.Download, "viewer", "a", "b").Id;
        _test.Deny(id, "downloads");
        Assert.Equal("AlreadyDecided", ErrorId(() => _test.Deny(id, "all")));
        PermException again = Assert.ThrowsAny<PermException>(() => _test.Submit(WaitingRoomKind.Download, "viewer", "c", "B"));
        Assert.Equal(("AlreadyDenied", "B"), (again.ErrorId, again.Target));
        Assert.Equal(WaitingRoomState.Pending, _test.Submit(WaitingRoomKind.Download, "marked", "b").State);
        Assert.Equal(WaitingRoomState.Pending, _test.Submit(WaitingRoomKind.Quarantine, "viewer", "b").State);
        Assert.Equal(WaitingRoomState.Mixed, _test.Approve(id, "all", "b").State);
        Assert.Equal(WaitingRoomState.Pending, _test.Submit(WaitingRoomKind.Download, "viewer", "b").State);
        Assert.Equal(WaitingRoomState.Approved, _test.Approve(id, "downloads").State);
        Assert.Equal("AlreadyDecided", ErrorId(() => _test.Approve(id, "downloads")));
        Assert.Equal("AlreadyDecided", ErrorId(() => _test.Deny(id, "downloads")));
    }

    [Fact]
    public void A_denial_holds_for_who_could_upload_directly_and_ends_with_its_request()
    {
        WaitingRoomItem item = Room.Submit(Request(WaitingRoomKind.Upload, "either", "a") with { ForApproval = true });
        _test.Deny(item.Id, "uploads");
        Assert.Equal("AlreadyDenied", ErrorId(() => _test.Submit(WaitingRoomKind.Upload, "either", "a")));
        Room.Remove([WaitingRoomReference.ById(item.Id)]);
        Assert.Equal(WaitingRoomState.Approved, _test.Submit(WaitingRoomKind.Upload, "either", "a").State);
    }

    [Fact]
    public void A_quarantined_file_that_is_allowed_goes_to_the_upload_audit_and_a_denied_one_is_closed()
    {
        WaitingRoomItem item = _test.Submit(WaitingRoomKind.Quarantine, "uploader", "a", "b", "c");
        Assert.Equal(WaitingRoomState.Pending, item.State);
        _test.Deny(item.Id, "quarantine", "b");
        Assert.Empty(Room.Find(new WaitingRoomFilter { Kinds = [WaitingRoomKind.Upload] }));
        _test.Approve(item.Id, "quarantine");
        Assert.Equal("AlreadyDecided", ErrorId(() => _test.Approve(item.Id, "quarantine")));
        Assert.Equal("AlreadyDecided", ErrorId(() => _test.Approve(item.Id, "quarantine", "b")));
        WaitingRoomItem upload = Assert.Single(Room.Find(new WaitingRoomFilter { Kinds = [WaitingRoomKind.Upload] }));
        Assert.Equal((WaitingRoomState.Pending, "uploader"), (upload.State, upload.Requester));
        Assert.Equal(["a", "c"], upload.Assets);
        Assert.Equal("NotAnAuditor", ErrorId(() => _test.Approve(upload.Id, "quarantine")));
        Assert.Equal(WaitingRoomState.Approved, _test.Approve(upload.Id, "uploads").State);
    }

    [Fact]
    public void A_batch_applies_what_may_be_decided_and_reports_the_rest_in_order()
    {
        long[] ids = [.. Room.Submit([
            Request(WaitingRoomKind.Upload, "asker", "a"),
            Request(WaitingRoomKind.Upload, "all", "b") with { ForApproval = true },
            Request(WaitingRoomKind.Download, "viewer", "c"),
        ]).Select(item => item.Value!.Id)];
        WaitingRoomDecision[] decisions = [.. ids.Append(4_711).Append(ids[0]).Select(id => Decision(id, "all", isApproved: true))];
        Assert.Equal([null, "SelfAudit", null, "WaitingRoomItemNotFound", "AlreadyDecided"], Room.Decide(decisions).Select(item => item.Error?.ErrorId));
        Assert.Equal([ids[1]], Room.Find(new WaitingRoomFilter { States = [WaitingRoomState.Pending] }).Select(item => item.Id));
    }

    [Fact]
    public void Nothing_after_the_first_refusal_is_decided_when_errors_stop()
    {
        long first = _test.Submit(WaitingRoomKind.Upload, "asker", "a").Id;
        long second = _test.Submit(WaitingRoomKind.Upload, "asker", "b").Id;
        IReadOnlyList<BatchItem<WaitingRoomItem>> items = Room.Decide([Decision(4_711, "all", isApproved: true), Decision(first, "all", isApproved: true)], stopOnError: true);
        Assert.Equal(["WaitingRoomItemNotFound", null], items.Select(item => item.Error?.ErrorId));
        Assert.Equal([first, second], Room.Find(new WaitingRoomFilter { States = [WaitingRoomState.Pending] }).Select(item => item.Id));
    }

    [Fact]
    public void A_request_that_was_decided_after_it_was_read_is_not_decided_twice()
    {
        long id = _test.Submit(WaitingRoomKind.Download, "viewer", "a", "b").Id;
        WaitingRoomItem read = Room.Get(id);
        _test.Approve(id, "downloads", "a");
        WaitingRoomDecision deny = Decision(id, "all", isApproved: false) with { Item = WaitingRoomReference.To(read) };
        Assert.Equal("AlreadyDecided", ErrorId(() => Room.Decide(deny with { Assets = ["a"] })));
        WaitingRoomItem denied = Room.Decide(deny);
        Assert.Equal([WaitingRoomState.Approved, WaitingRoomState.Denied], denied.AssetStates.Select(asset => asset.State));
        Assert.Equivalent(denied, Room.Get(id), strict: true);
        Room.Remove([WaitingRoomReference.ById(id)]);
        Assert.Equal("WaitingRoomItemNotFound", ErrorId(() => Room.Decide(deny)));
    }

    [Fact]
    public void Requests_stay_with_the_name_of_a_requester_who_is_renamed_or_removed()
    {
        WaitingRoomItem item = _test.Submit(WaitingRoomKind.Upload, "asker", "a");
        _test.Store.Users.Update(UserReference.ByName("asker"), new UserData { UserName = "renamed" });
        Assert.Equal("renamed", Room.Get(item.Id).Requester);
        Assert.Equal([item.Id], Found(new WaitingRoomFilter { Requester = "RENAMED" }));
        _test.Store.Users.Create(new UserData { UserName = "asker", Profile = "asker" });
        Assert.Empty(Found(new WaitingRoomFilter { Requester = "asker" }));
        _test.Store.Users.Remove([UserReference.ByName("asker"), UserReference.ByName("renamed")]);
        Assert.Equal("asker", Room.Get(item.Id).Requester);
        Assert.Equal([item.Id], Found(new WaitingRoomFilter { Requester = "asker" }));
        Assert.Equal([item.Id], Found(new WaitingRoomFilter { Requester = "ask*" }));
        Assert.Equal("UserNotFound", ErrorId(() => Found(new WaitingRoomFilter { Requester = "renamed" })));
        Assert.Equal(WaitingRoomState.Approved, _test.Approve(item.Id, "uploads").State);
    }

    [Fact]
    public void Requests_are_found_by_kind_state_asset_and_age()
    {
        long old = _test.Submit(WaitingRoomKind.Download, "viewer", "Logo blue.png", "b").Id;
        _test.Test.Clock.Advance(TimeSpan.FromDays(2));
        long edge = _test.Submit(WaitingRoomKind.Upload, "asker", "LOGO red.png").Id;
        long direct = _test.Submit(WaitingRoomKind.Upload, "uploader", "other").Id;
        _test.Test.Clock.Advance(TimeSpan.FromDays(1));
        _test.Deny(old, "downloads", "b");
        Assert.Equal([old, edge, direct], Found(new WaitingRoomFilter()));
        Assert.Equal([edge, direct], Found(new WaitingRoomFilter { Kinds = [WaitingRoomKind.Upload] }));
        Assert.Equal([old, edge], Found(new WaitingRoomFilter { States = [WaitingRoomState.Pending] }));
        Assert.Equal([direct], Found(new WaitingRoomFilter { States = [WaitingRoomState.Approved, WaitingRoomState.Mixed] }));
        Assert.Equal([old, edge], Found(new WaitingRoomFilter { Asset = "logo*" }));
        Assert.Equal([edge], Found(new WaitingRoomFilter { Asset = "logo RED.png" }));
        Assert.Equal([old, edge, direct], Found(new WaitingRoomFilter { OlderThan = TimeSpan.FromDays(1) }));
        Assert.Equal([old], Found(new WaitingRoomFilter { OlderThan = TimeSpan.FromDays(1) + TimeSpan.FromMilliseconds(1) }));
        Assert.Empty(Found(new WaitingRoomFilter { OlderThan = TimeSpan.MaxValue }));
        Assert.Empty(Found(new WaitingRoomFilter { Id = direct, States = [WaitingRoomState.Pending] }));
        Assert.Equal("WaitingRoomItemNotFound", ErrorId(() => Found(new WaitingRoomFilter { Id = 4_711 })));
    }

    [Fact]
    public void Reading_goes_on_over_pages_while_what_comes_out_is_decided_and_leaves_out_what_comes_in()
    {
        WaitingRoomRequest[] requests = [.. Enumerable.Range(0, 2_500).Select(i => Request(WaitingRoomKind.Quarantine, "asker", $"a{i}"))];
        long[] ids = [.. Room.Submit(requests).Select(item => item.Value!.Id)];
        List<long> read = [];
        foreach (WaitingRoomItem item in Room.Find(new WaitingRoomFilter { States = [WaitingRoomState.Pending] }))
        {
            read.Add(item.Id);
            if (item.Id % 100 == 0)
            {
                _test.Approve(item.Id, "quarantine");
            }
        }

        Assert.Equal(ids, read);
        Assert.Equal(2_500, _test.Store.Summary.PendingRequests);
    }

    [Fact]
    public void Every_change_is_in_the_trail_with_its_decision_before_and_after()
    {
        WaitingRoomItem item = _test.Submit(WaitingRoomKind.Download, "viewer", "a", "b");
        long id = item.Id;
        string at = UtcTime.ToText(UtcTime.ToStored(item.SubmittedAt));
        _test.Deny(id, "downloads", "a");
        _test.Approve(id, "all");
        Room.Remove([WaitingRoomReference.ById(id)]);
        string text = string.Join('\n', Events());
        Assert.Equal(
            $$"""
            RequestSubmitted|Request|{{id}}||{"Kind":"Download","Requester":"viewer","RequesterId":{{item.RequesterId}},"Reason":"brochure","Assets":["a","b"],"State":"Pending","File":"Original"}
            RequestDenied|Request|{{id}}|{"State":"Pending"}|{"State":"Pending","AuditedBy":"downloads","Comment":"said downloads","Assets":["a"]}
            RequestApproved|Request|{{id}}|{"State":"Pending","AuditedBy":"downloads","AuditedAt":"{{at}}","Comment":"said downloads"}|{"State":"Mixed","AuditedBy":"all","Comment":"said all","Assets":["b"]}
            RequestRemoved|Request|{{id}}|{"Kind":"Download","Requester":"viewer","RequesterId":{{item.RequesterId}},"Reason":"brochure","Assets":["a","b"],"State":"Mixed","AuditedBy":"all","AuditedAt":"{{at}}","Comment":"said all","SubmittedAt":"{{at}}","Decisions":[{"Place":0,"State":"Denied","AuditedBy":"downloads","AuditedAt":"{{at}}","Comment":"said downloads"},{"Place":1,"State":"Approved","AuditedBy":"all","AuditedAt":"{{at}}","Comment":"said all"}]}|
            """.ReplaceLineEndings("\n"),
            text);
        Assert.All(_test.Store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    [Fact]
    public void A_number_that_a_preview_gave_away_is_never_taken_for_the_request_that_got_it_later()
    {
        WaitingRoomItem ghost = _test.Store.Preview(() =>
        {
            WaitingRoomItem made = _test.Submit(WaitingRoomKind.Download, "viewer", "a");
            return Room.Get(made.Id);
        });
        WaitingRoomItem real = _test.Submit(WaitingRoomKind.Upload, "asker", "a");
        Assert.Equal(ghost.Id, real.Id);
        Assert.Equal("WaitingRoomItemNotFound", ErrorId(() => Room.Decide(Decision(ghost.Id, "downloads", isApproved: true) with { Item = WaitingRoomReference.To(ghost) })));
        Assert.Equal(WaitingRoomState.Pending, Room.Get(real.Id).State);
    }

    [Fact]
    public void Decisions_by_the_thousand_are_taken_on_the_requests_as_they_are_stored()
    {
        WaitingRoomItem[] items = [.. Room.Submit([.. Enumerable.Range(0, 1_005).Select(i => Request(WaitingRoomKind.Download, "viewer", $"a{i}", $"b{i}"))]).Select(item => item.Value!)];
        IEnumerable<WaitingRoomDecision> first = items.Select(item => Decision(item.Id, "downloads", isApproved: true, item.Assets[0]) with { Item = WaitingRoomReference.To(item) });
        IEnumerable<WaitingRoomDecision> rest = items.Select(item => Decision(item.Id, "downloads", isApproved: false) with { Item = WaitingRoomReference.To(item) });
        IEnumerable<WaitingRoomDecision> unknown = Enumerable.Repeat(Decision(999_999, "downloads", isApproved: true), 1);
        IReadOnlyList<BatchItem<WaitingRoomItem>> decided = Room.Decide([.. first.Concat(unknown).Concat(rest)]);
        Assert.Equal([(1_005, "WaitingRoomItemNotFound")], decided.Index().Where(item => item.Item.Error is not null).Select(item => (item.Index, item.Item.Error!.ErrorId)));
        Assert.All(Room.Find(), item => Assert.Equal([WaitingRoomState.Approved, WaitingRoomState.Denied], item.AssetStates.Select(asset => asset.State)));
    }

    [Fact]
    public void Nobody_removes_a_denial_in_the_name_of_a_user()
    {
        WaitingRoomItem denied = _test.Submit(WaitingRoomKind.Download, "all", "a");
        _test.Deny(denied.Id, "downloads");
        WaitingRoomItem mixed = _test.Submit(WaitingRoomKind.Download, "viewer", "a", "b");
        _test.Approve(mixed.Id, "downloads", "a");
        _test.Deny(mixed.Id, "downloads");
        WaitingRoomItem pending = _test.Submit(WaitingRoomKind.Download, "viewer", "c");
        foreach (string acting in new[] { "downloads", "all" })
        {
            using PermStore store = PermStore.Open(_test.Test.Path, _test.Test.Options with { ActingUser = acting });
            Assert.All(
                store.WaitingRoom.Remove([WaitingRoomReference.ById(denied.Id), WaitingRoomReference.ById(mixed.Id)]),
                item => Assert.Equal((ErrorId.NotPermitted, ErrorDetail.DenialKept), (item.Error?.ErrorId, item.Error?.Detail)));
        }

        Assert.Equal("AlreadyDenied", ErrorId(() => _test.Submit(WaitingRoomKind.Download, "all", "a")));
        using PermStore auditor = PermStore.Open(_test.Test.Path, _test.Test.Options with { ActingUser = "downloads" });
        Assert.Null(auditor.WaitingRoom.Remove([WaitingRoomReference.ById(pending.Id)])[0].Error);
        Assert.Null(Room.Remove([WaitingRoomReference.ById(denied.Id)])[0].Error);
    }

    private List<long> Found(WaitingRoomFilter filter) => [.. Room.Find(filter).Select(item => item.Id)];

    private List<string> Events()
    {
        const string sql = "SELECT action, target_type, target, COALESCE(before, ''), COALESCE(after, '') FROM audit_events WHERE target_type = 'Request' ORDER BY id";
        return [.. _test.Test.Store.Session.Rows<(string, string, string, string, string)>(sql).Select(row => $"{row.Item1}|{row.Item2}|{row.Item3}|{row.Item4}|{row.Item5}")];
    }
}
