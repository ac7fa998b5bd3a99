namespace PermModule.Unit.Hostile;

internal static class HostileStores
{
    /// <summary>Adds a user of whom nothing but the name is known.</summary>
    public static PermUser AddPlain(this TestStore test, string name) => test.Store.Users.Create(new UserData { UserName = name });

    /// <summary>File, foreign keys, seats and chain are as they should be.</summary>
    public static void AssertWhole(this TestStore test) => Assert.All(test.Store.Check(), check => Assert.True(check.IsPassed, check.Message));
}
