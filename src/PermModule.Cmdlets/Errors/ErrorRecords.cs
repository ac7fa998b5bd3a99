using System.Management.Automation;

namespace PermModule.Errors;

/// <summary>Turns refusals of the core into error records: id and target are the refusal's, the category follows from its kind, and the message ends with what to do next.</summary>
internal static class ErrorRecords
{
    /// <summary>The error record of a refusal.</summary>
    /// <param name="error">The refusal.</param>
    /// <param name="cmdlet">The cmdlet that refused.</param>
    /// <param name="hint">What is said of the name that was probably meant, or null.</param>
    public static ErrorRecord From(PermException error, CommandInfo cmdlet, string? hint = null)
    {
        string step = NextSteps.For(error, cmdlet.Name);
        error.NextStep = hint is null ? step : $"{hint} {step}";
        return new ErrorRecord(error, error.ErrorId, CategoryOf(error), error.Target);
    }

    private static ErrorCategory CategoryOf(PermException error) => error switch
    {
        PermNotFoundException => ErrorCategory.ObjectNotFound,
        PermAlreadyExistsException => ErrorCategory.ResourceExists,
        SeatLimitException => ErrorCategory.LimitsExceeded,
        PermNotPermittedException => ErrorCategory.PermissionDenied,
        PermInvalidInputException { ErrorId: ErrorId.RowsRejected } => ErrorCategory.InvalidData,
        PermInvalidInputException => ErrorCategory.InvalidArgument,
        PermBusyException => ErrorCategory.ResourceBusy,
        PermCorruptException => ErrorCategory.InvalidData,
        _ => ErrorCategory.InvalidOperation,
    };
}
