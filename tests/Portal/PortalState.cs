using System.Globalization;

namespace PermModule.Fakes;

/// <summary>What the fake portal holds.</summary>
public sealed class PortalState
{
    private int _next = 1;

    public Dictionary<string, FakeUser> Users { get; } = new(new IdComparer());

    public List<FakeProfile> Profiles { get; } = [];

    public List<FakeGroup> Groups { get; } = [];

    /// <summary>The user whose token it is.</summary>
    public FakeUser Owner { get; private set; } = null!;

    /// <summary>Profiles of all tiers, two groups, the user of the token and a number of others.</summary>
    public static PortalState Sample(int users)
    {
        PortalState state = new();
        FakeProfile admin = state.AddProfile("Portal administrators", "USERMANAGEMENT", "PERMISSIONMANAGEMENT", "GROUPMANAGEMENT", "MEDIAUPLOAD", "MEDIAEDIT");
        FakeProfile editor = state.AddProfile("Editors", "MEDIAUPLOAD", "MEDIAEDIT", "collection.public.view");
        FakeProfile viewer = state.AddProfile("Viewers", "collection.public.view", "COLLECTIONS");
        FakeGroup print = state.AddGroup("Print team");
        FakeGroup agency = state.AddGroup("Agency");
        state.Owner = state.AddUser("service", admin, "Service", "Account");
        for (int i = 1; i <= users; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"user{i:0000}");
            FakeUser user = state.AddUser(name, i % 20 == 0 ? admin : i % 4 == 0 ? editor : viewer, "First" + i.ToString(CultureInfo.InvariantCulture), "Last" + i.ToString(CultureInfo.InvariantCulture));
            user.Department = i % 3 == 0 ? "Sales" : "Marketing";
            user.Job = i % 5 == 0 ? "Lead" : "";
            user.Country = i % 2 == 0 ? "Norway" : "Italy";
            user.IsActive = i % 25 != 0;
            user.IsSsoOnly = i % 7 == 0;
            user.LastLogin = i % 6 == 0 ? null : "2026-10-02T08:15:00Z";
            if (i % 10 == 0)
            {
                user.GroupIds.Add(print.Id);
            }

            if (i % 30 == 0)
            {
                user.GroupIds.Add(agency.Id);
            }
        }

        return state;
    }

    public FakeProfile AddProfile(string name, params string[] roles)
    {
        FakeProfile profile = new() { Id = NewId(), Name = name, Roles = [.. roles] };
        Profiles.Add(profile);
        return profile;
    }

    public FakeGroup AddGroup(string name)
    {
        FakeGroup group = new() { Id = NewId(), Name = name };
        Groups.Add(group);
        return group;
    }

    public FakeUser AddUser(string userName, FakeProfile? profile, string firstName = "First", string lastName = "Last")
    {
        FakeUser user = new() { Id = NewId(), UserName = userName, Email = userName + "@example.com", ProfileId = profile?.Id, FirstName = firstName, LastName = lastName };
        Users.Add(user.Id, user);
        return user;
    }

    public FakeUser? Find(string idOrName)
    {
        return Users.GetValueOrDefault(idOrName) ?? Users.Values.FirstOrDefault(user => user.UserName.Equals(idOrName, StringComparison.OrdinalIgnoreCase));
    }

    public FakeUser User(string name) => Find(name) ?? throw new KeyNotFoundException(name);

    public FakeProfile Profile(string name) => Profiles.First(profile => profile.Name == name);

    public FakeGroup Group(string name) => Groups.First(group => group.Name == name);

    public FakeGroup? FindGroup(string id) => Groups.FirstOrDefault(group => Key(group.Id) == Key(id));

    /// <summary>The next id, 8-4-4-16 hexadecimal digits.</summary>
    public string NewId()
    {
        int number = _next++;
        return string.Create(CultureInfo.InvariantCulture, $"0A{number:X6}-00C0-4{number % 4096:X3}-A1B2C3D4{number * 7919L % 0xFFFFFFFF:X8}");
    }

    public static string Key(string id) => id.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();

    private sealed class IdComparer : IEqualityComparer<string>
    {
        public bool Equals(string? x, string? y) => x is null || y is null ? x == y : Key(x) == Key(y);

        public int GetHashCode(string obj) => Key(obj).GetHashCode(StringComparison.Ordinal);
    }
}
