using System.Security;

namespace PermModule;

/// <summary>The address of a portal, who signs in to it, and how many requests it gets.</summary>
public sealed record PortalOptions
{
    /// <summary>The published advice for clients; an older page allows 15.</summary>
    public const int UsualRequestsPerSecond = 10;

    /// <summary>The published limit for one address, over any five minutes.</summary>
    public const int UsualRequestsPerWindow = 4_500;

    /// <summary>The address of the portal: <c>https</c> and its host. Without a scheme, https is meant.</summary>
    public required Uri Uri { get; init; }

    /// <summary>A permanent token; or null with <see cref="ClientId"/> and <see cref="ClientSecret"/>.</summary>
    public SecureString? Token { get; init; }

    /// <summary>The id of an OAuth 2 application for client credentials.</summary>
    public string? ClientId { get; init; }

    /// <summary>The secret of that application.</summary>
    public SecureString? ClientSecret { get; init; }

    /// <summary>How many requests a second at most; 1 or more.</summary>
    public int RequestsPerSecond { get; init; } = UsualRequestsPerSecond;

    /// <summary>The most requests in five minutes; 1 or more.</summary>
    public int RequestsPerWindow { get; init; } = UsualRequestsPerWindow;

    /// <summary>What the portal does with the list of groups that is sent with a user.</summary>
    public PortalGroupIds GroupIds { get; init; }

    /// <summary>How long one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Where the time comes from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
