namespace PermModule.Storage;

/// <summary>What a store must look like to be used.</summary>
internal static class StoreLayout
{
    /// <inheritdoc cref="StoreLink.UseJournal"/>
    public static void UseJournal(StoreSession session) => session.Read(() =>
    {
        session.Link.UseJournal();
        return true;
    });

    /// <summary>The version of the schema of a store whose tables and indexes are those of that version.</summary>
    /// <exception cref="PermCorruptException"><c>StoreCorrupt</c>: not a store, or one that holds other objects; <c>StoreTooNew</c>: made by a newer module.</exception>
    public static int ReadVersion(StoreSession session) => session.Read(() =>
    {
        session.Link.RefuseIfNoStore();
        int version = session.Link.ReadSchemaVersion();
        if (version > session.Link.Schema.Count)
        {
            throw new PermCorruptException(ErrorId.StoreTooNew, $"'{session.Path}' has schema version {version}; this module knows versions up to {session.Link.Schema.Count}.", session.Path);
        }

        if (session.Link.SchemaProblems(version) is [{ } problem, ..])
        {
            throw new PermCorruptException(ErrorId.StoreCorrupt, $"'{session.Path}' is not as this module lays out a store: {problem}.", session.Path) { Detail = session.Link.IsFile ? ErrorDetail.OtherSchema : ErrorDetail.OtherServerSchema };
        }

        return version;
    });
}
