namespace PermModule.Maintenance;

/// <summary>Copies a store row by row to another, of whichever engine: ids, times and the chain of events stay as they are.</summary>
internal static class StoreCopy
{
    /// <summary>Writes one state of a store to an empty file.</summary>
    public static void ToFile(StoreSession source, string path, Action<double>? progress = null)
    {
        using StoreSession target = StoreFile.Open(path, new PermStoreOptions { Schema = source.Link.IsFile ? source.Link.Schema : null });
        source.ReadConsistently(() =>
        {
            Load(source, target, source.Link.ReadSchemaVersion(), progress);
            return true;
        });
    }

    /// <summary>Lays out a new store with what a file holds; all of it, verified, or nothing.</summary>
    /// <exception cref="PermException"><c>StoreNotFound</c>, <c>StoreCorrupt</c>, <c>StoreTooNew</c>: the file is no store that passes its checks.</exception>
    public static void FromFile(string path, StoreSession target, CancellationToken token)
    {
        if (!File.Exists(path))
        {
            throw new PermNotFoundException(ErrorId.StoreNotFound, $"There is no store at '{path}'.", path);
        }

        using StoreSession source = StoreFile.Open(path, new PermStoreOptions { IsReadOnly = true });
        using IDisposable reading = source.CancelWith(token);
        using IDisposable writing = target.CancelWith(token);
        int version = StoreLayout.ReadVersion(source);
        source.ReadConsistently(() =>
        {
            RefuseIfDamaged(source, source);
            Load(source, target, version, progress: null);
            return true;
        });
    }

    private static void RefuseIfDamaged(StoreSession session, StoreSession source)
    {
        if (new StoreChecker(session).Run().FirstOrDefault(check => !check.IsPassed) is { } failed)
        {
            throw new PermCorruptException(ErrorId.StoreCorrupt, $"'{source.Path}' is damaged, so nothing was made of it ({failed}).", source.Path) { Detail = source.Link.IsFile ? null : ErrorDetail.OtherServerSchema };
        }
    }

    private static void Load(StoreSession source, StoreSession target, int version, Action<double>? progress)
    {
        target.Read(() =>
        {
            target.Transaction.Begin();
            for (int step = 1; step <= version; step++)
            {
                target.Link.ApplySchema(step);
            }

            (string Table, IReadOnlyList<string> Columns, long Rows)[] tables = [.. PostgresSchema.Layout(version).Select(layout => (layout.Table, layout.Columns, progress is null ? 0 : source.Read(() => source.Scalar($"SELECT COUNT(*) FROM {layout.Table}")) ?? 0))];
            double all = Math.Max(1, tables.Sum(table => table.Rows));
            long copied = 0;
            foreach ((string table, IReadOnlyList<string> columns, _) in tables)
            {
                CopyRows(source, target, table, columns, () =>
                {
                    if (++copied % Batching.Page == 0)
                    {
                        progress?.Invoke(copied / all);
                    }
                });
            }

            RefuseIfDamaged(target, source);
            target.Transaction.Commit();
            return true;
        });
    }

    private static void CopyRows(StoreSession source, StoreSession target, string table, IReadOnlyList<string> columns, Action copied)
    {
        string names = string.Join(", ", columns);
        Statement insert = target.Statement($"INSERT INTO {table} ({names}) VALUES ({string.Join(", ", Enumerable.Range(1, columns.Count).Select(place => $"${place}"))})");
        using Statement row = source.Query($"SELECT {names} FROM {table} ORDER BY 1");

        // A refusal is told in the words of the engine that it comes from; what is around this is the other's.
        while (source.Read(row.Next))
        {
            source.ThrowIfCancelled();
            for (int column = 0; column < columns.Count; column++)
            {
                _ = row.Kind(column) switch
                {
                    ValueKind.Null => insert.SetNull(column + 1),
                    ValueKind.Number => insert.Set(column + 1, row.Number(column)),
                    ValueKind.Bytes => insert.Set(column + 1, row.Bytes(column)),
                    _ => insert.Set(column + 1, row.Text(column)),
                };
            }

            insert.Send();
            copied();
        }
    }
}
