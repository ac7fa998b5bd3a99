using System.Numerics;

namespace PermModule;

/// <summary>What is asked of a <see cref="UserFieldSet"/>.</summary>
internal static class UserFieldSets
{
    /// <summary>True when any of some fields is among these.</summary>
    public static bool Has(this UserFieldSet fields, UserFieldSet any) => (fields & any) != UserFieldSet.None;

    /// <summary>The fields by name; sets of several have names of their own, which nobody outside knows.</summary>
    public static string List(this UserFieldSet fields) =>
        string.Join(", ", Enum.GetValues<UserFieldSet>().Where(field => BitOperations.IsPow2((int)field) && fields.Has(field)));
}
