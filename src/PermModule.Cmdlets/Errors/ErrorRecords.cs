using System.Management.Automation;

namespace PermModule.Errors;

/// <summary>Turns refusals of the core into error records: the id is the refusal's, the category follows from its kind, the target is the offending item.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord From(PermException error) => new(error, error.ErrorId, CategoryOf(error), error.Target);

    private static ErrorCategory CategoryOf(PermException error) => error switch
    {
        PermNotFoundException => ErrorCategory.ObjectNotFound,
        PermAlreadyExistsException => ErrorCategory.ResourceExists,
        SeatLimitException => ErrorCategory.LimitsExceeded,
        PermNotPermittedException => ErrorCategory.PermissionDenied,
        PermInvalidInputException => ErrorCategory.InvalidArgument,
        PermBusyException => ErrorCategory.ResourceBusy,
        PermCorruptException => ErrorCategory.InvalidData,
        _ => ErrorCategory.InvalidOperation,
    };
}
