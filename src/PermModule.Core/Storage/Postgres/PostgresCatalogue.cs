namespace PermModule.Storage.Postgres;

/// <summary>What the catalogue of a server says of a store: whether it is there and laid out as it should be, and its size.</summary>
internal sealed class PostgresCatalogue(PostgresChannel channel, string schema)
{
    private const string HasSchema = "SELECT COUNT(*) FROM pg_namespace WHERE nspname = $1";

    private static readonly string Tables = Quoted(PostgresSchema.Tables);
    private static readonly string TextColumns = Quoted(PostgresSchema.Columns(StoreSchema.All).Where(column => column.EndsWith(" text", StringComparison.Ordinal)).Select(column => column.Split(' ')[0]));

    /// <summary>Refuses what is no store.</summary>
    /// <exception cref="PermException"><c>StoreCorrupt</c>, <c>StoreNotFound</c>.</exception>
    public void RefuseIfNoStore()
    {
        if (channel.Scalar("SELECT COUNT(*) FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid WHERE n.nspname = $1 AND c.relname = $2", schema, PostgresSchema.Head) == 0)
        {
            throw channel.Scalar(HasSchema, schema) == 0
                ? new PermNotFoundException(ErrorId.StoreNotFound, $"There is no store at '{channel.Location}': the database has no schema '{schema}'.", channel.Location)
                : new PermCorruptException(ErrorId.StoreCorrupt, $"'{channel.Location}' is not a permission store.", channel.Location) { Detail = ErrorDetail.NoStoreInSchema };
        }
    }

    /// <summary>Refuses a schema that is there.</summary>
    /// <exception cref="PermAlreadyExistsException"><c>StoreAlreadyExists</c>.</exception>
    public void RefuseIfThere()
    {
        if (channel.Scalar(HasSchema, schema) > 0)
        {
            throw new PermAlreadyExistsException(ErrorId.StoreAlreadyExists, $"'{channel.Location}' already exists: the database has a schema '{schema}'.", channel.Location) { Detail = ErrorDetail.Server };
        }
    }

    /// <summary>What is not as a store with these scripts has it.</summary>
    public IReadOnlyList<string> Problems(IReadOnlyList<string> scripts)
    {
        // Who may not see a row is not told that it is there, and an unlogged table is empty after a crash. A server that is set to quote all identifiers quotes the names of some types too.
        string contents = $"""
            SELECT c.relname || '.' || a.attname || ' ' || translate(format_type(a.atttypid, a.atttypmod), '"', ''), 0
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
            UNION ALL
            SELECT 'trigger ' || t.tgname, 1 FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = $1 AND NOT t.tgisinternal
            UNION ALL
            SELECT 'rule ' || r.rulename, 1 FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = $1
            UNION ALL
            SELECT 'row security of ' || c.relname, 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = $1 AND c.relrowsecurity AND c.relname IN ({Tables})
            UNION ALL
            SELECT 'UNLOGGED of ' || c.relname, 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = $1 AND c.relpersistence = 'u' AND c.relname IN ({Tables})
            UNION ALL
            SELECT 'collation ' || o.collname || ' of ' || c.relname || '.' || a.attname, 1
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_collation o ON o.oid = a.attcollation
            WHERE n.nspname = $1 AND o.collname NOT IN ('C', 'POSIX') AND NOT a.attisdropped AND c.relname || '.' || a.attname IN ({TextColumns})
            UNION ALL
            SELECT CASE WHEN x.indisunique THEN 'unique index ' ELSE 'index ' END || c.relname, 0
            FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND x.indisvalid
            UNION ALL
            SELECT 'reference ' || k.conname, 0 FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE n.nspname = $1 AND k.contype = 'f' AND k.convalidated
            """;
        ILookup<bool, string> found = channel.Texts(contents, schema).ToLookup(row => row.IsFlagged, row => row.Text);
        return
        [
            .. PostgresSchema.Columns(scripts).Concat(PostgresSchema.Keys(scripts)).Except(found[false], StringComparer.Ordinal).Select(part => $"{part} is missing"),
            .. found[true].Select(name => $"{TextRules.Cut(name)} was put in"),
        ];
    }

    /// <summary>The references that lead nowhere.</summary>
    /// <param name="known">The tables that the store has.</param>
    public IReadOnlyList<string> BrokenReferences(IReadOnlySet<string> known) =>
    [
        .. from reference in PostgresSchema.References
           where known.Contains(reference.Table)
           where channel.Scalar($"SELECT COUNT(*) FROM {reference.Table} c WHERE c.{reference.Column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {reference.Parent} p WHERE p.id = c.{reference.Column})") > 0
           select $"a row of {reference.Table} points to a missing row of {reference.Parent}",
    ];

    /// <summary>The size of the tables and their indexes.</summary>
    public long SizeBytes() => channel.Scalar("SELECT COALESCE(SUM(pg_total_relation_size(c.oid)), 0) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = 'r'", schema);

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
