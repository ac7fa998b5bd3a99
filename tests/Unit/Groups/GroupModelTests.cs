using FsCheck;
using FsCheck.Fluent;

namespace PermModule.Unit.Groups;

/// <summary>Random sequences of all that moves memberships, against a model in plain collections.</summary>
public class GroupModelTests
{
    private static readonly string[] Names = ["ann", "bob", "cyd", "dan", "eve"];
    private static readonly string[] GroupNames = ["Sales", "Legal", "Press"];

    [Fact]
    public void Memberships_and_their_counts_are_as_the_model_says()
    {
        Gen<int[]> step = Gen.Choose(0, 1_000_000).ArrayOf(4);
        Arbitrary<int[][]> steps = Gen.Choose(20, 60).SelectMany(count => step.ArrayOf(count)).ToArbitrary();
        int applied = 0;
        int refused = 0;
        Prop.ForAll(steps, sequence =>
        {
            using TestStore test = new TestStore().WithProfiles();
            Dictionary<string, HashSet<string>> groups = [];
            HashSet<string> users = [];
            for (int i = 0; i < Names.Length; i++)
            {
                Run(test.Store, groups, users, [0, 0, i, 0]);
                Run(test.Store, groups, users, [2, i, 0, 0]);
            }

            foreach (int[] one in sequence)
            {
                bool isApplied = Run(test.Store, groups, users, one);
                _ = isApplied ? applied++ : refused++;
                AssertSame(test.Store, groups, users);
            }

            Assert.All(test.Store.Check(), check => Assert.True(check.IsPassed, check.Message));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

        // A store that refuses everything would agree with a model that does.
        Assert.True(applied > 200, $"{applied} steps were applied");
        Assert.True(refused > 50, $"{refused} steps were refused");
    }

    private static bool Run(PermStore store, Dictionary<string, HashSet<string>> groups, HashSet<string> users, int[] step)
    {
        string user = Names[step[1] % Names.Length];
        string group = GroupNames[step[2] % GroupNames.Length];
        Membership[] pairs = [new(group, UserReference.ByName(user)), new(GroupNames[step[3] % GroupNames.Length], UserReference.ByName(Names[step[3] % Names.Length]))];
        switch (step[0] % 12)
        {
            case 0:
                return Refused(!groups.TryAdd(group, []), () => store.Groups.Create(group));
            case 1:
                return Refused(!groups.Remove(group), () => store.Groups.Remove(group));
            case 2:
                return Refused(!users.Add(user), () => store.Users.Create(new UserData { UserName = user }));
            case 3:
                bool isKnown = users.Remove(user);
                foreach (HashSet<string> members in groups.Values)
                {
                    members.Remove(user);
                }

                Assert.Equal(isKnown, store.Users.Remove([UserReference.ByName(user)])[0].Error is null);
                return isKnown;
            case 4:
                string[] wanted = [.. GroupNames.Where((_, i) => (step[3] >> i) % 2 == 1)];
                isKnown = users.Contains(user) && wanted.All(groups.ContainsKey);
                if (isKnown)
                {
                    foreach ((string name, HashSet<string> members) in groups)
                    {
                        _ = wanted.Contains(name) ? members.Add(user) : members.Remove(user);
                    }
                }

                return Refused(!isKnown, () => store.Users.Update(UserReference.ByName(user), new UserData { Groups = wanted }));
            case < 9:
                return Apply(groups, users, pairs, store.Groups.AddMembers(pairs), (members, name) => members.Add(name));
            default:
                return Apply(groups, users, pairs, store.Groups.RemoveMembers(pairs), (members, name) => members.Remove(name));
        }
    }

    private static bool Apply(Dictionary<string, HashSet<string>> groups, HashSet<string> users, Membership[] pairs, IReadOnlyList<BatchItem<GroupMember>> items, Func<HashSet<string>, string, bool> change)
    {
        for (int i = 0; i < pairs.Length; i++)
        {
            bool isKnown = groups.TryGetValue(pairs[i].Group, out HashSet<string>? members) && users.Contains(pairs[i].User.Name);
            Assert.Equal(isKnown, items[i].Error is null);
            Assert.Equal(isKnown && change(members!, pairs[i].User.Name), items[i].IsChanged);
        }

        return items.All(item => item.Error is null);
    }

    private static bool Refused(bool isExpected, Action change)
    {
        PermException? error = null;
        try
        {
            change();
        }
        catch (PermException refusal)
        {
            error = refusal;
        }

        Assert.Equal(isExpected, error is not null);
        return !isExpected;
    }

    private static void AssertSame(PermStore store, Dictionary<string, HashSet<string>> groups, HashSet<string> users)
    {
        Assert.Equal(groups.Select(group => (group.Key, (long)group.Value.Count)).Order(), store.Groups.Find().Select(group => (group.Name, group.MemberCount)));
        foreach ((string name, HashSet<string> members) in groups)
        {
            Assert.Equal(members.Order(), store.Groups.Members(name).Select(member => member.UserName).Order());
            Assert.Equal(members.Order(), store.Users.Find(new UserFilter { Group = name }).Select(user => user.UserName).Order());
        }

        foreach (PermUser user in store.Users.Find())
        {
            Assert.Contains(user.UserName, users);
            Assert.Equal(groups.Where(group => group.Value.Contains(user.UserName)).Select(group => group.Key).Order(), user.Groups);
        }
    }
}
