namespace PermModule;

/// <summary>What is asked of a <see cref="UserFieldSet"/>.</summary>
internal static class UserFieldSets
{
    /// <summary>True when any of some fields is among these.</summary>
    public static bool Has(this UserFieldSet fields, UserFieldSet any) => (fields & any) != UserFieldSet.None;
}
