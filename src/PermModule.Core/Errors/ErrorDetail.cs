namespace PermModule;

/// <summary>The rules that share an error id, where what to do next depends on which of them refused.</summary>
public static class ErrorDetail
{
    /// <summary>The acting user is no longer active.</summary>
    public const string ActingUserInactive = nameof(ActingUserInactive);

    /// <summary>The actor of the store is not a user of the portal.</summary>
    public const string ActorUnknown = nameof(ActorUnknown);

    /// <summary>The seat contract was changed.</summary>
    public const string Contract = nameof(Contract);

    /// <summary>A date of deactivation is given, and nothing says that the user is inactive.</summary>
    public const string DeactivatedAt = nameof(DeactivatedAt);

    /// <summary>The request holds a denial, which nobody undoes in the name of a user.</summary>
    public const string DenialKept = nameof(DenialKept);

    /// <summary>The e-mail address is taken, not the name.</summary>
    public const string Email = nameof(Email);

    /// <summary>The external id is taken, not the name.</summary>
    public const string ExternalId = nameof(ExternalId);

    /// <summary>The group was changed.</summary>
    public const string Group = nameof(Group);

    /// <summary>The column map names a column that the file lacks.</summary>
    public const string MappedColumn = nameof(MappedColumn);

    /// <summary>Another user had the name before, and was removed.</summary>
    public const string NameUsedAgain = nameof(NameUsedAgain);

    /// <summary>The schema on a server holds something else than a store.</summary>
    public const string NoStoreInSchema = nameof(NoStoreInSchema);

    /// <summary>The file is something other than a permission store.</summary>
    public const string NotAStore = nameof(NotAStore);

    /// <summary>Only the account owner does this.</summary>
    public const string NotTheOwner = nameof(NotTheOwner);

    /// <summary>The identity of the server could not be verified, or it does not encrypt.</summary>
    public const string NotVerified = nameof(NotVerified);

    /// <summary>The store was opened read-only.</summary>
    public const string OpenedReadOnly = nameof(OpenedReadOnly);

    /// <summary>The acting user decides in the name of another one.</summary>
    public const string OtherAuditor = nameof(OtherAuditor);

    /// <summary>The acting user requests in the name of another one.</summary>
    public const string OtherRequester = nameof(OtherRequester);

    /// <summary>The user of the store carries the id of another user of the portal.</summary>
    public const string PortalIdTaken = nameof(PortalIdTaken);

    /// <summary>It is not known yet what became of a request to the portal.</summary>
    public const string PortalRequest = nameof(PortalRequest);

    /// <summary>The profile was changed.</summary>
    public const string Profile = nameof(Profile);

    /// <summary>The scanner caught the file; decisions on it are final.</summary>
    public const string Quarantine = nameof(Quarantine);

    /// <summary>The reactivation delay of the contract has not passed.</summary>
    public const string ReactivationDelay = nameof(ReactivationDelay);

    /// <summary>The rejected rows were written to a file.</summary>
    public const string RejectFile = nameof(RejectFile);

    /// <summary>Rows would be rejected, and written to a file by the run itself.</summary>
    public const string RejectFileLater = nameof(RejectFileLater);

    /// <summary>The rejected rows do not fit a workbook.</summary>
    public const string RejectsNoWorkbook = nameof(RejectsNoWorkbook);

    /// <summary>The rejected rows would replace a file that is imported.</summary>
    public const string RejectsOverInput = nameof(RejectsOverInput);

    /// <summary>The store holds objects that are not this module's.</summary>
    public const string OtherSchema = nameof(OtherSchema);

    /// <summary>The schema of the store on a server is not as this module lays it out.</summary>
    public const string OtherServerSchema = nameof(OtherServerSchema);

    /// <summary>A removed user was looked for.</summary>
    public const string RemovedUser = nameof(RemovedUser);

    /// <summary>The report to compare with is of a later moment.</summary>
    public const string ReportNewer = nameof(ReportNewer);

    /// <summary>The requester is inactive.</summary>
    public const string RequesterInactive = nameof(RequesterInactive);

    /// <summary>An acting user cannot replace a store.</summary>
    public const string RestoreAsUser = nameof(RestoreAsUser);

    /// <summary>The right that another one needs is excluded.</summary>
    public const string RightExcluded = nameof(RightExcluded);

    /// <summary>The acting user lacks a right that they would give to somebody.</summary>
    public const string RightNotHeld = nameof(RightNotHeld);

    /// <summary>The file of the store has a second name.</summary>
    public const string SecondName = nameof(SecondName);

    /// <summary>The store is on a server.</summary>
    public const string Server = nameof(Server);

    /// <summary>The server refused the account.</summary>
    public const string ServerLogin = nameof(ServerLogin);

    /// <summary>The file was read as a single column.</summary>
    public const string SingleColumn = nameof(SingleColumn);

    /// <summary>The name holds a space that looks like an ordinary one.</summary>
    public const string Space = nameof(Space);

    /// <summary>The requester's profile holds no right to upload.</summary>
    public const string UploadRightMissing = nameof(UploadRightMissing);

    /// <summary>The user was changed.</summary>
    public const string User = nameof(User);

    /// <summary>An object that was read was given, and not a name.</summary>
    public const string WasRead = nameof(WasRead);
}
