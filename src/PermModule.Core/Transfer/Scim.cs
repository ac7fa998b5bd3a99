namespace PermModule.Transfer;

/// <summary>The names of SCIM 2.0 (RFC 7643), of what came before it, and of our extension for what it does not know.</summary>
internal static class Scim
{
    public const string UserSchema = "urn:ietf:params:scim:schemas:core:2.0:User";
    public const string EnterpriseSchema = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    public const string OldEnterpriseSchema = "urn:scim:schemas:extension:enterprise:1.0";
    public const string ListSchema = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
    public const string OwnSchema = "urn:permmodule:scim:schemas:extension:1.0:User";

    /// <summary>How SCIM calls a field.</summary>
    public static string Name(UserField field) => field switch
    {
        UserField.UserName => "userName",
        UserField.Email => "emails",
        UserField.FirstName => "name.givenName",
        UserField.LastName => "name.familyName",
        UserField.Group => "groups",
        UserField.Department => "department",
        UserField.Location => "addresses",
        UserField.JobTitle => "title",
        UserField.ExternalId => "externalId",
        UserField.Active => "active",
        UserField.CreatedAt => "meta.created",
        _ => char.ToLowerInvariant(field.ToString()[0]) + field.ToString()[1..],
    };
}
