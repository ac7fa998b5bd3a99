namespace PermModule;

/// <content>The refusals of work with a portal.</content>
public static partial class ErrorId
{
    /// <summary>Another process pushes this store to the portal.</summary>
    public const string PortalBusy = nameof(PortalBusy);

    /// <summary>The portal was changed after the plan was made.</summary>
    public const string PortalChanged = nameof(PortalChanged);

    /// <summary>The token has no scope, or its user no right, for the request.</summary>
    public const string PortalForbidden = nameof(PortalForbidden);

    /// <summary>The connection to the portal would not be secure.</summary>
    public const string PortalInsecure = nameof(PortalInsecure);

    /// <summary>No portal is connected.</summary>
    public const string PortalNotConnected = nameof(PortalNotConnected);

    /// <summary>The portal accepted a change, but does not show it.</summary>
    public const string PortalNotVerified = nameof(PortalNotVerified);

    /// <summary>The portal has several profiles of one name.</summary>
    public const string PortalProfileAmbiguous = nameof(PortalProfileAmbiguous);

    /// <summary>The portal shows a profile for the user that it does not list.</summary>
    public const string PortalProfileUnknown = nameof(PortalProfileUnknown);

    /// <summary>The portal refused the change.</summary>
    public const string PortalRefused = nameof(PortalRefused);

    /// <summary>Neither a token nor an application was given.</summary>
    public const string PortalTokenRequired = nameof(PortalTokenRequired);

    /// <summary>The portal does not accept the token.</summary>
    public const string PortalUnauthorized = nameof(PortalUnauthorized);

    /// <summary>The portal cannot be reached, or answers with something else.</summary>
    public const string PortalUnavailable = nameof(PortalUnavailable);

    /// <summary>The address of the portal was not given.</summary>
    public const string PortalUriRequired = nameof(PortalUriRequired);

    /// <summary>A user of the portal could be several users of the store.</summary>
    public const string PortalUserAmbiguous = nameof(PortalUserAmbiguous);

    /// <summary>A synchronization never changes this user.</summary>
    public const string PortalUserProtected = nameof(PortalUserProtected);
}
