using System.Collections.ObjectModel;

namespace PermModule.Transfer;

/// <summary>Reads a map in which the user says which column holds which field.</summary>
internal static class UserColumnMap
{
    /// <summary>The map with its fields understood. A field that is mapped to nothing is not read.</summary>
    /// <exception cref="PermInvalidInputException"><c>ColumnMapInvalid</c>.</exception>
    public static Dictionary<UserField, string> Read(IReadOnlyDictionary<string, string>? map)
    {
        Dictionary<UserField, string> fields = [];
        foreach ((string name, string column) in map ?? ReadOnlyDictionary<string, string>.Empty)
        {
            fields[UserColumnNames.FieldOf(name) ?? throw NoField(name)] = column;
        }

        return fields;
    }

    private static PermInvalidInputException NoField(string name)
    {
        string meant = NameDistance.Closest(name.Trim(), Enum.GetNames<UserField>()) is { } similar ? $" Did you mean {similar}?" : "";
        return new PermInvalidInputException(ErrorId.ColumnMapInvalid, $"'{TextRules.Cut(name)}' in the column map is not a field of a user.{meant} The fields are {string.Join(", ", Enum.GetNames<UserField>())}.", name);
    }
}
