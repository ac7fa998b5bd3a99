namespace PermModule.Completion;

/// <summary>Offers the email addresses of users.</summary>
public sealed class EmailCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Find(PermStore store, string word) =>
        store.Users.Find(new UserFilter { Email = Starting(word), First = Most }).Select(user => (user.Email!, user.UserName));
}
