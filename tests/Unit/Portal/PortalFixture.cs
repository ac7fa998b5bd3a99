using System.Net;
using System.Security;
using PermModule.Fakes;

namespace PermModule.Unit.Portal;

/// <summary>A fake portal, a store, and a connection between them, by a clock that never waits.</summary>
public sealed class PortalFixture : IDisposable
{
    private PermPortal? _portal;

    public PortalFixture(int users = 0, PortalState? state = null)
    {
        Fake = FakePortal.Start(state ?? PortalState.Sample(users), Clock).GetAwaiter().GetResult();
    }

    public SteppingClock Clock { get; } = new();

    public FakePortal Fake { get; }

    public TestStore Local { get; } = new();

    public PermStore Store => Local.Store;

    public PermPortal Portal => _portal ??= Connect();

    public PortalOptions Options => new() { Uri = Fake.Uri, Token = Secret(Fake.Token), Time = Clock, RequestsPerSecond = 100_000, RequestsPerWindow = 1_000_000, Timeout = TimeSpan.FromSeconds(20) };

    public static SecureString Secret(string text) => new NetworkCredential("", text).SecurePassword;

    public PermPortal Connect(Func<PortalOptions, PortalOptions>? change = null)
    {
        _portal?.Dispose();
        return _portal = PermPortal.Connect(change is null ? Options : change(Options));
    }

    public List<PermPortalStep> Compare(PortalDirection direction, Func<PortalCompareOptions, PortalCompareOptions>? change = null)
    {
        PortalCompareOptions options = new() { Direction = direction };
        return [.. Store.Portal.Compare(Portal, change is null ? options : change(options))];
    }

    public List<PermPortalStep> Sync(IReadOnlyList<PermPortalStep> plan, Func<PortalSyncOptions, PortalSyncOptions>? change = null)
    {
        PortalSyncOptions options = new();
        return [.. Store.Portal.Sync(Portal, plan, change is null ? options : change(options))];
    }

    /// <summary>Makes the store what the portal is.</summary>
    public List<PermPortalStep> Pull(Func<PortalCompareOptions, PortalCompareOptions>? change = null) => Sync(Compare(PortalDirection.Pull, change), options => options with { MaxDeactivate = "100%" });

    public List<PermPortalStep> Push(Func<PortalCompareOptions, PortalCompareOptions>? change = null) => Sync(Compare(PortalDirection.Push, change), options => options with { MaxDeactivate = "100%" });

    public IReadOnlyList<PermAuditEvent> Events(string? action = null) =>
        [.. Store.Trail.FindEvents().Where(happened => happened.TargetType == "Portal" && (action is null || happened.Action == action))];

    public void Dispose()
    {
        _portal?.Dispose();
        Fake.Dispose();
        Local.Dispose();
    }
}
