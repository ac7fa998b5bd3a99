using System.Management.Automation;

namespace PermModule.Errors;

/// <summary>Writes the warnings of a store, each with what to do next.</summary>
internal static class StoreWarnings
{
    /// <summary>Writes the warnings since the last call.</summary>
    public static void Write(Cmdlet cmdlet, PermStore store) => Write(cmdlet, store.TakeWarnings());

    /// <summary>Writes warnings that were taken from a store.</summary>
    public static void Write(Cmdlet cmdlet, IEnumerable<PermWarning> warnings)
    {
        foreach (PermWarning warning in warnings)
        {
            cmdlet.WriteWarning(NextSteps.For(warning) is { } step ? $"{warning.Message} {step}" : warning.Message);
        }
    }
}
