using FsCheck;
using FsCheck.Fluent;

namespace PermModule.Unit.Storage;

/// <summary>Differences between two stores against a comparison of everything in memory.</summary>
public class StoreComparisonTests
{
    /// <summary>Names whose order differs between UTF-16 and UTF-8, and names that differ by case alone.</summary>
    private static readonly string[] Names = ["ann", "Ann", "bob", "\uFF21", "\U0001F600", "\U0001F600a", "\u00E9", "z"];

    [Fact]
    public void Every_difference_is_found_and_nothing_else()
    {
        Gen<Step[]> steps = (from side in Gen.Choose(0, 2)
                             from kind in Gen.Choose(0, 8)
                             from a in Gen.Choose(0, 7)
                             from b in Gen.Choose(0, 7)
                             select new Step(side, kind, a, b)).ArrayOf(40);
        Prop.ForAll(Arb.From(steps), Play).Check(Config.QuickThrowOnFailure.WithMaxTest(25));
    }

    [Fact]
    public void A_store_is_like_itself()
    {
        using TestStore test = new TestStore().WithProfiles();
        test.AddUser("ann");
        Assert.Empty(test.Store.Comparison.Compare(test.Store.Comparison));
        Assert.All(test.Store.Comparison.Compare(test.Store.Comparison, includesEqual: true), found => Assert.Equal(("==", true), (found.SideIndicator, Equals(found.Reference, found.Difference) || found.Reference is string[])));
        Assert.Contains(test.Store.Comparison.Compare(test.Store.Comparison, [StoreDifferenceKind.User], includesEqual: true), found => found.Name == "ann");
    }

    [Fact]
    public void The_past_of_a_store_is_compared_like_another_store()
    {
        using TestStore test = new TestStore().WithProfiles();
        foreach (string name in Names.Skip(1))
        {
            test.Store.Users.Create(new UserData { UserName = name, Groups = ["B", "\uFF21", "\U0001F600"] }, new UserBatchOptions { CreateGroups = true });
            test.Store.Roles.AddMembers([new RoleAssignment(PermRole.PortalOwner, UserReference.ByName(name))]);
        }

        test.Store.ContentWorkflow.SetOwner(UserReference.ByName("z"));
        test.Store.WaitingRoom.Submit(new WaitingRoomRequest { Kind = WaitingRoomKind.Download, Requester = UserReference.ByName("z"), Assets = ["a"], Reason = "r" });
        DateTimeOffset then = test.Clock.GetUtcNow();
        test.Clock.Advance(TimeSpan.FromHours(1));
        using (PermStore same = test.Store.AsOf(then))
        {
            Assert.Empty(test.Store.Comparison.Compare(same.Comparison));
        }

        test.Store.Groups.RemoveMembers([new("B", UserReference.ByName("bob"))]);
        test.Store.Roles.RemoveMembers([new RoleAssignment(PermRole.PortalOwner, UserReference.ByName("bob"))]);
        test.Store.Users.Update(UserReference.ByName("z"), new UserData { UserName = "y", Department = "Legal" });
        using PermStore past = test.Store.AsOf(then);
        StoreDifference[] found = [.. test.Store.Comparison.Compare(past.Comparison)];
        Assert.Contains(found, item => (item.Kind, item.Name, item.Property, item.SideIndicator) == (StoreDifferenceKind.Membership, "bob", "B", "<="));
        Assert.Contains(found, item => (item.Kind, item.Name, item.SideIndicator) == (StoreDifferenceKind.Role, "bob", "<="));
        Assert.Contains(found, item => item.Property == nameof(PermUser.UserName) && Equals(item.Reference, "z") && Equals(item.Difference, "y"));
        Assert.All(found.Where(item => item.Kind != StoreDifferenceKind.Request), item => Assert.Contains(item.Name, new[] { "bob", "y", "z" }));
    }

