using System.Text.RegularExpressions;
using static PermModule.Unit.WaitingRoom.WaitingRoomStore;

namespace PermModule.Unit.WaitingRoom;

/// <summary>The table of downloads that users read is what the waiting room does, for every request and every set of rights.</summary>
public partial class DownloadTests
{
    private const string ShowAllAsWatermarked = "Show all assets as watermarked";

    private static readonly string[] Rights =
    [
        ShowAllAsWatermarked,
        "Download watermarked assets directly",
        "Download original assets",
        "Download public asset derivatives",
        "Download non-public asset derivatives",
        "Download asset additionals",
        "Download archived assets",
        "Download limited usage assets",
    ];

    private static readonly Dictionary<(AssetFile? File, bool IsArchived, bool IsLimitedUsage), string[]> Table = ReadTable();

    [Fact]
    public void The_topic_names_every_combination_once()
    {
        (AssetFile?, bool, bool)[] combinations =
        [
            .. from isArchived in new[] { false, true }
               from isLimitedUsage in new[] { false, true }
               from file in Enum.GetValues<AssetFile>().Cast<AssetFile?>().Append(null)
               select (file, isArchived, isLimitedUsage),
        ];
        Assert.Equal(20, Table.Count);
        Assert.Equal(combinations, Table.Keys);
        Assert.Equal(Rights.Skip(1).Order(StringComparer.Ordinal), Table.Values.SelectMany(rights => rights).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_download_is_direct_for_who_holds_what_the_table_names_and_waits_for_everyone_else()
    {
        using WaitingRoomStore test = new();
        List<(string[] Held, WaitingRoomRequest Request)> cases = [];
        for (int held = 0; held < 1 << Rights.Length; held++)
        {
            string[] rights = [.. Rights.Where((_, place) => (held & (1 << place)) != 0)];
            string name = $"u{held}";
            test.Store.Profiles.Create(name, rights: rights);
            test.Test.AddUser(name, name);
            cases.AddRange(
                from file in Enum.GetValues<AssetFile>()
                from isWatermarked in new[] { false, true }
                from isArchived in new[] { false, true }
                from isLimitedUsage in new[] { false, true }
                select (rights, Request(WaitingRoomKind.Download, name, "a.png") with { File = file, IsWatermarked = isWatermarked, IsArchived = isArchived, IsLimitedUsage = isLimitedUsage }));
        }

        IReadOnlyList<BatchItem<WaitingRoomItem>> items = test.Room.Submit([.. cases.Select(one => one.Request)]);

        Assert.Equal(8_192, items.Count);
        Assert.All(cases.Zip(items), one =>
        {
            ((string[] held, WaitingRoomRequest request), BatchItem<WaitingRoomItem> item) = one;
            bool isWatermarked = request.IsWatermarked || held.Contains(ShowAllAsWatermarked);
            string[] needed = Table[(isWatermarked ? null : request.File, request.IsArchived, request.IsLimitedUsage)];
            string? expected = needed.All(held.Contains) ? string.Join(", ", needed.Select(right => RightCatalogue.Default.Resolve(right).Key)) : null;
            Assert.Equal((expected, expected is null ? WaitingRoomState.Pending : WaitingRoomState.Approved), (item.Value!.AuditedBy, item.Value.State));
        });
    }

    [Fact]
    public void An_auditor_decides_where_one_is_asked_for_whatever_the_requester_holds()
    {
        using WaitingRoomStore test = new();
        test.Store.Profiles.Grant("viewer", ["Download original assets"]);
        Assert.Equal(WaitingRoomState.Approved, test.Submit(WaitingRoomKind.Download, "viewer", "a").State);
        Assert.Equal(WaitingRoomState.Pending, test.Room.Submit(Request(WaitingRoomKind.Download, "viewer", "b") with { ForApproval = true }).State);
    }

    [Fact]
    public void The_trail_tells_what_was_asked_for()
    {
        using WaitingRoomStore test = new();
        test.Store.Profiles.Grant("viewer", [ShowAllAsWatermarked]);
        WaitingRoomItem item = test.Room.Submit(Request(WaitingRoomKind.Download, "viewer", "a") with { File = AssetFile.Derivative, IsArchived = true, IsLimitedUsage = true });
        PermAuditEvent submitted = Assert.Single(test.Store.Trail.FindEvents(new AuditEventFilter { Actions = ["RequestSubmitted"] }));
        Assert.Equal($$"""{"Kind":"Download","Requester":"viewer","RequesterId":{{item.RequesterId}},"Reason":"brochure","Assets":["a"],"State":"Pending","File":"Derivative","Watermarked":true,"Archived":true,"LimitedUsage":true}""", submitted.After);
        Assert.Equal(WaitingRoomState.Pending, item.State);
    }

    [Fact]
    public void A_file_that_no_asset_has_is_refused()
    {
        using WaitingRoomStore test = new();
        Assert.Equal("InvalidValue", ErrorId(() => test.Room.Submit(Request(WaitingRoomKind.Download, "viewer", "a") with { File = (AssetFile)4 })));
    }

    private static Dictionary<(AssetFile? File, bool IsArchived, bool IsLimitedUsage), string[]> ReadTable()
    {
        string topic = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "about_PermModule_Waiting_Room.md"));
        return Row().Matches(topic).ToDictionary(
            row => (row.Groups["watermark"].Value == "yes" ? (AssetFile?)null : Enum.Parse<AssetFile>(row.Groups["file"].Value), row.Groups["archived"].Value == "yes", row.Groups["limited"].Value == "yes"),
            row => row.Groups["rights"].Value.Split(", "));
    }

    [GeneratedRegex(@"^\| (?<file>\w+) \| (?<watermark>yes|no) \| (?<archived>yes|no) \| (?<limited>yes|no) \| (?<rights>[^|]+) \|\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Row();
}
