using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PermModule.Fakes;

/// <summary>
/// A portal on the loopback address that behaves as the published description of the real one says, and on request as badly as real ones may.
/// Written from that description; nothing of it is the vendor's.
/// </summary>
public sealed class FakePortal : IAsyncDisposable, IDisposable
{
    private readonly WebApplication _app;
    private readonly PortalHandler _handler;

    private FakePortal(WebApplication app, PortalHandler handler)
    {
        _app = app;
        _handler = handler;
    }

    public Uri Uri { get; private set; } = null!;

    public PortalState State => _handler.State;

    public Quirks Quirks => _handler.Quirks;

    /// <summary>What goes wrong: given the request, says how.</summary>
    public Func<FakeRequest, Fault> Faults { get => _handler.Faults; set => _handler.Faults = value; }

    /// <summary>Runs before a request is carried out, to change the portal behind somebody's back.</summary>
    public Action<FakeRequest> Before { get => _handler.Before; set => _handler.Before = value; }

    /// <summary>The permanent token.</summary>
    public string Token { get => _handler.Token; set => _handler.Token = value; }

    /// <summary>The requests that arrived, in their order.</summary>
    public ConcurrentQueue<FakeRequest> Requests => _handler.Requests;

    /// <summary>The requests that would have changed something.</summary>
    public IEnumerable<FakeRequest> Writes => Requests.Where(request => request.Method != "GET" && !request.Path.Contains("oauth2", StringComparison.Ordinal));

    /// <summary>How many requests were refused because of the limits.</summary>
    public int Blocked => _handler.Blocked;

    /// <summary>How many tokens the client credentials were exchanged for.</summary>
    public int TokensGiven => _handler.TokensGiven;

    /// <summary>Makes all tokens given so far invalid.</summary>
    public void RevokeTokens() => _handler.RevokeTokens();

    /// <summary>The scopes that are granted to client credentials.</summary>
    public string Scopes { get => _handler.Scopes; set => _handler.Scopes = value; }

    public static async Task<FakePortal> Start(PortalState state, TimeProvider? time = null, X509Certificate2? certificate = null, int port = 0)
    {
        PortalHandler handler = new(state, time ?? TimeProvider.System);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        if (certificate is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        WebApplication app = builder.Build();
        app.Run(handler.Handle);
        await app.StartAsync();
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new FakePortal(app, handler) { Uri = new Uri(address) };
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _handler.Dispose();
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();
}
