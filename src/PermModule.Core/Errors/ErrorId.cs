namespace PermModule;

/// <summary>The ids of all refusals. They are part of the contract with scripts: an id is never renamed or given another meaning.</summary>
public static partial class ErrorId
{
    /// <summary>The request, or an asset of it, has been decided on.</summary>
    public const string AlreadyDecided = nameof(AlreadyDecided);

    /// <summary>The asset was denied to the requester and cannot be requested again.</summary>
    public const string AlreadyDenied = nameof(AlreadyDenied);

    /// <summary>Events that the state of the moment is worked out from are gone.</summary>
    public const string AsOfErased = nameof(AsOfErased);

    /// <summary>The moment is in the future.</summary>
    public const string AsOfInFuture = nameof(AsOfInFuture);

    /// <summary>The moment is before the store began.</summary>
    public const string AsOfTooEarly = nameof(AsOfTooEarly);

    /// <summary>The request does not contain the asset.</summary>
    public const string AssetNotFound = nameof(AssetNotFound);

    /// <summary>The request names no asset.</summary>
    public const string AssetRequired = nameof(AssetRequired);

    /// <summary>An event of the audit trail cannot be read, because something other than this module changed it.</summary>
    public const string AuditTrailBroken = nameof(AuditTrailBroken);

    /// <summary>There is no backup at the path.</summary>
    public const string BackupNotFound = nameof(BackupNotFound);

    /// <summary>The change is asked about first, and nobody is there to answer.</summary>
    public const string CannotConfirm = nameof(CannotConfirm);

    /// <summary>No solution has a category of that name.</summary>
    public const string CategoryNotFound = nameof(CategoryNotFound);

    /// <summary>A cell holds an error of a spreadsheet instead of a value.</summary>
    public const string CellError = nameof(CellError);

    /// <summary>A champion needs a Regular or Heavy profile.</summary>
    public const string ChampionTierTooLow = nameof(ChampionTierTooLow);

    /// <summary>Two columns of the file stand for the same field.</summary>
    public const string ColumnAmbiguous = nameof(ColumnAmbiguous);

    /// <summary>The column map names something that is not a field of a user.</summary>
    public const string ColumnMapInvalid = nameof(ColumnMapInvalid);

    /// <summary>The file lacks a column that the import needs.</summary>
    public const string ColumnMissing = nameof(ColumnMissing);

    /// <summary>The item was changed by somebody else after it was read.</summary>
    public const string ConcurrentChange = nameof(ConcurrentChange);

    /// <summary>Two filters exclude each other.</summary>
    public const string ConflictingFilters = nameof(ConflictingFilters);

    /// <summary>The account owner of Content Workflow cannot be deactivated or removed.</summary>
    public const string ContentWorkflowOwnerRequired = nameof(ContentWorkflowOwnerRequired);

    /// <summary>The character cannot separate cells.</summary>
    public const string DelimiterInvalid = nameof(DelimiterInvalid);

    /// <summary>There is no room left on the disk. The change was not applied.</summary>
    public const string DiskFull = nameof(DiskFull);

    /// <summary>The request names an asset twice.</summary>
    public const string DuplicateAsset = nameof(DuplicateAsset);

    /// <summary>The document holds a profile twice.</summary>
    public const string DuplicateProfile = nameof(DuplicateProfile);

    /// <summary>The document holds a right twice.</summary>
    public const string DuplicateRight = nameof(DuplicateRight);

    /// <summary>A user name or e-mail address occurs more than once in the input.</summary>
    public const string DuplicateRow = nameof(DuplicateRow);

    /// <summary>The role of end user is not assigned: everyone without another role is one.</summary>
    public const string EndUserImplied = nameof(EndUserImplied);

    /// <summary>Several users have the external id.</summary>
    public const string ExternalIdAmbiguous = nameof(ExternalIdAmbiguous);

    /// <summary>A file already exists at the path.</summary>
    public const string FileAlreadyExists = nameof(FileAlreadyExists);

    /// <summary>The file is empty.</summary>
    public const string FileEmpty = nameof(FileEmpty);

    /// <summary>There is no file at the path.</summary>
    public const string FileNotFound = nameof(FileNotFound);

    /// <summary>The file cannot be read or written.</summary>
    public const string FileUnavailable = nameof(FileUnavailable);

    /// <summary>The file cannot be read with the permissions of this account.</summary>
    public const string FileUnreadable = nameof(FileUnreadable);

    /// <summary>A filter asks something that cannot be asked of users.</summary>
    public const string FilterNotSupported = nameof(FilterNotSupported);

    /// <summary>The ending of the file name stands for another format.</summary>
    public const string FormatMismatch = nameof(FormatMismatch);

    /// <summary>The format of the file is not known.</summary>
    public const string FormatUnknown = nameof(FormatUnknown);

