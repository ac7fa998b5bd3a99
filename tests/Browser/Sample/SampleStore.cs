using System.Globalization;
using System.Text.Json;

namespace PermModule.Sample;

/// <summary>Invented stores for the browser tests: a portal as there are many, and one full of text that tries to break out.</summary>
internal sealed class SampleStore : IDisposable
{
    /// <summary>Text that a page must show as it is.</summary>
    public static readonly string[] Hostile =
    [
        "<script>document.title='owned'</script>",
        "\"><img src=x onerror=alert(1)>",
        "'; alert(\"quotes\") & `ticks` <!-- -->",
        "</title></style></script><h1>out</h1>",
        "מנהל \"פורטל\"",
        "javascript:alert(1)",
        "O'Brien & Söhne <GmbH>",
    ];

    private const int Users = 1_180;

    private static readonly DateTimeOffset Today = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private static readonly (string Name, int Share, string[] Rights)[] Profiles =
    [
        ("Portal administrators", 1, ["asset-bank.users-and-permissions.*", "asset-bank.taxonomy.*", "asset-bank.system-admin.manage-portal-settings", "asset-bank.reporting.*", "asset-bank.waiting-room.*"]),
        ("Brand managers", 4, ["asset-bank.asset.manage-brands", "asset-bank.asset-management.upload-assets", "asset-bank.asset-management.edit-assets", "brand-guidelines.manager", "asset-bank.collections.*"]),
        ("Template designers", 3, ["studio.content-designer", "brand-templates.create-documents", "brand-templates.manage-templates", "asset-bank.asset-management.upload-assets"]),
        ("Editors", 16, ["asset-bank.asset-management.upload-assets", "asset-bank.asset-management.edit-assets", "asset-bank.collections.*", "asset-bank.asset-management.download-original-assets", "dynamic-asset-transformations.view-and-download-presets"]),
        ("Campaign team", 9, ["workflow.campaigns.*", "workflow.job.create-jobs", "workflow.job.view-jobs", "workflow.job.approve-jobs", "workflow.asset.approve-asset", "asset-bank.collections.create-collections"]),
        ("Agencies", 7, ["asset-bank.asset-management.upload-assets-with-mandatory-approval", "asset-bank.sharing.share-assets", "workflow.job.view-jobs"]),
        ("Press office", 3, ["asset-bank.asset-management.download-original-assets", "asset-bank.sharing.share-assets", "asset-bank.sharing.manage-require-login-on-shares", "asset-bank.homepage.manage-news"]),
        ("Viewers", 50, ["asset-bank.collections.create-collections", "asset-bank.asset-management.download-public-asset-derivatives", "asset-bank.asset-management.crop-asset", "brand-guidelines.viewer"]),
        ("Retail partners", 7, ["brand-store.brand-store-access", "brand-store.download-asset", "asset-bank.asset-management.download-public-asset-derivatives"]),
    ];

    private static readonly string[] Departments = ["Marketing", "Sales", "Brand", "E-Commerce", "Creative Studio", "Product Management", "Corporate Communications", "Human Resources", "Research & Development", "Legal"];

    private static readonly string[] Locations = ["Amsterdam", "Berlin", "Paris", "Warsaw", "İstanbul", "Athens", "Cairo", "Tel Aviv", "Tokyo"];

    private static readonly string[] FirstNames = ["Anna", "Björn", "Chloé", "Deniz", "Ελένη", "فاطمة", "Grażyna", "Hélène", "İpek", "Jürgen", "Kinga", "Łukasz", "Maaike", "נועה", "Özgür", "Пётр", "さくら", "Ruben", "Sofie", "Thijs", "Zoë"];

    private static readonly string[] LastNames = ["Aydın", "Bakker", "Böhmer", "Dupré", "المصري", "Fischer", "Gołąb", "Hoekstra", "Ιωάννου", "Jansen", "כהן", "Lefèvre", "Müller", "Nowak", "O'Neill", "Petit", "佐藤", "Schäfer", "van den Berg", "Wójcik", "Yıldız"];

