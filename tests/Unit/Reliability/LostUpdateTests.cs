namespace PermModule.Unit.Reliability;

/// <summary>Of two changes from the same reading, through two connections, one wins and the other is told.</summary>
public class LostUpdateTests : IDisposable
{
    private static readonly Dictionary<string, (UserData Theirs, UserData Mine)> Fields = new(StringComparer.Ordinal)
    {
        ["UserName"] = (new UserData { UserName = "theirs" }, new UserData { UserName = "mine" }),
        ["Email"] = (new UserData { Email = "theirs@example.com" }, new UserData { Email = "mine@example.com" }),
        ["FirstName"] = (new UserData { FirstName = "theirs" }, new UserData { FirstName = "mine" }),
        ["LastName"] = (new UserData { LastName = "theirs" }, new UserData { LastName = "mine" }),
        ["Profile"] = (new UserData { Profile = "Editor" }, new UserData { Profile = "Admin" }),
        ["Department"] = (new UserData { Department = "theirs" }, new UserData { Department = "mine" }),
        ["Location"] = (new UserData { Location = "theirs" }, new UserData { Location = "mine" }),
        ["JobTitle"] = (new UserData { JobTitle = "theirs" }, new UserData { JobTitle = "mine" }),
        ["ExternalId"] = (new UserData { ExternalId = "theirs" }, new UserData { ExternalId = "mine" }),
        ["SsoOnly"] = (new UserData { IsSsoOnly = true }, new UserData { IsSsoOnly = false }),
    };

    private static readonly Dictionary<string, (Func<SeatContract, SeatContract> Theirs, Func<SeatContract, SeatContract> Mine)> Terms = new(StringComparer.Ordinal)
    {
        ["Heavy"] = (contract => contract with { Heavy = 5 }, contract => contract with { Heavy = 6 }),
        ["Regular"] = (contract => contract with { Regular = 5 }, contract => contract with { Regular = 6 }),
        ["Light"] = (contract => contract with { Light = 5 }, contract => contract with { Light = 6 }),
        ["Enforcement"] = (contract => contract with { Enforcement = SeatEnforcement.Warn }, contract => contract with { Enforcement = SeatEnforcement.Block }),
        ["WarningPercent"] = (contract => contract with { WarningPercent = 50 }, contract => contract with { WarningPercent = 60 }),
        ["ReactivationDelayDays"] = (contract => contract with { ReactivationDelayDays = 5 }, contract => contract with { ReactivationDelayDays = 6 }),
    };

    private readonly TestStore _test = new TestStore().WithProfiles();
    private readonly PermStore _other;

    public LostUpdateTests()
    {
        _other = _test.Store.OpenAgain();
    }

    public static TheoryData<string> UserFields => [.. Fields.Keys];

    public static TheoryData<string> ContractFields => [.. Terms.Keys];

    private PermStore Mine => _test.Store;

    public void Dispose()
    {
        _other.Dispose();
        _test.Dispose();
    }

    [Fact]
    public void A_user()
    {
        _test.AddUser("ann");
        PermUser read = Mine.Users.Get("ann");
        _other.Users.Update(UserReference.ByName("ann"), new UserData { Department = "theirs" });
        AssertRefused("ann", "Department", () => Mine.Users.Update(UserReference.To(read), new UserData { Department = "mine" }));
        Assert.Equal("theirs", Mine.Users.Get("ann").Department);
        Mine.Users.Update(UserReference.To(read), new UserData { Department = "theirs", Location = "mine" });
    }

    [Theory]
    [MemberData(nameof(UserFields))]
    public void Each_field_of_a_user(string field)
    {
        (UserData theirs, UserData mine) = Fields[field];
        PermUser read = _test.AddUser("ann");
        string name = _other.Users.Update(UserReference.ByName("ann"), theirs).UserName;
        AssertRefused(name, field, () => Mine.Users.Update(UserReference.To(read), mine));
        Mine.Users.Update(UserReference.To(read), theirs);
    }

    [Fact]
    public void The_groups_of_a_user()
    {
        foreach (string name in (string[])["Ours", "Theirs", "Mine"])
        {
            Mine.Groups.Create(name);
        }

        UserReference ann = UserReference.ByName("ann");
        _test.AddUser("ann");
        PermUser read = Mine.Users.Update(ann, new UserData { Groups = ["Ours"] });
        _other.Groups.AddMembers([new Membership("Theirs", ann)]);
        AssertRefused("ann", "Groups", () => Mine.Users.Update(UserReference.To(read), new UserData { Groups = ["Ours", "Mine"] }));
        Assert.Equal(["Ours", "Theirs"], Mine.Users.Get("ann").Groups);
        Mine.Users.Update(UserReference.To(read), new UserData { Groups = ["theirs", "ours"], Location = "mine" });
        Mine.Users.Update(UserReference.To(Mine.Users.Get("ann")), new UserData { Groups = ["Mine"] });
    }

