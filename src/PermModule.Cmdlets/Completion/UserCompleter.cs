namespace PermModule.Completion;

/// <summary>Offers user names.</summary>
public class UserCompleter : NameCompleter
{
    /// <summary>True to offer active users only.</summary>
    private protected virtual bool? IsActive => null;

    private protected override IEnumerable<(string Name, string Tip)> Find(PermStore store, string word) =>
        store.Users.Find(new UserFilter { UserNames = [Starting(word)], IsActive = IsActive, First = Most })
            .Select(user => (user.UserName, $"{user.DisplayName}, {user.ProfileName} ({user.Tier}{(user.IsActive ? "" : ", inactive")})"));
}
