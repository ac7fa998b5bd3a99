namespace PermModule.Portal;

/// <summary>What one comparison or synchronization works with.</summary>
internal sealed class PortalRun
{
    private readonly Action<PortalProgress>? _progress;
    private readonly Action<string>? _notice;
    private PortalProgress _last = new("Asking the portal", 0, null, null);
    private TimeSpan? _blocked;

    public PortalRun(StoreSession session, PermPortal portal, Action<PortalProgress>? progress, Action<string>? notice, CancellationToken token)
    {
        Session = session;
        Portal = portal;
        _progress = progress;
        _notice = notice;
        Wait = new PortalWait(Tick);
        Reader = new PortalReader(portal.Client, token);
        portal.Client.Blocked = quiet => _blocked = quiet;
        Users = new StoreUsers(session);
        Maps = PortalMaps.Load(session, Reader, Wait);
        Owners = new PortalOwners(session);
    }

    public StoreSession Session { get; }

    public PermPortal Portal { get; }

    public PortalClient Client => Portal.Client;

    public PortalReader Reader { get; }

    public PortalWait Wait { get; }

    public StoreUsers Users { get; }

    /// <summary>The portal owners who are left.</summary>
    public PortalOwners Owners { get; }

    public PortalMaps Maps { get; private set; }

    /// <summary>What all steps of this run say of where they come from.</summary>
    public PermPortalStep NewStep(PortalDirection direction) => new()
    {
        Direction = direction,
        Portal = Portal.Uri.ToString(),
        StoreId = Maps.Links.StoreId,
        PlannedAt = Session.Time.GetUtcNow(),
    };

    /// <summary>Pairs profiles and groups again, after the store's changed.</summary>
    public void Refresh() => Maps = Maps.WithStoreOfNow();

    public void Notice(string text) => _notice?.Invoke(text);

    public void Show(string status, long done, long? total, TimeSpan? left)
    {
        _last = new PortalProgress(status, done, total, left);
        Tick();
    }

    /// <summary>True for the user whose token it is.</summary>
    public bool IsOwn(PortalUser user) => PortalAssumptions.Key(user.Id!) == PortalAssumptions.Key(Portal.User.Id!);

    /// <summary>The refusal of a step that would shut people out of the portal.</summary>
    public static PermConflictException Protected(PermPortalStep step, string why) =>
        new(ErrorId.PortalUserProtected, $"'{TextRules.Cut(step.Name)}' was left as it is: {why}. A person decides that in the portal itself.", step.Name);

    /// <summary>The refusal of a step whose plan is older than what the store or the portal is now.</summary>
    public static PermConflictException Outdated(PermPortalStep step, string why) =>
        new(ErrorId.PlanOutdated, $"'{TextRules.Cut(step.Name)}' was left as it is, because the plan is of {step.PlannedAt:yyyy-MM-dd HH:mm} UTC and {why}.", step.Name);

    private void Tick()
    {
        Session.ThrowIfCancelled();
        if (_blocked is { } quiet)
        {
            _blocked = null;
            _notice?.Invoke($"The portal is closed to this address for asking too often. Nothing is sent for {quiet.TotalSeconds:0} seconds, then it goes on.");
        }

        _progress?.Invoke(_last);
    }
}
