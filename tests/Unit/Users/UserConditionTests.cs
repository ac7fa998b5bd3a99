using FsCheck;
using FsCheck.Fluent;

namespace PermModule.Unit.Users;

public sealed class UserConditionTests : IDisposable
{
    private static readonly DateTimeOffset Early = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string?[] Departments = [null, "Press", "PRESS", "Vertrieb Süd", "vertrieb süd", "Sales_1"];

    private readonly TestStore _test = new TestStore().WithProfiles();

    public UserConditionTests()
    {
        string[] profiles = ["Admin", "Editor", "Viewer"];
        for (int i = 0; i < 24; i++)
        {
            Store.Users.Create(new UserData
            {
                UserName = $"User-{i}",
                Email = i % 2 == 0 ? $"user-{i}@example.com" : null,
                Department = Departments[i % Departments.Length],
                Profile = profiles[i % 3],
                IsActive = i % 4 != 0,
                LoginCount = i,
                LastLoginAt = i % 5 == 0 ? null : Early.AddDays(i),
                CreatedAt = Early.AddDays(-i),
            });
        }
    }

    private PermStore Store => _test.Store;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Whatever_is_asked_the_users_are_those_of_a_plain_test()
    {
        PermUser[] all = [.. Store.Users.Find()];
        Gen<UserCondition> conditions = Conditions(3);
        foreach (UserCondition condition in conditions.Sample(400, 10))
        {
            string[] found = [.. Store.Users.Find(new UserFilter { Condition = condition }).Select(user => user.UserName)];
            Assert.True(all.Where(user => Holds(condition, user)).Select(user => user.UserName).SequenceEqual(found), condition.ToString());
        }
    }

    [Fact]
    public void A_condition_narrows_the_other_filters()
    {
        UserComparison press = new(UserProperty.Department, UserOperator.Equal, "press");
        Assert.All(Store.Users.Find(new UserFilter { Condition = press, Profiles = ["Editor"], IsActive = true }), user => Assert.Equal(("PRESS".Length, "Editor", true), (user.Department!.Length, user.ProfileName, user.IsActive)));
        Assert.Equal(2, Store.Users.Find(new UserFilter { Condition = press, First = 2 }).Count());
    }

    [Theory]
    [InlineData(UserProperty.LoginCount, UserOperator.Equal, "many")]
    [InlineData(UserProperty.LastLoginAt, UserOperator.Less, null)]
    [InlineData(UserProperty.LastLoginAt, UserOperator.Like, "2026*")]
    [InlineData(UserProperty.IsActive, UserOperator.Less, true)]
    [InlineData(UserProperty.Tier, UserOperator.Greater, Tier.Light)]
    [InlineData(UserProperty.Department, UserOperator.Less, "Press")]
    [InlineData(UserProperty.Department, UserOperator.Like, null)]
    public void What_makes_no_sense_is_refused(UserProperty property, UserOperator comparison, object? value) =>
        Assert.Equal(ErrorId.FilterNotSupported, Assert.ThrowsAny<PermException>(() => Store.Users.Find(new UserFilter { Condition = new UserComparison(property, comparison, value) }).ToList()).ErrorId);

    private static Gen<UserCondition> Conditions(int depth)
    {
        Gen<UserCondition> one = Gen.OneOf(
            Of(UserProperty.Department, [UserOperator.Equal, UserOperator.NotEqual], [null, "press", "Vertrieb Süd", "VERTRIEB SÜD", "nowhere"]),
            Of(UserProperty.Department, [UserOperator.Like, UserOperator.NotLike], ["p*", "*süd", "Sales_?", "*"]),
            Of(UserProperty.UserName, [UserOperator.Equal, UserOperator.NotEqual, UserOperator.Like, UserOperator.NotLike], ["user-1", "USER-1*", "*9"]),
            Of(UserProperty.Email, [UserOperator.Equal, UserOperator.NotEqual], [null, "User-2@example.com"]),
            Of(UserProperty.ProfileName, [UserOperator.Equal, UserOperator.NotEqual, UserOperator.Like], ["editor", "*i*", "none"]),
            Of(UserProperty.Tier, [UserOperator.Equal, UserOperator.NotEqual], [Tier.Heavy, Tier.Light]),
            Of(UserProperty.IsActive, [UserOperator.Equal, UserOperator.NotEqual], [true, false]),
            Of(UserProperty.LoginCount, Ordered, [3L, 12L]),
            Of(UserProperty.LastLoginAt, Ordered, [Early.AddDays(7)]),
            Of(UserProperty.LastLoginAt, [UserOperator.Equal, UserOperator.NotEqual], [null]),
            Of(UserProperty.CreatedAt, Ordered, [Early.AddDays(-9)]));
        return depth == 0 ? one : Gen.OneOf(
            one,
            Conditions(depth - 1).Select(inner => (UserCondition)new UserNegation(inner)),
            Gen.Elements(true, false).SelectMany(isAnd => Conditions(depth - 1).SelectMany(left => Conditions(depth - 1).Select(right => (UserCondition)new UserCombination(isAnd, left, right)))));
    }

    private static UserOperator[] Ordered => [UserOperator.Equal, UserOperator.NotEqual, UserOperator.Less, UserOperator.LessOrEqual, UserOperator.Greater, UserOperator.GreaterOrEqual];

    private static Gen<UserCondition> Of(UserProperty property, UserOperator[] operators, object?[] values) =>
        Gen.Elements(operators).SelectMany(comparison => Gen.Elements(values).Select(value => (UserCondition)new UserComparison(property, comparison, value)));

    private static bool Holds(UserCondition condition, PermUser user) => condition switch
    {
        UserNegation negation => !Holds(negation.Condition, user),
        UserCombination { IsAnd: true } both => Holds(both.Left, user) && Holds(both.Right, user),
        UserCombination either => Holds(either.Left, user) || Holds(either.Right, user),
        UserComparison comparison => Holds(comparison, typeof(PermUser).GetProperty(comparison.Property.ToString())!.GetValue(user)),
        _ => false,
    };

    private static bool Holds(UserComparison comparison, object? value) => comparison.Operator switch
    {
        UserOperator.Equal => value is string text ? text.Equals(comparison.Value as string, StringComparison.OrdinalIgnoreCase) : Equals(value, comparison.Value),
        UserOperator.NotEqual => !Holds(comparison with { Operator = UserOperator.Equal }, value),
        UserOperator.Like => value is string text && System.IO.Enumeration.FileSystemName.MatchesSimpleExpression((string)comparison.Value!, text),
        UserOperator.NotLike => !Holds(comparison with { Operator = UserOperator.Like }, value),
        UserOperator.Less => value is not null && Comparer<object>.Default.Compare(value, comparison.Value) < 0,
        UserOperator.LessOrEqual => value is not null && Comparer<object>.Default.Compare(value, comparison.Value) <= 0,
        UserOperator.Greater => value is not null && Comparer<object>.Default.Compare(value, comparison.Value) > 0,
        _ => value is not null && Comparer<object>.Default.Compare(value, comparison.Value) >= 0,
    };
}
