namespace PermModule;

/// <summary>As what users are written.</summary>
public enum ExportFormat
{
    /// <summary>Comma-separated UTF-8 that an import reads back without loss.</summary>
    Csv,

    /// <summary>The portal's own user export: 19 columns, semicolons, byte-order mark.</summary>
    PortalExport,

    /// <summary>A SCIM 2.0 ListResponse (RFC 7643).</summary>
    Scim,

    /// <summary>A JSON array of users, for other programs.</summary>
    Json,

    /// <summary>An Excel workbook (.xlsx) with a table that an import reads back without loss.</summary>
    Excel,
}