    /// <summary>A group of that name already exists.</summary>
    public const string GroupAlreadyExists = nameof(GroupAlreadyExists);

    /// <summary>No group has that name.</summary>
    public const string GroupNotFound = nameof(GroupNotFound);

    /// <summary>The object in the pipeline is neither a user nor a profile.</summary>
    public const string InputObjectNotBound = nameof(InputObjectNotBound);

    /// <summary>The text holds a character that is not allowed.</summary>
    public const string InvalidCharacter = nameof(InvalidCharacter);

    /// <summary>The text is not a date.</summary>
    public const string InvalidDate = nameof(InvalidDate);

    /// <summary>The text is not a digest of the audit trail.</summary>
    public const string InvalidDigest = nameof(InvalidDigest);

    /// <summary>The document does not have the expected form.</summary>
    public const string InvalidDocument = nameof(InvalidDocument);

    /// <summary>The text is not an e-mail address.</summary>
    public const string InvalidEmail = nameof(InvalidEmail);

    /// <summary>The file holds bytes that are not text in its encoding.</summary>
    public const string InvalidEncoding = nameof(InvalidEncoding);

    /// <summary>The limit is neither a number nor a percentage.</summary>
    public const string InvalidLimit = nameof(InvalidLimit);

    /// <summary>The name is empty or not valid text.</summary>
    public const string InvalidName = nameof(InvalidName);

    /// <summary>The path cannot be used for this.</summary>
    public const string InvalidPath = nameof(InvalidPath);

    /// <summary>The wildcard pattern is too long or cannot be read.</summary>
    public const string InvalidPattern = nameof(InvalidPattern);

    /// <summary>The step is none that a comparison makes.</summary>
    public const string InvalidPlan = nameof(InvalidPlan);

    /// <summary>The value is not one of those allowed.</summary>
    public const string InvalidValue = nameof(InvalidValue);

    /// <summary>The file holds no people.</summary>
    public const string NoRows = nameof(NoRows);

    /// <summary>The path does not lead to a file.</summary>
    public const string NotAFile = nameof(NotAFile);

    /// <summary>The user may not decide on requests of this kind.</summary>
    public const string NotAnAuditor = nameof(NotAnAuditor);

    /// <summary>The file is not valid JSON.</summary>
    public const string NotJson = nameof(NotJson);

    /// <summary>The acting user may not do this.</summary>
    public const string NotPermitted = nameof(NotPermitted);

    /// <summary>The file is not an export of the portal.</summary>
    public const string NotPortalExport = nameof(NotPortalExport);

    /// <summary>The file is JSON, but not SCIM.</summary>
    public const string NotScim = nameof(NotScim);

    /// <summary>The change names nothing to change.</summary>
    public const string NothingToChange = nameof(NothingToChange);

    /// <summary>No event was found that can be undone.</summary>
    public const string NothingToUndo = nameof(NothingToUndo);

    /// <summary>The plan or the store belongs to another portal.</summary>
    public const string OtherPortal = nameof(OtherPortal);

    /// <summary>The object was read from another store than the one named.</summary>
    public const string OtherStore = nameof(OtherStore);

    /// <summary>A workbook can be opened only with a password.</summary>
    public const string PasswordProtected = nameof(PasswordProtected);

    /// <summary>What the plan was made of has changed since.</summary>
    public const string PlanOutdated = nameof(PlanOutdated);

    /// <summary>A profile of that name already exists.</summary>
    public const string ProfileAlreadyExists = nameof(ProfileAlreadyExists);

    /// <summary>The profile has users and cannot be removed without moving them.</summary>
    public const string ProfileInUse = nameof(ProfileInUse);

    /// <summary>No profile has that name.</summary>
    public const string ProfileNotFound = nameof(ProfileNotFound);

    /// <summary>The user has no profile, and the store has no default one.</summary>
    public const string ProfileRequired = nameof(ProfileRequired);

    /// <summary>The reactivation delay of the contract has not passed.</summary>
    public const string ReactivationTooEarly = nameof(ReactivationTooEarly);

    /// <summary>A download request needs a reason.</summary>
    public const string ReasonRequired = nameof(ReasonRequired);

    /// <summary>There is no earlier report at the path.</summary>
    public const string ReportNotFound = nameof(ReportNotFound);

    /// <summary>A request of the removed user, or one to the portal about them, is still pending.</summary>
    public const string RequestPending = nameof(RequestPending);

    /// <summary>The name stands for several rights.</summary>
    public const string RightAmbiguous = nameof(RightAmbiguous);

    /// <summary>The profile can hold only one of the two rights.</summary>
    public const string RightExclusive = nameof(RightExclusive);

    /// <summary>The right is for the vendor's maintenance and belongs in no profile of a person.</summary>
    public const string RightMaintenanceOnly = nameof(RightMaintenanceOnly);

