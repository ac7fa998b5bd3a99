using System.Text;

namespace PermModule;

/// <summary>
/// Turns a condition into SQL that lets every user through who meets it, and into a test of rows that decides where SQL compares texts in another way.
/// </summary>
/// <remarks>The SQL is made last: what no part of it uses must not be bound.</remarks>
internal sealed class UserConditionSql
{
    private const string Any = "1 = 1";

    private readonly PermissionSnapshot _snapshot;
    private readonly Func<object?, string> _bind;

    private UserConditionSql(PermissionSnapshot snapshot, Func<object?, string> bind)
    {
        _snapshot = snapshot;
        _bind = bind;
    }

    /// <summary>Translates a condition.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="snapshot">The profiles.</param>
    /// <param name="bind">Binds a value and gives the name of its parameter.</param>
    /// <returns>The SQL, and the test that rows have to pass besides; null where the SQL decides alone.</returns>
    /// <exception cref="PermInvalidInputException"><c>FilterNotSupported</c>.</exception>
    public static (string Sql, Func<UserRow, bool>? Test) Translate(UserCondition condition, PermissionSnapshot snapshot, Func<object?, string> bind)
    {
        (Func<string> sql, Func<UserRow, bool> test, bool isExact) = new UserConditionSql(snapshot, bind).Visit(condition);
        return (sql(), isExact ? null : test);
    }

    private (Func<string> Sql, Func<UserRow, bool> Test, bool IsExact) Visit(UserCondition condition)
    {
        switch (condition)
        {
            case UserNegation { Condition: var inner }:
                (Func<string> sql, Func<UserRow, bool> test, bool isExact) = Visit(inner);
                return (() => isExact ? $"NOT ({sql()})" : Any, row => !test(row), isExact);
            case UserCombination { IsAnd: var isAnd } both:
                var left = Visit(both.Left);
                var right = Visit(both.Right);
                return isAnd
                    ? (() => $"({left.Sql()} AND {right.Sql()})", row => left.Test(row) && right.Test(row), left.IsExact && right.IsExact)
                    : (() => $"({left.Sql()} OR {right.Sql()})", row => left.Test(row) || right.Test(row), left.IsExact && right.IsExact);
            case UserComparison comparison:
                return Compare(comparison);
            default:
                throw new PermInvalidInputException(ErrorId.FilterNotSupported, "The filter holds a condition that cannot be asked.", condition);
        }
    }

    private (Func<string> Sql, Func<UserRow, bool> Test, bool IsExact) Compare(UserComparison comparison) => comparison.Property switch
    {
        UserProperty.UserName => Text(comparison, "user_name_key", row => row.UserName, isKey: true),
        UserProperty.Email => Text(comparison, "email_key", row => row.Email, isKey: true),
        UserProperty.FirstName => Text(comparison, "first_name", row => row.FirstName),
        UserProperty.LastName => Text(comparison, "last_name", row => row.LastName),
        UserProperty.Department => Text(comparison, "department", row => row.Department),
        UserProperty.Location => Text(comparison, "location", row => row.Location),
        UserProperty.JobTitle => Text(comparison, "job_title", row => row.JobTitle),
        UserProperty.ExternalId => Text(comparison, "external_id", row => row.ExternalId),
        UserProperty.ProfileName => Profiles(profile => Matches(comparison, profile.Name)),
        UserProperty.Tier => Profiles(comparison.Value is Tier tier && comparison.Operator is UserOperator.Equal or UserOperator.NotEqual
            ? profile => profile.Tier == tier == (comparison.Operator == UserOperator.Equal)
            : throw NotComparable(comparison, "a tier with equal or not equal")),
        UserProperty.IsActive => Flag(comparison, "is_active", row => row.IsActive),
        UserProperty.IsSsoOnly => Flag(comparison, "is_sso_only", row => row.IsSsoOnly),
        UserProperty.LoginCount => Number(comparison, "login_count", row => row.LoginCount, comparison.Value as long?),
        UserProperty.LastLoginAt => Number(comparison, "last_login_at", row => row.LastLoginAt, Moment(comparison)),
        UserProperty.CreatedAt => Number(comparison, "created_at", row => row.CreatedAt, Moment(comparison)),
        UserProperty.DeactivatedAt => Number(comparison, "deactivated_at", row => row.DeactivatedAt, Moment(comparison)),
        _ => throw NotComparable(comparison, "one of its properties"),
    };

