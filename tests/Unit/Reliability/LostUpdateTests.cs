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
        PermUser read = Mine.UserService.Get("ann");
        _other.UserService.Update(UserReference.ByName("ann"), new UserData { Department = "theirs" });
        AssertRefused("ann", "Department", () => Mine.UserService.Update(UserReference.To(read), new UserData { Department = "mine" }));
        Assert.Equal("theirs", Mine.UserService.Get("ann").Department);
        Mine.UserService.Update(UserReference.To(read), new UserData { Department = "theirs", Location = "mine" });
    }

    [Fact]
    public void A_profile()
    {
        PermProfile read = Mine.ProfileService.Get("Admin");
        _other.ProfileService.Update("Admin", newName: "Theirs", description: "theirs", isDefault: true);
        AssertRefused("Theirs", "Name", () => Mine.ProfileService.Update(read, newName: "Mine"));
        AssertRefused("Theirs", "Description", () => Mine.ProfileService.Update(read, description: "mine"));
        AssertRefused("Theirs", "IsDefault", () => Mine.ProfileService.Update(read, isDefault: false));
        Assert.Equal(("Theirs", "theirs", true), (Mine.ProfileService.Get("Theirs").Name, Mine.ProfileService.Get("Theirs").Description, Mine.ProfileService.Get("Theirs").IsDefault));
        Assert.Equal("Theirs", Mine.ProfileService.Update(read, description: "theirs", isDefault: true).Name);
    }

    [Fact]
    public void A_group()
    {
        Mine.GroupService.Create("Sales");
        PermGroup read = Mine.GroupService.Get("Sales");
        _other.GroupService.Update("Sales", newName: "Theirs");
        AssertRefused("Theirs", "Name", () => Mine.GroupService.Update(read, newName: "Mine"));
        Assert.Equal(("Theirs", "mine"), (Mine.GroupService.Update(read, description: "mine").Name, Mine.GroupService.Get("Theirs").Description));
        AssertRefused("Theirs", "Description", () => Mine.GroupService.Update(read, description: "anew"));
    }

    [Fact]
    public void The_contract()
    {
        SeatContract read = Mine.SeatService.Contract;
        _other.SeatService.ChangeContract(contract => contract with { Heavy = 5 });
        AssertRefused("Seat contract", "Heavy", () => Mine.SeatService.ChangeContract(contract => contract with { Heavy = 6 }, read));
        Assert.Equal((5, 7), (Mine.SeatService.ChangeContract(contract => contract with { Regular = 7 }, read).Heavy, Mine.SeatService.Contract.Regular));
        Assert.Equal(5, Mine.SeatService.ChangeContract(contract => contract with { Heavy = 5 }, read).Heavy);
        Assert.Equal(8, Mine.SeatService.ChangeContract(contract => contract with { Heavy = 8 }, Mine.SeatService.Contract).Heavy);
    }

    [Fact]
    public void What_another_store_or_nobody_has_read_is_taken_as_it_is()
    {
        using TestStore elsewhere = new TestStore().WithProfiles();
        elsewhere.Store.ProfileService.Update("Admin", description: "elsewhere");
        Assert.Equal("mine", Mine.ProfileService.Update(elsewhere.Store.ProfileService.Get("Admin"), description: "mine").Description);
        Mine.SeatService.SetContract(new SeatContract { Light = 1 });
        Assert.Equal(2, Mine.SeatService.ChangeContract(contract => contract with { Light = 2 }, elsewhere.Store.SeatService.Contract).Light);
        Assert.Equal(3, Mine.SeatService.ChangeContract(contract => contract with { Light = 3 }, new SeatContract()).Light);
    }

    [Fact]
    public void Equal_records_are_equal_wherever_they_were_read() =>
        Assert.Equal(new SeatContract(), Mine.SeatService.Contract);

    private static void AssertRefused(string name, string field, Action change)
    {
        PermConflictException error = Assert.Throws<PermConflictException>(change);
        Assert.Equal(("ConcurrentChange", name), (error.ErrorId, error.Target));
        Assert.Contains($": {field} is no longer what it was.", error.Message, StringComparison.Ordinal);
    }
}
