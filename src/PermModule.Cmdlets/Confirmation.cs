using System.Management.Automation;
using System.Management.Automation.Host;

namespace PermModule.Commands;

/// <summary>Asks before a change, also where nobody can answer.</summary>
internal static class Confirmation
{
    /// <summary>True if the change is wanted.</summary>
    /// <param name="ask">Asks as PowerShell does.</param>
    /// <param name="target">What is changed.</param>
    /// <param name="action">What is done to it.</param>
    /// <exception cref="PermConflictException"><c>CannotConfirm</c>: a scheduled task or a job has no console.</exception>
    public static bool Ask(Func<string?, string?, bool> ask, string? target, string? action)
    {
        try
        {
            return ask(target, action);
        }
        // The console of PowerShell answers with the last of these where its input has ended, as under cron.
        catch (Exception error) when (error is PSInvalidOperationException or HostException or NotImplementedException or NullReferenceException)
        {
            throw new PermConflictException(ErrorId.CannotConfirm, $"'{action}' on '{target}' has to be confirmed, and nobody can answer here.", target, error);
        }
    }
}
