using System.Globalization;

namespace PermModule.Transfer;

/// <summary>Which cell of a row a refusal of the store is about.</summary>
internal static class ImportErrors
{
    public static UserField? FieldOf(PermException error) => Enum.TryParse(error.Detail, out UserField field) ? field : error.ErrorId switch
    {
        ErrorId.InvalidEmail => UserField.Email,
        ErrorId.ProfileNotFound or ErrorId.ProfileRequired or ErrorId.SeatLimitExceeded => UserField.Profile,
        ErrorId.GroupNotFound => UserField.Group,
        ErrorId.UserNameRequired or ErrorId.UserAlreadyExists or ErrorId.DuplicateRow => UserField.UserName,
        ErrorId.ReactivationTooEarly or ErrorId.ContentWorkflowOwnerRequired => UserField.Active,
        _ => null,
    };

    /// <summary>True for a field by which a user is recognized.</summary>
    public static bool IsIdentity(UserField? field) => field is UserField.UserName or UserField.Email or UserField.ExternalId;

    /// <summary>The value that the row has for a field, cut to fit a message.</summary>
    public static string? ValueOf(UserData data, UserField? field) => field switch
    {
        UserField.UserName => Cut(data.UserName ?? data.Email),
        UserField.Email => Cut(data.Email),
        UserField.ExternalId => Cut(data.ExternalId),
        UserField.Profile => Cut(data.Profile),
        UserField.Group => Cut(data.Groups is null ? null : GroupText.Join(data.Groups, ";")),
        UserField.DeactivatedAt => data.DeactivatedAt?.ToString(UtcTime.Format, CultureInfo.InvariantCulture),
        UserField.Active => data.IsActive?.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string? Cut(string? value) => value is null ? null : TextRules.Cut(value);
}
