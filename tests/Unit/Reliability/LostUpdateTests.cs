namespace PermModule.Unit.Reliability;

/// <summary>Of two changes from the same reading, through two connections, one wins and the other is told.</summary>
public sealed class LostUpdateTests : IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();
    private readonly PermStore _other;

    public LostUpdateTests()
    {
        _other = _test.Store.OpenAgain();
    }

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
