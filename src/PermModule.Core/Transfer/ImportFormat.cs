namespace PermModule;

/// <summary>What a file of people looks like.</summary>
public enum ImportFormat
{
    /// <summary>Found by looking into the file.</summary>
    Auto,

    /// <summary>A table with a header; comma, semicolon or tab between cells.</summary>
    Csv,

    /// <summary>The portal's own user export of 19 columns.</summary>
    PortalExport,

    /// <summary>One e-mail address a line; lines that start with <c>#</c> are comments.</summary>
    Email,

    /// <summary>SCIM 2.0 (RFC 7643): one User, an array of them, or a ListResponse.</summary>
    Scim,

    /// <summary>A worksheet of an Excel workbook (.xlsx), with a header somewhere in its first rows.</summary>
    Excel,
}