    /// <summary>No right has that key or name.</summary>
    public const string RightNotFound = nameof(RightNotFound);

    /// <summary>Another right of the profile needs the right.</summary>
    public const string RightRequiredByOther = nameof(RightRequiredByOther);

    /// <summary>The right needs another one that the profile does not hold.</summary>
    public const string RightRequiresOther = nameof(RightRequiresOther);

    /// <summary>Rows of an import were rejected.</summary>
    public const string RowsRejected = nameof(RowsRejected);

    /// <summary>No audit rule has that name.</summary>
    public const string RuleNotFound = nameof(RuleNotFound);

    /// <summary>The document has a version that this module does not read.</summary>
    public const string SchemaVersionUnknown = nameof(SchemaVersionUnknown);

    /// <summary>The change needs more seats than the contract has free.</summary>
    public const string SeatLimitExceeded = nameof(SeatLimitExceeded);

    /// <summary>Nobody decides on their own request.</summary>
    public const string SelfAudit = nameof(SelfAudit);

    /// <summary>No solution has that name.</summary>
    public const string SolutionNotFound = nameof(SolutionNotFound);

    /// <summary>A column says who is active, in words that are not known.</summary>
    public const string StateColumnUnknown = nameof(StateColumnUnknown);

    /// <summary>A store already exists at the path.</summary>
    public const string StoreAlreadyExists = nameof(StoreAlreadyExists);

    /// <summary>Another process held the store longer than the wait that was asked for.</summary>
    public const string StoreBusy = nameof(StoreBusy);

    /// <summary>The file is not a permission store, or it is damaged.</summary>
    public const string StoreCorrupt = nameof(StoreCorrupt);

    /// <summary>The file is a store that is in use.</summary>
    public const string StoreInUse = nameof(StoreInUse);

    /// <summary>No store is connected.</summary>
    public const string StoreNotConnected = nameof(StoreNotConnected);

    /// <summary>There is no store at the path.</summary>
    public const string StoreNotFound = nameof(StoreNotFound);

    /// <summary>The store cannot be written.</summary>
    public const string StoreReadOnly = nameof(StoreReadOnly);

    /// <summary>The store refused the change. Nothing was applied.</summary>
    public const string StoreRefused = nameof(StoreRefused);

    /// <summary>The store is no longer the one that was opened, or its file has a second name. Nothing was changed.</summary>
    public const string StoreReplaced = nameof(StoreReplaced);

    /// <summary>A newer version of the module made the store.</summary>
    public const string StoreTooNew = nameof(StoreTooNew);

    /// <summary>The disk or the server refused to read or write the store.</summary>
    public const string StoreUnavailable = nameof(StoreUnavailable);

    /// <summary>The Studio matrix holds no such action.</summary>
    public const string StudioActionNotFound = nameof(StudioActionNotFound);

    /// <summary>The synchronization would deactivate more users than allowed.</summary>
    public const string SyncTooMany = nameof(SyncTooMany);

    /// <summary>A transaction is open on the store.</summary>
    public const string TransactionAlreadyOpen = nameof(TransactionAlreadyOpen);

    /// <summary>The transaction was rolled back. Nothing was applied.</summary>
    public const string TransactionRolledBack = nameof(TransactionRolledBack);

    /// <summary>A user who is being removed was named as the one who takes over.</summary>
    public const string TransferToSelf = nameof(TransferToSelf);

    /// <summary>A quote of the file is never closed.</summary>
    public const string UnclosedQuote = nameof(UnclosedQuote);

    /// <summary>What the change did was changed again since.</summary>
    public const string UndoConflict = nameof(UndoConflict);

    /// <summary>The user name or e-mail address is taken.</summary>
    public const string UserAlreadyExists = nameof(UserAlreadyExists);

    /// <summary>The user is inactive.</summary>
    public const string UserInactive = nameof(UserInactive);

    /// <summary>A user needs a user name or an e-mail address.</summary>
    public const string UserNameRequired = nameof(UserNameRequired);

    /// <summary>The user was read in another state of the store.</summary>
    public const string UserNotCurrent = nameof(UserNotCurrent);

    /// <summary>No user has that name.</summary>
    public const string UserNotFound = nameof(UserNotFound);

    /// <summary>A user has that name, and only the personal data of removed users is erased.</summary>
    public const string UserStillThere = nameof(UserStillThere);

    /// <summary>The value is longer than allowed.</summary>
    public const string ValueTooLong = nameof(ValueTooLong);

    /// <summary>There is no request of that number.</summary>
    public const string WaitingRoomItemNotFound = nameof(WaitingRoomItemNotFound);

    /// <summary>A workbook has no worksheet of that name.</summary>
    public const string WorksheetNotFound = nameof(WorksheetNotFound);
}
