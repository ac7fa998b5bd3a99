using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>
/// Finds the user or profile that an item of the pipeline means. Parameters of that kind are untyped:
/// a text would fit a user and a profile alike, and converting each record costs more than a right check.
/// </summary>
internal static class Holder
{
    /// <summary>The user that an item is or names, directly or by its UserName; otherwise the profile that it is.</summary>
    /// <exception cref="PermInvalidInputException"><c>InputObjectNotBound</c>: it is neither.</exception>
    public static (UserReference User, PermProfile? Profile) Of(object? item) => Unwrapped(item) switch
    {
        PermUser user => (UserReference.To(user), null),
        INamedUser { UserName: not null } named => (PermStore.ReferenceTo(named), null),
        PermProfile profile => (default, profile),
        string name when !string.IsNullOrWhiteSpace(name) => (UserReference.ByName(name), null),
        _ when Named(item) is { } name => (UserReference.ByName(name), null),
        _ => throw new PermInvalidInputException(ErrorId.InputObjectNotBound, $"'{item}' is neither a user nor a profile, and has no UserName.", item),
    };

    /// <summary>The object itself.</summary>
    public static object? Unwrapped(object? item) => item is PSObject wrapped ? wrapped.BaseObject : item;

    private static string? Named(object? item)
    {
        if (item is null)
        {
            return null;
        }

        PSMemberInfoCollection<PSPropertyInfo> properties = PSObject.AsPSObject(item).Properties;
        return (properties[nameof(PermUser.UserName)] ?? properties["User"])?.Value as string;
    }
}
