using System.Text.Json;

namespace PermModule;

/// <summary>The department and location that a role was given for; null follows the user's own.</summary>
internal readonly record struct RoleScope(string? Department, string? Location)
{
    /// <summary>What is asked for a user; the user's own department and location need no naming and follow the user.</summary>
    /// <exception cref="PermInvalidInputException"><c>ValueTooLong</c>, <c>InvalidCharacter</c>.</exception>
    public static RoleScope Of(UserOutline user, string? department, string? location) =>
        new(Unless(TextRules.Text(department, "department"), user.Department), Unless(TextRules.Text(location, "location"), user.Location));

    public void WriteTo(Utf8JsonWriter json, PermRole role)
    {
        json.WriteString("Role", role.ToString());
        json.WriteIfSet("Department", Department);
        json.WriteIfSet("Location", Location);
    }

    private static string? Unless(string? named, string? own) =>
        named is null || own is null || NameKey.OfStored(named) != NameKey.OfStored(own) ? named : null;
}