    private (Func<string> Sql, Func<UserRow, bool> Test, bool IsExact) Text(UserComparison comparison, string column, Func<UserRow, string?> field, bool isKey = false)
    {
        bool Test(UserRow row) => Matches(comparison, field(row));

        if (comparison.Value is null)
        {
            Matches(comparison, value: null);
            return (() => comparison.Operator == UserOperator.Equal ? $"{column} IS NULL" : $"{column} IS NOT NULL", Test, true);
        }

        string value = (string)Wanted(comparison)!;
        switch (comparison.Operator)
        {
            case UserOperator.Equal when isKey:
                return (() => $"({column} IS NOT NULL AND {column} = {_bind(NameKey.Fold(value))})", Test, true);
            case UserOperator.Equal when Ascii.IsValid(value):
                // The engine folds the letters of ASCII alone, and so does a comparison with a text of ASCII.
                return (() => $"({column} IS NOT NULL AND LOWER({column}) = {_bind(value.ToLowerInvariant())})", Test, false);
            case UserOperator.Like when isKey && NamePattern.Parse(value) is { IsLiteral: false, Prefix: { Length: > 0 } prefix }:
                return (() => $"({column} IS NOT NULL AND {column} >= {_bind(prefix)} AND {column} < {_bind(NameKey.EndOf(prefix))})", Test, false);
            case UserOperator.Equal or UserOperator.Like:
                return (() => $"{column} IS NOT NULL", Test, false);
            default:
                return (() => Any, Test, false);
        }
    }

    private (Func<string> Sql, Func<UserRow, bool> Test, bool IsExact) Profiles(Func<ProfileEntry, bool> wanted)
    {
        HashSet<long> ids = [.. _snapshot.Profiles.Where(wanted).Select(profile => profile.Id)];
        return (() => ids.Count == 0 ? "1 = 0" : $"profile_id IN ({string.Join(", ", ids.Select(id => _bind(id)))})", row => ids.Contains(row.ProfileId), true);
    }

    private static (Func<string> Sql, Func<UserRow, bool> Test, bool IsExact) Flag(UserComparison comparison, string column, Func<UserRow, bool> field)
    {
        if (comparison.Value is not bool value || comparison.Operator is not (UserOperator.Equal or UserOperator.NotEqual))
        {
            throw NotComparable(comparison, "true or false");
        }

        bool wanted = value == (comparison.Operator == UserOperator.Equal);
        return (() => $"{column} = {(wanted ? 1 : 0)}", row => field(row) == wanted, true);
    }

    private (Func<string> Sql, Func<UserRow, bool> Test, bool IsExact) Number(UserComparison comparison, string column, Func<UserRow, long?> field, long? value)
    {
        if (value is null)
        {
            bool isNull = comparison switch
            {
                { Value: null, Operator: UserOperator.Equal } => true,
                { Value: null, Operator: UserOperator.NotEqual } => false,
                _ => throw NotComparable(comparison, comparison.Property == UserProperty.LoginCount ? "a whole number" : "a date"),
            };
            return (() => isNull ? $"{column} IS NULL" : $"{column} IS NOT NULL", row => field(row) is null == isNull, true);
        }

        string sign = comparison.Operator switch
        {
            UserOperator.Equal => "=",
            UserOperator.NotEqual => "<>",
            UserOperator.Less => "<",
            UserOperator.LessOrEqual => "<=",
            UserOperator.Greater => ">",
            UserOperator.GreaterOrEqual => ">=",
            _ => throw NotComparable(comparison, "a value, not a wildcard"),
        };
        bool isOther = comparison.Operator == UserOperator.NotEqual;
        return (() => $"({column} IS {(isOther ? "NULL OR" : "NOT NULL AND")} {column} {sign} {_bind(value)})", row => field(row) is not { } number ? isOther : Holds(comparison.Operator, number.CompareTo(value.Value)), true);
    }

    private static bool Holds(UserOperator comparison, int order) => comparison switch
    {
        UserOperator.Equal => order == 0,
        UserOperator.NotEqual => order != 0,
        UserOperator.Less => order < 0,
        UserOperator.LessOrEqual => order <= 0,
        UserOperator.Greater => order > 0,
        _ => order >= 0,
    };

    private static long? Moment(UserComparison comparison) => comparison.Value is DateTimeOffset time ? UtcTime.ToStored(time) : null;

    /// <summary>True when a text meets a comparison.</summary>
    private static bool Matches(UserComparison comparison, string? value)
    {
        string? wanted = Wanted(comparison);
        bool isNegative = comparison.Operator is UserOperator.NotEqual or UserOperator.NotLike;
        bool isMatch = (wanted, value) switch
        {
            (null, _) => value is null,
            (_, null) => false,
            _ when comparison.Operator is UserOperator.Like or UserOperator.NotLike => NamePattern.Parse(wanted).IsMatch(value),
            _ => string.Equals(wanted, value, StringComparison.OrdinalIgnoreCase),
        };
        return isMatch != isNegative;
    }

    private static string? Wanted(UserComparison comparison) => (comparison.Value, comparison.Operator) switch
    {
        (null, UserOperator.Equal or UserOperator.NotEqual) => null,
        (string text, UserOperator.Equal or UserOperator.NotEqual or UserOperator.Like or UserOperator.NotLike) => text,
        _ => throw NotComparable(comparison, "a text that is equal, not equal, like or not like it"),
    };

    private static PermInvalidInputException NotComparable(UserComparison comparison, string with) =>
        new(ErrorId.FilterNotSupported, $"{comparison.Property} cannot be compared in this way; it can be compared with {with}.", comparison.Property);
}
