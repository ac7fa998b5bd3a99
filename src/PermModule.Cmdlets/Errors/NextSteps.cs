using System.Collections.Frozen;

namespace PermModule.Errors;

/// <summary>
/// What to do next after a refusal or a warning, by id. Where that differs, a second entry names the case: a detail of the refusal, or the cmdlet that refused.
/// </summary>
internal static class NextSteps
{
    private const string Auditors = "Name another auditor; Get-WaitingRoomAuditor lists them.";
    private const string People = "Give a file with at least one user in it.";

    private static readonly FrozenDictionary<(string Id, string? Case), string> Steps = new Dictionary<(string, string?), string>
    {
        [(ErrorId.AlreadyDecided, null)] = "Approve a denied asset with Approve-WaitingRoomItem.",
        [(ErrorId.AlreadyDecided, ErrorDetail.Quarantine)] = "Upload a clean file under another name.",
        [(ErrorId.AlreadyDenied, null)] = "An auditor can still approve it: find the request with Get-WaitingRoomItem -Asset {target} -State Denied, Mixed and approve it with Approve-WaitingRoomItem.",
        [(ErrorId.AssetNotFound, null)] = "Get-WaitingRoomItem shows the assets of the request.",
        [(ErrorId.AssetRequired, null)] = "Name at least one with -Asset.",
        [(ErrorId.AuditTrailBroken, null)] = "Test-PermAuditTrail -Detailed shows where.",
        [(ErrorId.BackupNotFound, null)] = "Give the path that Backup-PermStore wrote.",
        [(ErrorId.CategoryNotFound, null)] = "List the categories with Get-PermSolution.",
        [(ErrorId.ChampionTierTooLow, null)] = "Give the user another profile with Set-PermUser -Profile, or choose another user.",
        [(ErrorId.ColumnAmbiguous, null)] = "Choose one with -ColumnMap @{ {detail} = {target} }, or remove one of the columns.",
        [(ErrorId.ColumnMapInvalid, null)] = "Correct -ColumnMap.",
        [(ErrorId.ColumnMissing, null)] = "Name a column UserName or Email, or give -ColumnMap @{ Email = 'your column' }.",
        [(ErrorId.ColumnMissing, ErrorDetail.MappedColumn)] = "Correct -ColumnMap.",
        [(ErrorId.ColumnMissing, ErrorDetail.SingleColumn)] = "Check -Delimiter. Otherwise name a column UserName or Email, or give -ColumnMap @{ Email = 'your column' }.",
        [(ErrorId.ConcurrentChange, null)] = "Read it again and decide again.",
        [(ErrorId.ConcurrentChange, ErrorDetail.Contract)] = "Read it again with Get-SeatContract and decide again.",
        [(ErrorId.ConcurrentChange, ErrorDetail.Group)] = "Read it again with Get-PermGroup and decide again.",
        [(ErrorId.ConcurrentChange, ErrorDetail.Profile)] = "Read it again with Get-PermProfile and decide again.",
        [(ErrorId.ConcurrentChange, ErrorDetail.User)] = "Read it again with Get-PermUser and decide again.",
        [(ErrorId.ContentWorkflowOwnerRequired, null)] = "Transfer the ownership with Set-ContentWorkflowOwner first.",
        [(ErrorId.DelimiterInvalid, null)] = "Give another -Delimiter.",
        [(ErrorId.DiskFull, null)] = "Free space and try again.",
        [(ErrorId.DuplicateAsset, null)] = "Name each asset once.",
        [(ErrorId.DuplicateProfile, null)] = "Keep one of them.",
        [(ErrorId.DuplicateRight, null)] = "Keep one of them.",
        [(ErrorId.DuplicateRow, null)] = "Keep one of the rows.",
        [(ErrorId.EndUserImplied, null)] = "Add or remove another role with Add-PermRoleMember or Remove-PermRoleMember -Role PortalOwner or Champion.",
        [(ErrorId.FileAlreadyExists, null)] = "Choose another path, or use -Force.",
        [(ErrorId.FileAlreadyExists, ErrorDetail.RejectsOverInput)] = "Choose another -RejectPath.",
        [(ErrorId.FileEmpty, null)] = People,
        [(ErrorId.FileNotFound, null)] = "Check the path.",
        [(ErrorId.FileUnavailable, null)] = "Choose another path, or create the folder and check its permissions.",
        [(ErrorId.FileUnreadable, null)] = "Check the permissions of the file.",
        [(ErrorId.FormatUnknown, null)] = "Save it as CSV (UTF-8) and import that.",
        [(ErrorId.FormatUnknown, "Export-PermReport")] = "End the path in .html, .md or .json.",
        [(ErrorId.GroupAlreadyExists, null)] = "Change it with Set-PermGroup, or choose another name.",
        [(ErrorId.GroupNotFound, null)] = "List groups with Get-PermGroup, or create it with New-PermGroup.",
        [(ErrorId.InputObjectNotBound, null)] = "Pipe in users from Get-PermUser, their names, or objects with a UserName.",
        [(ErrorId.InvalidCharacter, null)] = "Remove the character.",
        [(ErrorId.InvalidDate, null)] = "Write it as 2026-01-31 12:00:00 (UTC) or in ISO 8601.",
        [(ErrorId.InvalidDigest, null)] = "Keep a digest with Get-PermAuditDigest | ConvertTo-Json, and read it back with Get-Content -Raw.",
        [(ErrorId.InvalidDocument, null)] = "Correct it; Export-PermProfile writes the form, which docs/permissions.schema.json describes.",
        [(ErrorId.InvalidDocument, "Export-PermReport")] = "Give -Compare a .json file that Export-PermReport wrote.",
        [(ErrorId.InvalidEmail, null)] = "Correct the address.",
        [(ErrorId.InvalidEncoding, null)] = "Save the file as UTF-8.",
        [(ErrorId.InvalidName, null)] = "Give another name.",
        [(ErrorId.InvalidPath, null)] = "Choose another path.",
        [(ErrorId.InvalidPath, "Restore-PermStore")] = "Give the path that Backup-PermStore wrote.",
        [(ErrorId.InvalidPattern, null)] = "Shorten or correct the pattern; put a backtick before a bracket that is meant literally.",
        [(ErrorId.InvalidValue, null)] = "Give an allowed value.",
        [(ErrorId.NoRows, null)] = People,
        [(ErrorId.NotAFile, null)] = "Give the path of the file itself.",
        [(ErrorId.NotAnAuditor, null)] = Auditors,
        [(ErrorId.NotJson, null)] = "Correct the file, or import it with another -Format.",
        [(ErrorId.NotPermitted, null)] = "Let somebody who holds the right do it, or grant the right with Grant-PermRight.",
        [(ErrorId.NotPermitted, ErrorDetail.ActingUserInactive)] = "Connect again with Connect-PermStore.",
        [(ErrorId.NotPermitted, ErrorDetail.NotTheOwner)] = "Let the owner do it.",
        [(ErrorId.NotPermitted, ErrorDetail.OtherAuditor)] = "Leave -Auditor out.",
        [(ErrorId.NotPermitted, ErrorDetail.OtherRequester)] = "Let the requester submit the request.",
        [(ErrorId.NotPermitted, ErrorDetail.RequesterInactive)] = "Activate the user with Enable-PermUser.",
        [(ErrorId.NotPermitted, ErrorDetail.RestoreAsUser)] = "Connect without -As.",
        [(ErrorId.NotPermitted, ErrorDetail.RightNotHeld)] = "Let somebody who holds the right do it.",
        [(ErrorId.NotPermitted, ErrorDetail.UploadRightMissing)] = "Grant one of the rights with Grant-PermRight, or move the user with Set-PermUser -Profile.",
        [(ErrorId.NotPortalExport, null)] = "Import it with -Format Csv.",
        [(ErrorId.NotScim, null)] = "Export it as SCIM or as CSV.",
        [(ErrorId.ProfileAlreadyExists, null)] = "Change it with Set-PermProfile, or choose another name.",
        [(ErrorId.ProfileInUse, null)] = "Move the users to another profile in the same step with -MoveUsersTo.",
        [(ErrorId.ProfileNotFound, null)] = "List profiles with Get-PermProfile, or create it with New-PermProfile.",
        [(ErrorId.ProfileRequired, null)] = "Give -Profile, or choose a default one with Set-PermProfile -Default.",
        [(ErrorId.ReactivationTooEarly, null)] = "Wait, or use Enable-PermUser -Force, which the trail records.",
        [(ErrorId.ReasonRequired, null)] = "Say why with -Reason.",
        [(ErrorId.ReportNotFound, null)] = "Give the path of a .json file that Export-PermReport wrote.",
        [(ErrorId.RightAmbiguous, null)] = "Give one of these keys.",
        [(ErrorId.RightExclusive, null)] = "Revoke the other right first.",
        [(ErrorId.RightMaintenanceOnly, null)] = "Leave it out, or grant it with -AllowMaintenance.",
        [(ErrorId.RightNotFound, null)] = "Find rights by a part of the name with Get-PermRight and wildcards.",
        [(ErrorId.RightRequiredByOther, null)] = "Revoke that right too, or use -IncludeDependents.",
        [(ErrorId.RightRequiresOther, null)] = "Grant that right too, or use -IncludeRequired.",
        [(ErrorId.RightRequiresOther, ErrorDetail.RightExcluded)] = "Exclude both rights, or neither.",
        [(ErrorId.RowsRejected, null)] = "See Rejects of the result, or give -RejectPath to get the rows in a file.",
        [(ErrorId.RowsRejected, ErrorDetail.RejectFile)] = "Fix the rows there and import that file.",
        [(ErrorId.RuleNotFound, null)] = "List the rules with Get-PermAuditRule.",
        [(ErrorId.SchemaVersionUnknown, null)] = "Update the module, or write the document again with Export-PermProfile.",
        [(ErrorId.SchemaVersionUnknown, "Export-PermReport")] = "Compare with a report that this version of the module wrote.",
        [(ErrorId.SeatLimitExceeded, null)] = "Free {detail} seats with Disable-PermUser or Set-PermUser -Profile, or raise the limit with Set-SeatContract -{detail}.",
        [(ErrorId.SelfAudit, null)] = Auditors,
        [(ErrorId.SolutionNotFound, null)] = "List solutions with Get-PermSolution.",
        [(ErrorId.StoreAlreadyExists, null)] = "Open it with Connect-PermStore, or replace it with New-PermStore -Force.",
        [(ErrorId.StoreBusy, null)] = "Try again, or let the other process finish first.",
        [(ErrorId.StoreCorrupt, null)] = "Restore an earlier backup with Restore-PermStore.",
        [(ErrorId.StoreCorrupt, ErrorDetail.NotAStore)] = "Give the path of a store, or create one with New-PermStore.",
        [(ErrorId.StoreCorrupt, "Restore-PermStore")] = "Give another backup.",
        [(ErrorId.StoreInUse, null)] = "Choose another path, or put a backup in its place with Restore-PermStore.",
        [(ErrorId.StoreNotConnected, null)] = $"Create a store with New-PermStore, open one with Connect-PermStore, or name its path in $env:{Commands.RunspaceStores.PathVariable}.",
        [(ErrorId.StoreNotFound, null)] = "Create one with New-PermStore, or give another path.",
        [(ErrorId.StoreReadOnly, null)] = "Check the permissions of the file and its folder.",
        [(ErrorId.StoreReadOnly, ErrorDetail.OpenedReadOnly)] = "Connect without -ReadOnly.",
        [(ErrorId.StoreRefused, null)] = "Check the store with Test-PermStore -Detailed.",
        [(ErrorId.StoreTooNew, null)] = "Update the module.",
        [(ErrorId.StoreUnavailable, null)] = "Check the path, the disk and the permissions of the folder, and try again.",
        [(ErrorId.StudioActionNotFound, null)] = "Give one of these.",
        [(ErrorId.TransactionAlreadyOpen, null)] = "Do this before Invoke-PermTransaction or after it.",
        [(ErrorId.TransactionRolledBack, null)] = "Fix the cause and run it again, or handle errors inside the block.",
        [(ErrorId.UnclosedQuote, null)] = "Close the quote, or double it if it belongs to the text.",
        [(ErrorId.UserAlreadyExists, null)] = "Change the user with Set-PermUser, or choose another name.",
        [(ErrorId.UserAlreadyExists, ErrorDetail.Email)] = "Give another address.",
        [(ErrorId.UserInactive, null)] = "Activate the user with Enable-PermUser, or choose another user.",
        [(ErrorId.UserNameRequired, null)] = "Give one of them.",
        [(ErrorId.UserNotCurrent, null)] = "Read the user again with Get-PermUser.",
        [(ErrorId.UserNotFound, null)] = "Find users by a part of the name with Get-PermUser and wildcards.",
        [(ErrorId.UserNotFound, ErrorDetail.ActorUnknown)] = "Name the auditor with -Auditor; Get-WaitingRoomAuditor lists who may decide.",
        [(ErrorId.ValueTooLong, null)] = "Shorten it.",
        [(ErrorId.WaitingRoomItemNotFound, null)] = "List requests with Get-WaitingRoomItem -State Pending, Approved, Denied, Mixed.",
        [(WarningId.BackupFailsCheck, null)] = "Test-PermStore -Detailed shows what is wrong.",
        [(WarningId.ColumnsIgnored, null)] = "Map a column with -ColumnMap if the import should use it.",
        [(WarningId.NobodyDeactivated, null)] = "Fix the rejected rows and import again.",
        [(WarningId.RightsSkipped, null)] = "Name them one by one if they are wanted.",
        [(WarningId.RightStillIncluded, null)] = "Exclude that right too.",
        [(WarningId.TierKept, null)] = "Free seats and reset the tiers with Set-PermRightTier -Reset, or set them by hand.",
        [(WarningId.UserNotDeactivated, null)] = "Fix the cause and import again.",
    }.ToFrozenDictionary();

    /// <summary>What to do next after a refusal by a cmdlet.</summary>
    public static string For(PermException error, string cmdlet)
    {
        string step = (error.Detail is { } detail ? Steps.GetValueOrDefault((error.ErrorId, detail)) : null)
            ?? Steps.GetValueOrDefault((error.ErrorId, cmdlet))
            ?? Steps[(error.ErrorId, null)];
        return step
            .Replace("{detail}", error.Detail, StringComparison.Ordinal)
            .Replace("{target}", CommandLine.Quote($"{error.Target}"), StringComparison.Ordinal);
    }

    /// <summary>What to do next after a warning, or null where the warning says it all.</summary>
    public static string? For(PermWarning warning) => Steps.GetValueOrDefault((warning.Id, null));
}
