using FsCheck;
using FsCheck.Fluent;

namespace PermModule.Unit.Seats;

/// <summary>Random changes against a plain model that keeps users and profiles and recounts everything from nothing.</summary>
public class SeatModelTests
{
    private const int Kinds = 13;

    private static readonly string[] Keys =
    [
        "asset-bank.asset.manage-brands",
        "asset-bank.asset-management.upload-assets",
        "asset-bank.collections.create-collections",
        "content-workflow.receive-product-updates-via-email",
    ];

    private static readonly Tier[] Seats = [Tier.Heavy, Tier.Regular, Tier.Light];

    [Fact]
    public void The_store_accepts_what_the_model_accepts_and_counts_what_it_counts()
    {
        Gen<Step[]> steps = (from kind in Gen.Choose(0, Kinds - 1)
                             from a in Gen.Choose(0, 7)
                             from b in Gen.Choose(0, 7)
                             from c in Gen.Choose(0, 7)
                             select new Step(kind, a, b, c)).ArrayOf(40);
        Prop.ForAll(Arb.From(steps), Play).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    private static void Play(Step[] steps)
    {
        using TestStore test = new();
        Model model = new();
        for (int i = 0; i < 4; i++)
        {
            test.Store.Profiles.Create($"P{i}", rights: i == 3 ? [] : [Keys[i]]);
            model.Profiles.Add($"P{i}", i == 3 ? [] : [Keys[i]]);
        }

        foreach (Step step in steps)
        {
            Model after = model.Copy();
            Action? apply = step.Plan(after, test);
            if (apply is null)
            {
                continue;
            }

            bool isAccepted = model.Allows(after);
            try
            {
                apply();
                Assert.True(isAccepted, $"{step} was accepted");
                model = after;
            }
            catch (SeatLimitException error)
            {
                Assert.False(isAccepted, $"{step} was refused: {error.Message}");
                Assert.True(error.Needed > error.Free);
            }

            Same(model, test.Store);
        }

        Assert.All(test.Store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    private static void Same(Model model, PermStore store)
    {
        IReadOnlyList<SeatUsage> usage = store.Seats.GetUsage();
        Assert.Equal(Seats.Select(tier => (model.Used(tier), model.Inactive(tier), model.Limits[tier])), usage.Select(row => (row.Active, row.Inactive, row.Limit)));
        Assert.Equal(model.Block, store.Seats.Contract.Enforcement == SeatEnforcement.Block);
        Assert.Equal(
            model.Profiles.OrderBy(profile => profile.Key, StringComparer.Ordinal).Select(profile => $"{profile.Key} {model.TierOf(profile.Key)} {string.Join(",", profile.Value.Order(StringComparer.Ordinal))}"),
            store.Profiles.Find().Select(profile => $"{profile.Name} {profile.Tier} {string.Join(",", profile.Rights.Order(StringComparer.Ordinal))}"));
        Assert.Equal(
            model.Users.OrderBy(user => user.Key, StringComparer.Ordinal).Select(user => $"{user.Key} {user.Value.Profile} {user.Value.IsActive}"),
            store.Users.Find().OrderBy(user => user.UserName, StringComparer.Ordinal).Select(user => $"{user.UserName} {user.ProfileName} {user.IsActive}"));
        Assert.All(Keys, key => Assert.Equal(model.Tiers[key], store.Rights.Find(key)[0].Tier));
    }

    private sealed class Model
    {
        public Dictionary<string, HashSet<string>> Profiles { get; private init; } = [];

        public Dictionary<string, (string Profile, bool IsActive)> Users { get; private init; } = [];

        public Dictionary<string, Tier> Tiers { get; private init; } = Keys.ToDictionary(key => key, key => RightCatalogue.Default.Resolve(key).DefaultTier);

        public Dictionary<Tier, long?> Limits { get; private init; } = Seats.ToDictionary(tier => tier, _ => (long?)null);

        public bool Block { get; set; } = true;

        public Model Copy() => new()
        {
            Profiles = Profiles.ToDictionary(profile => profile.Key, profile => profile.Value.ToHashSet()),
            Users = new(Users),
            Tiers = new(Tiers),
            Limits = new(Limits),
            Block = Block,
        };

        public Tier TierOf(string profile)
        {
            Tier highest = Profiles[profile].Select(key => Tiers[key]).DefaultIfEmpty(Tier.Light).Max();
            return highest == Tier.None ? Tier.Light : highest;
        }

        public long Used(Tier tier) => Users.Values.Count(user => user.IsActive && TierOf(user.Profile) == tier);

        public long Inactive(Tier tier) => Users.Values.Count(user => !user.IsActive && TierOf(user.Profile) == tier);

        /// <summary>Whether this may become that: no tier needs more seats than before, or has fewer in the contract, and ends up over.</summary>
        public bool Allows(Model after) => !after.Block || Seats.All(tier =>
        {
            bool isMore = after.Used(tier) > Used(tier);
            bool isLowered = after.Limits[tier] is { } limit && (Limits[tier] is not { } old || limit < old);
            return after.Limits[tier] is not { } allowed || after.Used(tier) <= allowed || (!isMore && !isLowered);
        });

        public string Profile(int number) => Profiles.Keys.Order(StringComparer.Ordinal).ElementAt(number % Profiles.Count);

        public string? User(int number) => Users.Count == 0 ? null : Users.Keys.Order(StringComparer.Ordinal).ElementAt(number % Users.Count);
    }

    private sealed record Step(int Kind, int A, int B, int C)
    {
        /// <summary>Changes the model as the step would, and returns what does it to the store; null where there is nothing to do it to.</summary>
        public Action? Plan(Model model, TestStore test)
        {
            PermStore store = test.Store;
            string profile = model.Profile(A);
            string key = Keys[B % Keys.Length];
            string? user = model.User(A);
            switch (Kind)
            {
                case 0 or 1 or 2:
                    string name = $"u{A}{B}";
                    return model.Users.TryAdd(name, (profile, C > 1)) ? () => store.Users.Create(new UserData { UserName = name, Profile = profile, IsActive = C > 1 }) : null;
                case 3 when user is not null:
                    model.Users[user] = (model.Users[user].Profile, B > 2);
                    return () => store.Users.Update(UserReference.ByName(user), new UserData { IsActive = B > 2 });
                case 4 when user is not null:
                    string target = model.Profile(B);
                    model.Users[user] = (target, model.Users[user].IsActive);
                    return () => store.Users.Update(UserReference.ByName(user), new UserData { Profile = target });
                case 5 when user is not null:
                    model.Users.Remove(user);
                    return () => Assert.NotNull(store.Users.Remove([UserReference.ByName(user)])[0].Value);
                case 6:
                    model.Profiles[profile].Add(key);
                    return () => store.Profiles.Grant(profile, [key]);
                case 7:
                    model.Profiles[profile].Remove(key);
                    return () => store.Profiles.Revoke(profile, [key]);
                case 8:
                    Tier tier = (Tier)(C % 4);
                    model.Tiers[key] = tier;
                    return () => store.Rights.SetTier(key, tier);
                case 9:
                    Tier limited = Seats[A % 3];
                    model.Limits[limited] = C == 7 ? null : C;
                    return () => store.Seats.ChangeContract(contract => With(contract, limited, C == 7 ? null : C));
                case 10:
                    model.Block = A > 1;
                    return () => store.Seats.ChangeContract(contract => contract with { Enforcement = A > 1 ? SeatEnforcement.Block : SeatEnforcement.Warn });
                case 11 when model.Profile(B) is { } heir && heir != profile && model.Profiles.Count > 2:
                    foreach ((string moved, (string at, bool isActive)) in model.Users.Where(pair => pair.Value.Profile == profile).ToArray())
                    {
                        model.Users[moved] = (heir, isActive);
                    }

                    model.Profiles.Remove(profile);
                    return () => store.Profiles.Remove(profile, heir);
                case 12:
                    string second = model.Profile(A + 1);
                    (model.Profiles[profile], model.Profiles[second]) = (model.Profiles[second], model.Profiles[profile]);
                    model.Limits[Tier.Heavy] = C;
                    string document = $$"""{ "schemaVersion": 1, "contract": { "heavy": {{C}} }, "profiles": [ {{Text(profile, model)}}{{(second == profile ? "" : ", " + Text(second, model))}} ] }""";
                    return () =>
                    {
                        File.WriteAllText(test.File("document.json"), document);
                        store.Transfer.ImportProfiles(test.File("document.json"));
                    };
                default:
                    return null;
            }
        }

        private static string Text(string profile, Model model) =>
            $$"""{ "name": "{{profile}}", "rights": [ {{string.Join(", ", model.Profiles[profile].Select(key => $"\"{key}\""))}} ] }""";

        private static SeatContract With(SeatContract contract, Tier tier, long? limit) => tier switch
        {
            Tier.Heavy => contract with { Heavy = limit },
            Tier.Regular => contract with { Regular = limit },
            _ => contract with { Light = limit },
        };
    }
}
