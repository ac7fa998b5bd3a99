using System.Globalization;

namespace PermModule.Transfer;

/// <summary>Which cell of a row a refusal of the store is about.</summary>
internal static class ImportErrors
{
    public static UserField? FieldOf(PermException error) => error.Field is { } field ? Enum.Parse<UserField>(field) : error.ErrorId switch
    {
        "InvalidEmail" => UserField.Email,
        "ProfileNotFound" or "ProfileRequired" or "SeatLimitExceeded" => UserField.Profile,
        "GroupNotFound" => UserField.Group,
        "UserNameRequired" or "UserAlreadyExists" or "DuplicateRow" => UserField.UserName,
        "ReactivationTooEarly" or "ContentWorkflowOwnerRequired" => UserField.Active,
        _ => null,
    };

    /// <summary>The value that the row has for a field, cut to fit a message.</summary>
    public static string? ValueOf(UserData data, UserField? field) => field switch
    {
        UserField.UserName => Cut(data.UserName ?? data.Email),
        UserField.Email => Cut(data.Email),
        UserField.Profile => Cut(data.Profile),
        UserField.Group => Cut(data.Groups is null ? null : GroupText.Join(data.Groups, ";")),
        UserField.Active => data.IsActive?.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string? Cut(string? value) => value is null ? null : TextRules.Cut(value);
}
