using FsCheck;
using FsCheck.Fluent;
using static PermModule.Unit.WaitingRoom.WaitingRoomStore;

namespace PermModule.Unit.WaitingRoom;

/// <summary>Random sequences of requests, decisions, removals and changes of users, against a model in plain collections.</summary>
public class WaitingRoomModelTests
{
    private static readonly string[] Names = ["uploader", "asker", "either", "marked", "viewer", "downloads", "uploads", "quarantine", "all", "nobody"];
    private static readonly string[] Assets = ["a", "b", "c"];

    [Fact]
    public void The_waiting_room_behaves_as_its_model()
    {
        Gen<int[]> step = Gen.Choose(0, 1_000_000).ArrayOf(6);
        Arbitrary<int[][]> steps = Gen.Choose(30, 100).SelectMany(count => step.ArrayOf(count)).ToArbitrary();
        int applied = 0;
        int refused = 0;
        Prop.ForAll(steps, sequence =>
        {
            using WaitingRoomStore real = new();
            Model model = new();
            foreach (int[] one in sequence)
            {
                (string expected, string actual) = Run(real, model, one);
                Assert.Equal(expected, actual);
                _ = actual.Length == 0 ? applied++ : refused++;
                AssertSame(model, real);
            }

            Assert.All(real.Store.Check(), check => Assert.True(check.IsPassed, check.Message));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

        // A model that refuses everything would agree with a store that does.
        Assert.True(applied > 300, $"{applied} steps were applied");
        Assert.True(refused > 300, $"{refused} steps were refused");
    }

    private static (string Expected, string Actual) Run(WaitingRoomStore real, Model model, int[] step)
    {
        string name = Names[step[1] % Names.Length];
        WaitingRoomKind kind = (WaitingRoomKind)(step[2] % 3);
        string[] assets = [.. Assets.Where((_, i) => (step[3] >> i) % 2 == 1)];
        long id = model.Items.Count == 0 || step[4] % 10 == 0 ? 4_711 : model.Items[step[4] % model.Items.Count].Id;
        bool isApproved = step[5] % 2 == 0;
        switch (step[0] % 12)
        {
            case < 5:
                WaitingRoomRequest request = Request(kind, name, assets) with { ForApproval = step[4] % 2 == 0, IsWatermarked = step[5] % 2 == 0 };
                request = step[5] % 7 == 0 ? request with { Reason = null } : request;
                return (model.Submit(request), Try(() => real.Room.Submit(request)));
            case < 9:
                return (model.Decide(id, name, isApproved, assets), Try(() => real.Room.Decide(Decision(id, name, isApproved, assets))));
            case 9:
                return (model.Remove(id), Try(() => Single(real.Room.Remove([WaitingRoomReference.ById(id)]))));
            case 10:
                bool isActive = step[5] % 3 != 0;
                return (model.Change(name, user => user with { IsActive = isActive }), Change(real, name, new UserData { IsActive = isActive }));
            default:
                string profile = Names[step[2] % (Names.Length - 1)];
                return (model.Change(name, user => user with { Profile = profile }), Change(real, name, new UserData { Profile = profile }));
        }
    }

    private static string Change(WaitingRoomStore real, string name, UserData change) => Try(() => real.Store.Users.Update(UserReference.ByName(name), change));

    private static void Single(IReadOnlyList<BatchItem<WaitingRoomItem>> items)
    {
        if (items[0].Error is { } error)
        {
            throw error;
        }
    }

    private static string Try(Action act)
    {
        try
        {
            act();
            return "";
        }
        catch (PermException error)
        {
            return error.ErrorId;
        }
    }

    private static void AssertSame(Model model, WaitingRoomStore real)
    {
        List<WaitingRoomItem> items = [.. real.Room.Find()];
        Assert.Equal(model.Items.Select(item => item.Kind).ToArray(), items.Select(item => item.Kind).ToArray());
        Assert.Equal(
            model.Items.Select(item => $"{item.Requester}: {string.Join(", ", item.Assets.Select(asset => $"{asset.Key} {asset.Value.State} {asset.Value.By}"))}").ToArray(),
            items.Select(item => $"{item.Requester}: {string.Join(", ", item.AssetStates.Select(asset => $"{asset.Asset} {asset.State} {asset.AuditedBy}"))}").ToArray());
        foreach ((Item item, WaitingRoomItem stored) in model.Items.Zip(items))
        {
            item.Id = stored.Id;
        }

        Assert.Equal(model.Items.Select(item => item.State).ToArray(), items.Select(item => item.State).ToArray());
        Assert.Equal(model.Items.Count(item => item.State == WaitingRoomState.Pending), real.Store.Summary.PendingRequests);
        foreach (WaitingRoomState state in Enum.GetValues<WaitingRoomState>())
        {
            Assert.Equal(model.Items.Count(item => item.State == state), real.Room.Find(new WaitingRoomFilter { States = [state] }).Count());
        }
    }

    /// <summary>The rules, written down once more without a store.</summary>
    private sealed class Model
    {
        private readonly Dictionary<string, User> _users = Names[..^1].ToDictionary(name => name, name => new User(name, IsActive: true), StringComparer.Ordinal);
        public List<Item> Items { get; } = [];

        public string Submit(WaitingRoomRequest request)
        {
            if (!_users.TryGetValue(request.Requester.Name, out User? user))
            {
                return "UserNotFound";
            }

            bool mayUpload = user.Profile is "uploader" or "either" or "all";
            if (!user.IsActive || (request.Kind == WaitingRoomKind.Upload && !mayUpload && user.Profile != "asker"))
            {
                return "NotPermitted";
            }

            if (request.Assets.Count == 0)
            {
                return "AssetRequired";
            }

            if (request is { Kind: WaitingRoomKind.Download, Reason: null })
            {
                return "ReasonRequired";
            }

            bool wasDenied = Items.Exists(item => item.Requester == request.Requester.Name && item.Kind == request.Kind
                && request.Assets.Any(asset => item.Assets.GetValueOrDefault(asset).State == WaitingRoomState.Denied));
            if (wasDenied)
            {
                return "AlreadyDenied";
            }

            string? direct = request switch
            {
                { ForApproval: true } => null,
                { Kind: WaitingRoomKind.Upload } when mayUpload => Upload,
                { Kind: WaitingRoomKind.Download, IsWatermarked: true } when user.Profile == "marked" => Watermarked,
                _ => null,
            };
            Add(request.Kind, request.Requester.Name, request.Assets, direct is null ? default : (WaitingRoomState.Approved, direct));
            return "";
        }

        public string Decide(long id, string auditor, bool isApproved, string[] assets)
        {
            if (!_users.TryGetValue(auditor, out User? user))
            {
                return "UserNotFound";
            }

            if (Items.Find(item => item.Id == id) is not { } found)
            {
                return "WaitingRoomItemNotFound";
            }

            if (auditor == found.Requester)
            {
                return "SelfAudit";
            }

            string wanted = found.Kind switch { WaitingRoomKind.Download => "downloads", WaitingRoomKind.Upload => "uploads", _ => "quarantine" };
            if (!user.IsActive || (user.Profile != wanted && user.Profile != "all"))
            {
                return "NotAnAuditor";
            }

            bool canRevise = isApproved && found.Kind != WaitingRoomKind.Quarantine;
            if (assets.Length == 0)
            {
                WaitingRoomState from = found.State == WaitingRoomState.Pending || !canRevise ? WaitingRoomState.Pending : WaitingRoomState.Denied;
                assets = [.. found.Assets.Where(asset => asset.Value.State == from).Select(asset => asset.Key)];
                if (assets.Length == 0)
                {
                    return "AlreadyDecided";
                }
            }

            if (assets.Any(asset => !found.Assets.ContainsKey(asset)))
            {
                return "AssetNotFound";
            }

            if (assets.Any(asset => found.Assets[asset].State == WaitingRoomState.Approved || (found.Assets[asset].State == WaitingRoomState.Denied && !canRevise)))
            {
                return "AlreadyDecided";
            }

            foreach (string asset in assets)
            {
                found.Assets[asset] = (isApproved ? WaitingRoomState.Approved : WaitingRoomState.Denied, auditor);
            }

            if (isApproved && found.Kind == WaitingRoomKind.Quarantine)
            {
                Add(WaitingRoomKind.Upload, found.Requester, assets, default);
            }

            return "";
        }

        public string Remove(long id) => Items.RemoveAll(item => item.Id == id) == 1 ? "" : "WaitingRoomItemNotFound";

        public string Change(string name, Func<User, User> change)
        {
            if (!_users.TryGetValue(name, out User? user))
            {
                return "UserNotFound";
            }

            _users[name] = change(user);
            return "";
        }

        private void Add(WaitingRoomKind kind, string requester, IReadOnlyList<string> assets, (WaitingRoomState State, string? By) state) =>
            Items.Add(new Item(kind, requester, assets.ToDictionary(asset => asset, _ => state, StringComparer.Ordinal)));
    }

    private sealed record User(string Profile, bool IsActive);

    private sealed record Item(WaitingRoomKind Kind, string Requester, Dictionary<string, (WaitingRoomState State, string? By)> Assets)
    {
        /// <summary>What the store called it; learned after every step, since a release makes requests of its own.</summary>
        public long Id { get; set; }

        public WaitingRoomState State => Assets.Values.Select(asset => asset.State).Distinct().ToArray() switch
        {
            var states when states.Contains(WaitingRoomState.Pending) => WaitingRoomState.Pending,
            [var only] => only,
            _ => WaitingRoomState.Mixed,
        };
    }
}