    [Fact]
    public void Only_the_kinds_that_are_asked_for_are_compared()
    {
        using TestStore left = new TestStore().WithProfiles();
        using TestStore right = new();
        left.AddUser("ann");
        Assert.Equal([StoreDifferenceKind.User], right.Store.Comparison.Compare(left.Store.Comparison, [StoreDifferenceKind.User]).Select(found => found.Kind));
    }

    [Fact]
    public void A_profile_that_is_to_go_comes_after_the_users_who_leave_it()
    {
        using TestStore left = new TestStore().WithProfiles();
        using TestStore right = new TestStore().WithProfiles();
        left.AddUser("ann", "Viewer");
        right.Store.Profiles.Create("Old");
        right.AddUser("ann", "Old");
        Assert.Equal(["ann", "Old"], right.Store.Comparison.Compare(left.Store.Comparison).Select(found => found.Name));
    }

    [Fact]
    public void Requests_are_matched_by_requester_time_and_assets()
    {
        using TestStore left = new TestStore().WithProfiles();
        using TestStore right = new TestStore().WithProfiles();
        foreach (TestStore test in new[] { left, right })
        {
            test.AddUser("ann");
            test.AddUser("bob");
        }

        // The order of submission differs, and so do the numbers.
        Submit(left, "ann");
        Submit(left, "bob");
        Submit(right, "bob");
        Submit(right, "ann");
        Assert.Empty(right.Store.Comparison.Compare(left.Store.Comparison));
        Submit(left, "bob", "third.jpg");
        Assert.Equal("<=", right.Store.Comparison.Compare(left.Store.Comparison).Single().SideIndicator);

        static void Submit(TestStore test, string requester, string asset = "first.jpg") => test.Store.WaitingRoom.Submit(
            new WaitingRoomRequest { Kind = WaitingRoomKind.Download, Requester = UserReference.ByName(requester), Assets = [asset, "second.jpg"], Reason = "why" });
    }

    [Fact]
    public void A_store_that_is_read_by_its_path_stays_as_it_is()
    {
        using TestStore left = new TestStore().WithProfiles();
        using TestStore right = new TestStore().WithProfiles();
        right.AddUser("ann");
        string copy = right.File("copy.db");
        right.Store.Backup(copy);
        byte[] before = File.ReadAllBytes(copy);
        using (PermStore opened = PermStore.Open(copy, right.Options with { IsReadOnly = true }))
        {
            Assert.Single(opened.Comparison.Compare(left.Store.Comparison));
        }

        Assert.Equal(before, File.ReadAllBytes(copy));
    }

    private static void Play(Step[] steps)
    {
        using TestStore left = new TestStore().WithProfiles();
        using TestStore right = new TestStore().WithProfiles();
        foreach (Step step in steps)
        {
            foreach (TestStore test in step.Side switch { 0 => new[] { left }, 1 => [right], _ => [left, right] })
            {
                try
                {
                    step.Run(test.Store);
                }
                catch (PermException)
                {
                    // A step that does not apply leaves the store as it is.
                }
            }
        }

        string[] expected = [.. Expected(Facts(left.Store), Facts(right.Store)).Order(StringComparer.Ordinal)];
        string[] found = [.. right.Store.Comparison.Compare(left.Store.Comparison).Select(Text).Order(StringComparer.Ordinal)];
        Assert.Equal(expected, found);
    }

    private static string Text(StoreDifference found) => $"{found.Kind} {NameKey.Fold(found.Name)} {(found.SideIndicator == "<>" || found.Kind is StoreDifferenceKind.Membership or StoreDifferenceKind.Role ? found.Property : "")} {found.SideIndicator}";

