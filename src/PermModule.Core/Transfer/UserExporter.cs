namespace PermModule.Transfer;

/// <summary>Writes the users of one state of the store.</summary>
internal static class UserExporter
{
    private const int ReportEvery = 1_000;

    public static void Write(StoreSession session, Stream stream, ExportFormat format, bool hasMark, UserFilter filter, Action<TransferProgress>? progress) => session.ReadConsistently(() =>
    {
        long total = session.Scalar(UserCount.All) ?? 0;
        long rows = 0;
        using UserWriter writer = format switch
        {
            ExportFormat.Scim => new ScimWriter(stream),
            ExportFormat.Json => new JsonUserWriter(stream),
            ExportFormat.Excel => new WorkbookUserWriter(stream),
            _ => new TableWriter(stream, isPortal: format == ExportFormat.PortalExport, hasMark),
        };
        foreach (PermUser user in new UserReader(session, filter).Read())
        {
            writer.Write(user);
            if (++rows % ReportEvery == 0)
            {
                session.ThrowIfCancelled();
                progress?.Invoke(new TransferProgress(rows, total, rows));
            }
        }

        writer.Finish();
        return rows;
    });
}