    [Fact]
    public void A_profile()
    {
        PermProfile read = Mine.Profiles.Get("Admin");
        _other.Profiles.Update("Admin", newName: "Theirs", description: "theirs", isDefault: true);
        AssertRefused("Theirs", "Name", () => Mine.Profiles.Update(read, newName: "Mine"));
        AssertRefused("Theirs", "Description", () => Mine.Profiles.Update(read, description: "mine"));
        AssertRefused("Theirs", "IsDefault", () => Mine.Profiles.Update(read, isDefault: false));
        Assert.Equal(("Theirs", "theirs", true), (Mine.Profiles.Get("Theirs").Name, Mine.Profiles.Get("Theirs").Description, Mine.Profiles.Get("Theirs").IsDefault));
        Assert.Equal("Theirs", Mine.Profiles.Update(read, description: "theirs", isDefault: true).Name);
    }

    [Fact]
    public void A_group()
    {
        Mine.Groups.Create("Sales");
        PermGroup read = Mine.Groups.Get("Sales");
        _other.Groups.Update("Sales", newName: "Theirs");
        AssertRefused("Theirs", "Name", () => Mine.Groups.Update(read, newName: "Mine"));
        Assert.Equal(("Theirs", "mine"), (Mine.Groups.Update(read, description: "mine").Name, Mine.Groups.Get("Theirs").Description));
        AssertRefused("Theirs", "Description", () => Mine.Groups.Update(read, description: "anew"));
    }

    [Fact]
    public void The_contract()
    {
        SeatContract read = Mine.Seats.Contract;
        _other.Seats.ChangeContract(contract => contract with { Heavy = 5 });
        AssertRefused("Seat contract", "Heavy", () => Mine.Seats.ChangeContract(contract => contract with { Heavy = 6 }, read));
        Assert.Equal((5, 7), (Mine.Seats.ChangeContract(contract => contract with { Regular = 7 }, read).Heavy, Mine.Seats.Contract.Regular));
        Assert.Equal(5, Mine.Seats.ChangeContract(contract => contract with { Heavy = 5 }, read).Heavy);
        Assert.Equal(8, Mine.Seats.ChangeContract(contract => contract with { Heavy = 8 }, Mine.Seats.Contract).Heavy);
    }

    [Theory]
    [MemberData(nameof(ContractFields))]
    public void Each_field_of_the_contract(string field)
    {
        (Func<SeatContract, SeatContract> theirs, Func<SeatContract, SeatContract> mine) = Terms[field];
        SeatContract read = Mine.Seats.Contract;
        _other.Seats.ChangeContract(theirs);
        AssertRefused("Seat contract", field, () => Mine.Seats.ChangeContract(mine, read));
        Mine.Seats.ChangeContract(theirs, read);
    }

    [Fact]
    public void What_another_store_or_nobody_has_read_is_taken_as_it_is()
    {
        using TestStore elsewhere = new TestStore().WithProfiles();
        elsewhere.Store.Profiles.Update("Admin", description: "elsewhere");
        Assert.Equal("mine", Mine.Profiles.Update(elsewhere.Store.Profiles.Get("Admin"), description: "mine").Description);
        Mine.Seats.SetContract(new SeatContract { Light = 1 });
        Assert.Equal(2, Mine.Seats.ChangeContract(contract => contract with { Light = 2 }, elsewhere.Store.Seats.Contract).Light);
        Assert.Equal(3, Mine.Seats.ChangeContract(contract => contract with { Light = 3 }, new SeatContract()).Light);
    }

    [Fact]
    public void Equal_records_are_equal_wherever_they_were_read() =>
        Assert.Equal(new SeatContract(), Mine.Seats.Contract);

    private static void AssertRefused(string name, string field, Action change)
    {
        PermConflictException error = Assert.Throws<PermConflictException>(change);
        Assert.Equal(("ConcurrentChange", name), (error.ErrorId, error.Target));
        Assert.Contains($": {field} is no longer what it was.", error.Message, StringComparison.Ordinal);
    }
}
