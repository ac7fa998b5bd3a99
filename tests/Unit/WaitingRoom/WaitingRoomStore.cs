namespace PermModule.Unit.WaitingRoom;

/// <summary>A store with one active user for every role that the waiting room knows, and short ways to act as them.</summary>
public sealed class WaitingRoomStore : IDisposable
{
    public const string Upload = "asset-bank.asset-management.upload-assets";
    public const string UploadForApproval = "asset-bank.asset-management.upload-assets-with-mandatory-approval";
    public const string Watermarked = "asset-bank.asset-management.download-watermarked-assets-directly";
    public const string AuditDownloads = "asset-bank.waiting-room.audit-download-requests";
    public const string AuditUploads = "asset-bank.waiting-room.audit-upload-requests";
    public const string AuditQuarantine = "asset-bank.waiting-room.audit-quarantined-assets";

    public WaitingRoomStore()
    {
        Add("uploader", Upload);
        Add("asker", UploadForApproval);
        Add("either", Upload, UploadForApproval);
        Add("marked", Watermarked);
        Add("viewer");
        Add("downloads", AuditDownloads);
        Add("uploads", AuditUploads);
        Add("quarantine", AuditQuarantine);
        Add("all", Upload, AuditDownloads, AuditUploads, AuditQuarantine);
    }

    public TestStore Test { get; } = new();

    public PermStore Store => Test.Store;

    public WaitingRoomService Room => Test.Store.WaitingRoom;

    /// <summary>Submits for a user; downloads get a reason.</summary>
    public WaitingRoomItem Submit(WaitingRoomKind kind, string requester, params string[] assets) => Room.Submit(Request(kind, requester, assets));

    public static WaitingRoomRequest Request(WaitingRoomKind kind, string requester, params string[] assets) =>
        new() { Kind = kind, Requester = UserReference.ByName(requester), Assets = assets, Reason = kind == WaitingRoomKind.Download ? "brochure" : null };

    public WaitingRoomItem Approve(long id, string auditor, params string[] assets) => Room.Decide(Decision(id, auditor, isApproved: true, assets));

    public WaitingRoomItem Deny(long id, string auditor, params string[] assets) => Room.Decide(Decision(id, auditor, isApproved: false, assets));

    public static WaitingRoomDecision Decision(long id, string auditor, bool isApproved, params string[] assets) => new()
    {
        Item = WaitingRoomReference.ById(id),
        Auditor = UserReference.ByName(auditor),
        IsApproved = isApproved,
        Assets = assets.Length == 0 ? null : assets,
        Comment = "said " + auditor,
    };

    public static string ErrorId(Action act) => Assert.ThrowsAny<PermException>(act).ErrorId;

    public void Dispose() => Test.Dispose();

    private void Add(string name, params string[] rights)
    {
        Store.Profiles.Create(name, rights: rights, isDefault: false);
        Test.AddUser(name, name);
    }
}
