namespace PermModule.Storage;

/// <summary>What a store must look like to be used.</summary>
internal static class StoreLayout
{
    /// <summary>The table of what a store says of itself.</summary>
    public const string StateTable = "store_state";

    /// <summary>The table of the contract.</summary>
    public const string ContractTable = "seat_contract";

    /// <summary>The tables that hold one row, without which a store is none.</summary>
    private static readonly string[] OneRow = [StateTable, ContractTable];

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

    /// <summary>What of a store is not as this module lays it out, the rows included that every store has.</summary>
    public static IReadOnlyList<string> Problems(StoreSession session) => session.Link.SchemaProblems(session.Link.ReadSchemaVersion()) is [_, ..] problems
        ? problems
        : [.. OneRow.Where(table => session.Scalar($"SELECT id FROM {table}") is null).Select(table => $"the row of {table} is missing")];

    /// <summary>The refusal of a store without the row that a table of it must have.</summary>
    /// <param name="location">The store.</param>
    /// <param name="isFile">True for a file.</param>
    /// <param name="table">The table.</param>
    public static PermCorruptException NoRow(string location, bool isFile, string table) =>
        new(ErrorId.StoreCorrupt, $"'{location}' is damaged: the row of its table {table} is missing.", location) { Detail = isFile ? null : ErrorDetail.OtherServerSchema };
}
