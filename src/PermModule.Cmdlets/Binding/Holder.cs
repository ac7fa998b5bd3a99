using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;

namespace PermModule.Binding;

/// <summary>
/// Finds the user or profile that an item of the pipeline means. Parameters of that kind are untyped:
/// a text would fit a user and a profile alike, and converting each record costs more than a right check.
/// </summary>
internal static class Holder
{
    private const int MaxShown = 5;

    /// <summary>The user that an item is or names, directly or by its UserName; otherwise the profile that it is.</summary>
    /// <exception cref="PermInvalidInputException"><c>InputObjectNotBound</c>: it is neither.</exception>
    public static (UserReference User, PermProfile? Profile) Of(object? item) => Unwrapped(item) switch
    {
        PermUser user => (UserReference.To(user), null),
        INamedUser { UserName: not null } named => (PermStore.ReferenceTo(named), null),
        PermProfile profile => (default, profile),
        string name when !string.IsNullOrWhiteSpace(name) => (UserReference.ByName(name), null),
        { } number when IsNumber(number) => (UserReference.ByName(Text(item!)), null),
        ICollection and not IDictionary and { Count: > 1 } several => throw new PermInvalidInputException(ErrorId.InputObjectNotBound, $"One user is asked about at a time, and {several.Count} were given: {NameList.Shown(string.Join(", ", several.Cast<object?>().Take(MaxShown)))}.", item),
        ICollection and not IDictionary and { Count: 1 } only => Of(only.Cast<object?>().First()),
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
        object? value = (properties[nameof(PermUser.UserName)] ?? properties["User"])?.Value;
        string? name = Unwrapped(value) is string text ? text : IsNumber(Unwrapped(value)) ? Text(value!) : null;
        return string.IsNullOrWhiteSpace(name) ? null : item is PSObject { BaseObject: PSCustomObject } ? TransferService.ReadCell(name) : name;
    }

    /// <summary>True for a name of digits that is typed, or stands in a file, without quotes.</summary>
    internal static bool IsNumber(object? value) => value is int or long or double or decimal or BigInteger or short or byte or uint or ulong;

    /// <summary>A number as it was typed, with its zeros.</summary>
    internal static string Text(object number) => (string)LanguagePrimitives.ConvertTo(number, typeof(string), CultureInfo.InvariantCulture);
}
