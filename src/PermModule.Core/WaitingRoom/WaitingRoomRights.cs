using System.Globalization;

namespace PermModule;

/// <summary>Which rights decide in the waiting room.</summary>
internal static class WaitingRoomRights
{
    private static readonly PermRight Upload = Right("asset-bank.asset-management.upload-assets");
    private static readonly PermRight UploadForApproval = Right("asset-bank.asset-management.upload-assets-with-mandatory-approval");
    private static readonly PermRight ShownAsWatermarked = Right("asset-bank.asset.show-all-assets-as-watermarked");
    private static readonly PermRight DownloadWatermarked = Right("asset-bank.asset-management.download-watermarked-assets-directly");
    private static readonly PermRight DownloadOriginal = Right("asset-bank.asset-management.download-original-assets");
    private static readonly PermRight DownloadPublicDerivative = Right("asset-bank.asset-management.download-public-asset-derivatives");
    private static readonly PermRight DownloadDerivative = Right("asset-bank.asset-management.download-non-public-asset-derivatives");
    private static readonly PermRight DownloadAdditional = Right("asset-bank.asset-management.download-asset-additionals");
    private static readonly PermRight DownloadArchived = Right("asset-bank.asset-management.download-archived-assets");
    private static readonly PermRight DownloadLimitedUsage = Right("asset-bank.asset-management.download-limited-usage-assets");
    private static readonly PermRight AuditDownload = Right("asset-bank.waiting-room.audit-download-requests");
    private static readonly PermRight AuditUpload = Right("asset-bank.waiting-room.audit-upload-requests");
    private static readonly PermRight AuditQuarantine = Right("asset-bank.waiting-room.audit-quarantined-assets");

    /// <summary>The right that decides on requests of a kind.</summary>
    public static PermRight AuditorOf(WaitingRoomKind kind) => kind switch
    {
        WaitingRoomKind.Download => AuditDownload,
        WaitingRoomKind.Upload => AuditUpload,
        WaitingRoomKind.Quarantine => AuditQuarantine,
        _ => throw new PermInvalidInputException(ErrorId.InvalidValue, $"'{kind}' is not a kind of request; the kinds are Download, Upload and Quarantine.", kind),
    };

    /// <summary>True when the requester gets the assets with a watermark: because they carry one, or because the profile sees every asset so.</summary>
    public static bool IsWatermarked(WaitingRoomRequest request, ProfileEntry profile) => request.IsWatermarked || profile.Effective.Contains(ShownAsWatermarked.Index);

    /// <summary>
    /// The keys of the rights that let a requester act without a decision; null if an auditor has to decide.
    /// Users who may do something directly can still ask for approval. A quarantined file always waits, and no right is asked for it:
    /// the scanner stopped it, not the requester.
    /// </summary>
    /// <exception cref="PermNotPermittedException"><c>NotPermitted</c>: an upload by somebody who may not upload at all.</exception>
    public static string? DirectlyBy(WaitingRoomRequest request, ProfileEntry profile)
    {
        bool Holds(PermRight right) => profile.Effective.Contains(right.Index);

        if (request.Kind == WaitingRoomKind.Upload && !Holds(Upload) && !Holds(UploadForApproval))
        {
            throw new PermNotPermittedException(ErrorId.NotPermitted, $"'{request.Requester}' may not upload: the profile '{profile.Name}' holds neither '{Upload.Key}' nor '{UploadForApproval.Key}'.", request.Requester.Name) { Detail = ErrorDetail.UploadRightMissing };
        }

        PermRight[] needed = request.Kind switch
        {
            WaitingRoomKind.Upload => [Upload],
            WaitingRoomKind.Download => [.. DownloadRights(request, IsWatermarked(request, profile))],
            _ => [],
        };
        return !request.ForApproval && needed.Length > 0 && Array.TrueForAll(needed, Holds)
            ? string.Join(", ", needed.Select(right => right.Key))
            : null;
    }