    private readonly SampleClock _clock = new();
    private readonly Random _random = new(7);
    private readonly PermStore _store;
    private readonly string _folder;

    public SampleStore(string path)
    {
        _store = PermStore.Create(path, new PermStoreOptions { Actor = "sample", Time = _clock }, overwrite: true);
        _folder = Path.GetDirectoryName(path)!;
    }

    public void Dispose() => _store.Dispose();

    /// <summary>A portal with a year behind it, as it was a month ago.</summary>
    public void Fill()
    {
        foreach ((string name, _, string[] rights) in Profiles)
        {
            _store.Profiles.Create(name, rights: rights, isDefault: name == "Viewers");
        }

        // Most were there half a year ago, and some came every week since.
        const int weeks = 22;
        const int weekly = 18;
        _clock.Now = Today.AddDays(-28 - (7 * weeks));
        CreateUsers(first: 0, Users - (weeks * weekly));
        for (int week = 0; week < weeks; week++)
        {
            _clock.Now = _clock.Now.AddDays(7);
            CreateUsers(Users - ((weeks - week) * weekly), weekly);
        }

        _store.Seats.SetContract(new SeatContract { Heavy = 90, Regular = 420, Light = 700, Enforcement = SeatEnforcement.Warn, ReactivationDelayDays = 180, PricePerSeat = new SeatPrices { Heavy = 41.5m, Regular = 18, Light = 2.4m }, Currency = "EUR" });
        Appoint(PermRole.PortalOwner, count: 2, "Portal administrators");
        Appoint(PermRole.Champion, count: 11, "Editors");
    }

    /// <summary>What happened since: people came and went, a profile changed, requests were made.</summary>
    public void Move()
    {
        (WaitingRoomKind, PermUser)[] requesters =
        [
            .. Some("Agencies", 31).Select(user => (WaitingRoomKind.Upload, user)),
            .. Some("Viewers", 24).Select(user => (WaitingRoomKind.Download, user)),
            .. Some("Editors", 3).Select(user => (WaitingRoomKind.Quarantine, user)),
        ];
        foreach ((WaitingRoomKind kind, PermUser user) in requesters.OrderBy(_ => _random.Next()))
        {
            // Most wait for a short time, a few for weeks.
            _clock.Now += (Today - _clock.Now) * 0.07;
            Request(kind, user);
        }

        _clock.Now = Today;
        CreateUsers(Users, 46);
        _store.Profiles.Create("Interns", "For the summer", ["asset-bank.collections.create-collections"]);
        _store.Profiles.Grant("Press office", ["asset-bank.homepage.manage-quicklinks"]);
        _store.Profiles.Grant("Retail partners", ["asset-bank.collections.publish-collections-online"]);
        foreach (PermUser user in Some("Campaign team", 14))
        {
            _store.Users.Update(UserReference.To(user), new UserData { IsActive = false });
        }
    }

    /// <summary>A portal of one office, half a year old.</summary>
    public void FillSmall()
    {
        foreach ((string name, _, string[] rights) in Profiles.Where(profile => profile.Name is "Portal administrators" or "Editors" or "Viewers"))
        {
            _store.Profiles.Create(name, rights: rights, isDefault: name == "Viewers");
        }

        _clock.Now = Today.AddDays(-180);
        CreateUsers(first: 0, 40);
        _store.Seats.SetContract(new SeatContract { Heavy = 3, Light = 60, PricePerSeat = new SeatPrices { Heavy = 41.5m, Regular = 18 }, Currency = "EUR", Enforcement = SeatEnforcement.Warn });
        Appoint(PermRole.PortalOwner, count: 1, "Editors");
        _clock.Now = Today;
        CreateUsers(40, 6);
        _store.TakeWarnings();
    }

