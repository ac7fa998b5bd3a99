using System.Net;

namespace PermModule.Crash;

/// <summary>Pushes a store to a portal, and waits to be killed.</summary>
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
        PermPortalStep[] plan = [.. store.Portal.Compare(portal, new PortalCompareOptions { Direction = PortalDirection.Push })];
        Console.WriteLine("planned");
        foreach (PermPortalStep step in store.Portal.Sync(portal, plan, new PortalSyncOptions { MaxDeactivate = "100%" }))
        {
            Console.WriteLine($"{step.Result} {step}");
        }

        // Waits for its end, which may come after the work.
        Thread.Sleep(TimeSpan.FromMinutes(1));
    }
}
