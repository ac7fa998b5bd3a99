namespace PermModule;

/// <summary>The ids of all warnings. Like those of refusals, they never change.</summary>
public static class WarningId
{
    /// <summary>The backup was written, but fails a check of the store.</summary>
    public const string BackupFailsCheck = nameof(BackupFailsCheck);

    /// <summary>The clock of this host and that of the server are more than a minute apart.</summary>
    public const string ClockDiffers = nameof(ClockDiffers);

    /// <summary>The import does not know some columns of the file and ignored them.</summary>
    public const string ColumnsIgnored = nameof(ColumnsIgnored);

    /// <summary>Earlier states of the store beside it still hold personal data that was erased.</summary>
    public const string CopiesKeepData = nameof(CopiesKeepData);

    /// <summary>Dates of deactivations were given for active users and not kept.</summary>
    public const string DeactivationDatesIgnored = nameof(DeactivationDatesIgnored);

    /// <summary>Dates of deactivations in the file are earlier than the store knows and were not taken over.</summary>
    public const string DeactivationDatesKept = nameof(DeactivationDatesKept);

    /// <summary>A deprecated right was granted.</summary>
    public const string DeprecatedRight = nameof(DeprecatedRight);

    /// <summary>The file is not UTF-8 and was read as Windows-1252.</summary>
    public const string EncodingGuessed = nameof(EncodingGuessed);

    /// <summary>Fewer seats can be freed than were asked for.</summary>
    public const string FewerSeatsFound = nameof(FewerSeatsFound);

    /// <summary>Free space of the store may still hold personal data that was erased.</summary>
    public const string ErasedNotOverwritten = nameof(ErasedNotOverwritten);

    /// <summary>The name of a profile or group mentions a user whose personal data was erased.</summary>
    public const string NameMentionsUser = nameof(NameMentionsUser);

    /// <summary>The file could not be read completely, so nobody was deactivated for missing from it.</summary>
    public const string NobodyDeactivated = nameof(NobodyDeactivated);

    /// <summary>A wildcard that says which rights are meant matches none.</summary>
    public const string NoRightMatched = nameof(NoRightMatched);

    /// <summary>A right was excluded, but another one that is granted includes it.</summary>
    public const string RightStillIncluded = nameof(RightStillIncluded);

    /// <summary>A wildcard skipped rights that are deprecated or for maintenance only.</summary>
    public const string RightsSkipped = nameof(RightsSkipped);

    /// <summary>More seats of a tier are in use than the contract has.</summary>
    public const string SeatsExceeded = nameof(SeatsExceeded);

    /// <summary>A file or worksheet holds a second table below the people, which was not read.</summary>
    public const string SecondTableIgnored = nameof(SecondTableIgnored);

    /// <summary>The seats of a tier are nearly used up.</summary>
    public const string SeatsNearlyUsed = nameof(SeatsNearlyUsed);

    /// <summary>Seats of a tier without a limit were to be freed.</summary>
    public const string SeatsUnlimited = nameof(SeatsUnlimited);

    /// <summary>Nothing proves which server answers.</summary>
    public const string ServerNotVerified = nameof(ServerNotVerified);

    /// <summary>Rights keep the tier of an earlier release, because the new default would pass the contract.</summary>
    public const string TierKept = nameof(TierKept);

    /// <summary>A user who is missing from the file could not be deactivated.</summary>
    public const string UserNotDeactivated = nameof(UserNotDeactivated);

    /// <summary>Users of a past moment are shown by pseudonym, because their personal data was erased since.</summary>
    public const string UsersErased = nameof(UsersErased);

    /// <summary>Other worksheets of a workbook have people too, who were not read.</summary>
    public const string WorksheetsIgnored = nameof(WorksheetsIgnored);
}