    /// <summary>Refuses who may not decide on a request.</summary>
    /// <exception cref="PermNotPermittedException"><c>SelfAudit</c>, <c>NotAnAuditor</c>.</exception>
    public static void CheckAuditor(WaitingRoomItem item, UserOutline auditor, ProfileEntry profile)
    {
        if (auditor.Id == item.RequesterId)
        {
            throw new PermNotPermittedException(ErrorId.SelfAudit, string.Create(CultureInfo.InvariantCulture, $"'{auditor.UserName}' made request {item.Id} and cannot decide on it."), auditor.UserName);
        }

        PermRight right = AuditorOf(item.Kind);
        if (!auditor.IsActive || !profile.Effective.Contains(right.Index))
        {
            string why = auditor.IsActive ? $"the profile '{profile.Name}' does not hold '{right.Key}'" : "the user is inactive";
            throw new PermNotPermittedException(ErrorId.NotAnAuditor, string.Create(CultureInfo.InvariantCulture, $"'{auditor.UserName}' may not decide on request {item.Id} ({item.Kind}): {why}."), auditor.UserName);
        }
    }

    /// <inheritdoc cref="ProfileNeed"/>
    /// <remarks>A right to audit is needed by who decided on a request by it, and where no other profile has an active user who may.</remarks>
    public static bool NeedRights(StoreSession session, ProfileEntry profile, RightSet leaving, Tier after) =>
        Enum.GetValues<WaitingRoomKind>().Any(kind => AuditorOf(kind) is { } right && leaving.Contains(right.Index)
            && (!ActiveHolders.HasOthers(session.Snapshot(), SeatLedger.Load(session), profile, right) || HasDecided(session, profile, kind)));

    private static bool HasDecided(StoreSession session, ProfileEntry profile, WaitingRoomKind kind)
    {
        // A decision has the name of then, and a request that of its last decision alone.
        const string names = """
            SELECT DISTINCT a.audited_by FROM waiting_assets a JOIN waiting_items i ON i.id = a.item_id
            WHERE i.kind = @kind AND a.audited_by IS NOT NULL
            """;
        const string user = $"""
            SELECT 1 FROM users WHERE profile_id = $1 AND is_active = 1 AND id IN (
                SELECT id FROM users WHERE user_name_key = $2
                UNION SELECT target_id FROM audit_events WHERE target_key = $2 AND target_type = '{UserEvents.TargetType}' AND {AuditTarget.IsIndexed})
            LIMIT 1
            """;
        return session.Rows<string>(names, new { kind }).Any(name => session.Scalar(user, profile.Id, NameKey.Fold(name)) is not null);
    }

    private static IEnumerable<PermRight> DownloadRights(WaitingRoomRequest request, bool isWatermarked)
    {
        yield return isWatermarked ? DownloadWatermarked : request.File switch
        {
            AssetFile.Original => DownloadOriginal,
            AssetFile.PublicDerivative => DownloadPublicDerivative,
            AssetFile.Derivative => DownloadDerivative,
            AssetFile.Additional => DownloadAdditional,
            _ => throw new PermInvalidInputException(ErrorId.InvalidValue, $"'{request.File}' is no file of an asset. Use Original, PublicDerivative, Derivative or Additional.", request.File),
        };
        if (request.IsArchived)
        {
            yield return DownloadArchived;
        }

        if (request.IsLimitedUsage)
        {
            yield return DownloadLimitedUsage;
        }
    }

    /// <summary>Refuses to remove a denial in a user's name: without it the asset could be requested again.</summary>
    /// <exception cref="PermNotPermittedException"><c>NotPermitted</c>.</exception>
    public static void CheckDenialStays(WriteScope scope, WaitingRoomItem item)
    {
        if (item.Counts.Denied > 0 && scope.Acting is { } acting)
        {
            throw new PermNotPermittedException(ErrorId.NotPermitted, string.Create(CultureInfo.InvariantCulture, $"'{acting.Name}' cannot remove request {item.Id}, because it holds a denial: without it the asset could be requested again."), item.Id) { Detail = ErrorDetail.DenialKept };
        }
    }

    private static PermRight Right(string key) => RightCatalogue.Default.Resolve(key);
}
