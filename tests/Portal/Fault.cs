namespace PermModule.Fakes;

/// <summary>What goes wrong with a request.</summary>
public enum Fault
{
    None,

    /// <summary>The connection is cut before anything is done.</summary>
    CutBefore,

    /// <summary>The request is carried out, and the connection cut before the answer.</summary>
    CutAfter,

    /// <summary>Status 500, and nothing is done.</summary>
    Error,

    /// <summary>The request is carried out, and status 502 answered.</summary>
    ErrorAfter,

    /// <summary>Status 200 with an error object.</summary>
    ErrorWithSuccess,

    /// <summary>Status 200 with a page in HTML.</summary>
    Html,

    /// <summary>A redirect to the same path on another host.</summary>
    RedirectAway,

    /// <summary>A redirect to the same path with a marker on this host.</summary>
    RedirectHere,

    /// <summary>An answer without an end.</summary>
    Endless,

    /// <summary>Status 401.</summary>
    Unauthorized,

    /// <summary>Status 403.</summary>
    Forbidden,

    /// <summary>Status 404.</summary>
    NotFound,

    /// <summary>Status 400 with all that was sent.</summary>
    Echo,

    /// <summary>Status 429 with a time to wait.</summary>
    TooMany,

    /// <summary>The request is carried out, and an answer given that says it is compressed and is not.</summary>
    NotCompressed,
}
