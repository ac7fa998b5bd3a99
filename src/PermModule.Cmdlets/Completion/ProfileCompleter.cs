namespace PermModule.Completion;

/// <summary>Offers profile names.</summary>
public sealed class ProfileCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Find(PermStore store, string word) =>
        store.Profiles.Find()
            .Where(profile => IsStart(profile.Name, word))
            .Select(profile => (profile.Name, $"{profile.Tier}, rights: {profile.RightCount}, active users: {profile.ActiveUsers}"));
}