    /// <summary>Hostile text wherever a store takes text.</summary>
    public void FillWithHostileText()
    {
        for (int i = 0; i < Hostile.Length; i++)
        {
            string text = Hostile[i];
            _store.Profiles.Create(text, text, ["asset-bank.asset-management.upload-assets-with-mandatory-approval", "asset-bank.users-and-permissions.manage-permission-profiles"], isDefault: i == 0);
            PermUser user = _store.Users.Create(new UserData { UserName = text, FirstName = text, LastName = text, Profile = text, Department = text, Location = text, JobTitle = text, LastLoginAt = _clock.Now });
            _store.WaitingRoom.Submit(new WaitingRoomRequest { Kind = WaitingRoomKind.Upload, Requester = UserReference.To(user), Assets = [text], Reason = text });
        }

        _clock.Now = _clock.Now.AddDays(200);
    }

    public void Export(string name, ReportOptions options) => _store.Reports.Export(Path.Combine(_folder, name), options, overwrite: true);

    /// <summary>The figures as the services give them, to be compared with those of the page.</summary>
    public void ExportFigures(string name)
    {
        Dictionary<string, object> figures = new(StringComparer.Ordinal)
        {
            ["seats"] = _store.Seats.GetUsage().ToDictionary(tier => tier.Tier.ToString(), tier => new long[] { tier.Active, tier.Inactive }),
            ["profiles"] = _store.Seats.GetUsageByProfile().ToDictionary(profile => profile.ProfileName!, profile => new long[] { profile.Active, profile.Inactive }),
            ["rules"] = _store.Audit.Run().CountBy(finding => finding.RuleName).ToDictionary(),
            ["severities"] = _store.Audit.Run().CountBy(finding => finding.Severity.ToString()).ToDictionary(),
        };
        File.WriteAllText(Path.Combine(_folder, name), JsonSerializer.Serialize(figures));
    }

    private void CreateUsers(int first, int count)
    {
        List<UserData> users = [];
        for (int i = first; i < first + count; i++)
        {
            DateTimeOffset created = first == 0 ? _clock.Now.AddDays(-_random.Next(20, 330)) : _clock.Now.AddDays(-_random.Next(0, 20));
            double age = (_clock.Now - created).TotalDays;

            // Who came early goes on coming.
            DateTimeOffset lately = _clock.Now < Today.AddDays(-28) ? Today.AddDays(-28) : _clock.Now;
            bool isActive = _random.NextDouble() > 0.11;

            // Most came lately, some long ago, some never.
            double early = _random.NextDouble();
            users.Add(new UserData
            {
                UserName = string.Create(CultureInfo.InvariantCulture, $"user{i:0000}@example.com"),
                Email = string.Create(CultureInfo.InvariantCulture, $"user{i:0000}@example.com"),
                FirstName = Pick(FirstNames),
                LastName = Pick(LastNames),
                Profile = PickProfile(),
                Department = Pick(Departments),
                Location = Pick(Locations),
                CreatedAt = created,
                IsActive = isActive,
                DeactivatedAt = isActive ? null : _clock.Now.AddDays(-age * _random.NextDouble()),
                LastLoginAt = _random.NextDouble() < 0.05 ? null : lately - ((lately - created) * early * early * early),
                LoginCount = _random.Next(1, 400),
            });
        }

        _store.Users.Create(users);
        _store.TakeWarnings();
    }

    private void Appoint(PermRole role, int count, string profile)
    {
        _store.Roles.AddMembers([.. Some(profile, count).Select(user => new RoleAssignment(role, UserReference.To(user)))]);
    }

    private void Request(WaitingRoomKind kind, PermUser user) => _store.WaitingRoom.Submit(new WaitingRoomRequest
    {
        Kind = kind,
        Requester = UserReference.To(user),
        Assets = [string.Create(CultureInfo.InvariantCulture, $"campaign-{_random.Next(100, 999)}.jpg")],
        Reason = "For the spring campaign",
        IsWatermarked = true,
    });

    private List<PermUser> Some(string profile, int count) => [.. _store.Users.Find(new UserFilter { Profiles = [profile], IsActive = true, First = count })];

    private string Pick(string[] values) => values[_random.Next(values.Length)];

    private string PickProfile()
    {
        int at = _random.Next(Profiles.Sum(profile => profile.Share));
        foreach ((string name, int share, _) in Profiles)
        {
            at -= share;
            if (at < 0)
            {
                return name;
            }
        }

        return Profiles[^1].Name;
    }
}
