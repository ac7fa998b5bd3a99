namespace PermModule.Completion;

/// <summary>Offers user names.</summary>
public sealed class UserCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Find(PermStore store, string word) =>
        store.UserService.Find(new UserFilter { UserNames = [word + "*"], First = Most })
            .Select(user => (user.UserName, $"{user.DisplayName}, {user.ProfileName} ({user.Tier}{(user.IsActive ? "" : ", inactive")})"));
}
