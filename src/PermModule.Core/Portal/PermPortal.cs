namespace PermModule;

/// <summary>A connection to the portal itself: who signed in, and what that makes possible. Used by one thread at a time; its limits are shared by all connections of the process.</summary>
public sealed class PermPortal : IDisposable
{
    private PermPortal(PortalClient client, PortalUser user)
    {
        Client = client;
        User = user;
    }

    /// <summary>The portal.</summary>
    public Uri Uri => Client.Uri;

    /// <summary>The user whose token it is; nothing of that user is ever changed.</summary>
    public string UserName => User.Name;

    /// <summary>The profile of that user, or null where it cannot be read.</summary>
    public string? ProfileName { get; private init; }

    /// <summary>The scopes that the portal granted; empty for a permanent token, whose scopes it does not tell.</summary>
    public IReadOnlyList<string> Scopes => NameList.Of(Client.Scopes);

    /// <summary>What is possible.</summary>
    public IReadOnlyList<PortalAccess> Can { get; private init; } = [];

    /// <summary>What is missing for the rest: scopes, roles and what could not be read.</summary>
    public IReadOnlyList<string> Missing { get; private init => field = NameList.Of(value); } = NameList.Of([]);

    /// <summary>How many requests were sent so far.</summary>
    public long Requests => Client.Requests;

    internal PortalClient Client { get; }

    internal PortalUser User { get; }

    /// <summary>Signs in, and finds out whose token it is and what that user may do.</summary>
    /// <param name="options">Where and with what.</param>
    /// <param name="token">Stops it.</param>
    /// <exception cref="PermException"><c>PortalUnauthorized</c>, <c>PortalForbidden</c>, <c>PortalUnavailable</c>, <c>PortalInsecure</c>; <c>InvalidValue</c>, <c>PortalTokenRequired</c>.</exception>
    public static PermPortal Connect(PortalOptions options, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Token is null && (options.ClientId is null || options.ClientSecret is null))
        {
            throw new PermInvalidInputException(ErrorId.PortalTokenRequired, $"'{options.Uri}' asks who signs in: a token, or the id and the secret of an application.", options.Uri);
        }

        PortalClient client = new(options);
        try
        {
            PermPortal portal = new PortalSurvey(client, token).Run().GetAwaiter().GetResult();
            client.Attempts = 10;
            return portal;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    internal static PermPortal From(PortalClient client, PortalUser user, string? profile, IReadOnlyList<PortalAccess> can, IReadOnlyList<string> missing) =>
        new(client, user) { ProfileName = profile, Can = can, Missing = missing };

    /// <summary>Closes the connections.</summary>
    public void Dispose() => Client.Dispose();

    /// <summary>The address.</summary>
    public override string ToString() => Uri.ToString();
}
