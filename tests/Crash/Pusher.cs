using System.Net;

namespace PermModule.Crash;

/// <summary>Pushes a store to a portal, until there is nothing left to push.</summary>
public static class Pusher
{
    /// <summary>Pushes, and says a line for each step that is done.</summary>
    public static void Run(string path, string uri, string token)
    {
        using PermStore store = PermStore.Open(path);
        using PermPortal portal = PermPortal.Connect(new PortalOptions
        {
            Uri = new Uri(uri),
            Token = new NetworkCredential("", token).SecurePassword,
            RequestsPerSecond = 100_000,
            RequestsPerWindow = 1_000_000,
        });
        Console.WriteLine("ready");
        PermPortalStep[] plan = [.. store.Portal.Compare(portal, new PortalCompareOptions { Direction = PortalDirection.Push })];
        foreach (PermPortalStep step in store.Portal.Sync(portal, plan, new PortalSyncOptions { MaxDeactivate = "100%" }))
        {
            Console.WriteLine($"{step.Result} {step}");
        }
    }
}
