using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>
/// The record that came through the pipeline last, for cmdlets none of whose parameters holds it. The attribute of the parameter that takes the piped
/// objects sees each of them right before the cmdlet works on it, on the same thread.
/// </summary>
internal static class PipedRecord
{
    [ThreadStatic]
    private static PSObject? last;

    /// <summary>True when the record that is bound now has all columns with these names.</summary>
    public static bool HasColumns(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (last?.Properties[name] is null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Keeps a record; forgets the one before where it is none.</summary>
    public static void See(object? piped) => last = piped is PSObject { BaseObject: PSCustomObject } record ? record : null;

    /// <summary>The record that a cmdlet now works on, or null.</summary>
    public static PSObject? Take()
    {
        PSObject? record = last;
        last = null;
        return record;
    }
}