    private static IEnumerable<string> Expected(Dictionary<(string Kind, string Key), Dictionary<string, object?>> left, Dictionary<(string Kind, string Key), Dictionary<string, object?>> right)
    {
        foreach ((string Kind, string Key) key in left.Keys.Union(right.Keys))
        {
            if (!right.TryGetValue(key, out Dictionary<string, object?>? theirs))
            {
                yield return $"{key.Kind} {key.Key} <=";
            }
            else if (!left.TryGetValue(key, out Dictionary<string, object?>? mine))
            {
                yield return $"{key.Kind} {key.Key} =>";
            }
            else
            {
                foreach (string property in mine.Keys.Where(property => !Equals(mine[property], theirs[property])))
                {
                    yield return $"{key.Kind} {key.Key.TrimEnd()} {property} <>";
                }
            }
        }
    }

    /// <summary>Everything that is compared, by kind and key: read through the public services, and held in memory.</summary>
    private static Dictionary<(string Kind, string Key), Dictionary<string, object?>> Facts(PermStore store)
    {
        Dictionary<(string, string), Dictionary<string, object?>> facts = new()
        {
            [("Contract", "SEAT CONTRACT ")] = new() { ["Heavy"] = store.Seats.Contract.Heavy, ["WarningPercent"] = store.Seats.Contract.WarningPercent },
        };
        foreach (PermRight right in store.Rights.Find())
        {
            facts.Add(("Tier", NameKey.Fold(right.Key) + " "), new() { ["Tier"] = right.Tier });
        }

        foreach (PermProfile profile in store.Profiles.Find())
        {
            facts.Add(("Profile", NameKey.Fold(profile.Name) + " "), new() { ["Name"] = profile.Name, ["Description"] = profile.Description, ["Rights"] = string.Join(",", profile.Rights), ["IsDefault"] = profile.IsDefault });
        }

        foreach (PermGroup group in store.Groups.Find())
        {
            facts.Add(("Group", NameKey.Fold(group.Name) + " "), new() { ["Name"] = group.Name, ["Description"] = group.Description });
        }

        foreach (PermUser user in store.Users.Find())
        {
            string key = NameKey.Fold(user.UserName);
            facts.Add(("User", key + " "), new() { ["UserName"] = user.UserName, ["Department"] = user.Department, ["ProfileName"] = user.ProfileName, ["IsActive"] = user.IsActive });
            foreach (string group in user.Groups)
            {
                facts.Add(("Membership", $"{key} {group}"), []);
            }

            foreach (RoleMember role in store.Roles.RolesOf(UserReference.To(user)).Where(role => role.Role != PermRole.EndUser))
            {
                facts.Add(("Role", $"{key} {role.Role}"), []);
            }
        }

        return facts;
    }

    private sealed record Step(int Side, int Kind, int A, int B)
    {
        public void Run(PermStore store)
        {
            string name = Names[A];
            string profile = new[] { "Admin", "Editor", "Viewer" }[B % 3];
            string group = new[] { "Red", "Blue" }[B % 2];
            switch (Kind)
            {
                case 0 or 1:
                    store.Users.Create(new UserData { UserName = name, Profile = profile, IsActive = B > 2 });
                    break;
                case 2:
                    store.Users.Update(UserReference.ByName(name), new UserData { Department = B % 2 == 0 ? "Press" : "Sales", Profile = profile });
                    break;
                case 3:
                    store.Users.Remove([UserReference.ByName(name)]);
                    break;
                case 4:
                    store.Groups.Create(group, B > 3 ? "text" : null);
                    break;
                case 5:
                    store.Groups.AddMembers([new Membership(group, UserReference.ByName(name))]);
                    break;
                case 6:
                    store.Roles.AddMembers([new RoleAssignment(PermRole.PortalOwner, UserReference.ByName(name))]);
                    break;
                case 7:
                    store.Rights.SetTier("asset-bank.asset.manage-brands", B > 3 ? Tier.Light : null);
                    store.Seats.SetContract(new SeatContract { Heavy = A + 10, WarningPercent = 50 + B });
                    break;
                default:
                    store.Profiles.Create($"P{B}", A > 3 ? "text" : null, rights: A % 2 == 0 ? [] : ["asset-bank.collections.create-collections"]);
                    break;
            }
        }
    }
}
