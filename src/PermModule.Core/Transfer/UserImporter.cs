namespace PermModule.Transfer;

/// <summary>
/// Imports files of people. Those of one synchronization are taken together: only when all rows of all files were understood is it certain which users are missing.
/// </summary>
internal sealed class UserImporter(StoreSession session, UserImportOptions options, Action<TransferProgress>? progress)
{
    /// <summary>Imports files, one after the other.</summary>
    /// <exception cref="PermException">A file cannot be read at all, or the profile given does not exist; <c>SyncTooMany</c> in an atomic synchronization.</exception>
    public IReadOnlyList<PermImportResult> Run(IReadOnlyList<ImportSource> sources)
    {
        long start = session.Time.GetTimestamp();
        if (options.Profile is not null)
        {
            session.Read(() => session.Snapshot().Profile(options.Profile));
        }

        ImportRun run = new(session, options, progress);
        List<FileImport> files = [];
        try
        {
            foreach (ImportSource source in sources)
            {
                FileImport[] before = [.. files];
                try
                {
                    files.Add(new FileImport(run, source, RejectFile.PathOf(options, options.FileNumber + files.Count), before.Length == 0 ? _ => false : id => Array.Exists(before, file => file.Names(id))));
                }
                catch (PermInvalidInputException error) when (sources.Count > 1 && !error.Message.Contains(source.Name, StringComparison.Ordinal))
                {
                    throw new PermInvalidInputException(error.ErrorId, $"Nothing was imported because of '{source.Name}'. {error.Message}", error.Target, error) { Detail = error.Detail };
                }
            }

            MissingUsers missing = new(run, id => run.Named.Contains(id) || files.Exists(file => file.Names(id)));
            bool isApplied = Apply(files, () => Apply(run, files, missing));
            if (isApplied)
            {
                run.WarnOfSeats();
            }

            TimeSpan elapsed = session.Time.GetElapsedTime(start);
            PermImportResult[] results = [.. files.Select(file => file.Result(isApplied, elapsed))];
            results[^1] = results[^1] with
            {
                Deactivated = isApplied ? missing.Deactivated : 0,
                Missing = missing.Names,
                NotDeactivated = isApplied ? missing.Kept : [],
                MissingCount = missing.Count,
                Refusal = missing.Refusal?.Message,
            };
            return results;
        }
        finally
        {
            files.ForEach(file => file.Dispose());
        }
    }

    private static void Apply(ImportRun run, List<FileImport> files, MissingUsers missing)
    {
        files.ForEach(file => file.Apply());
        Settle(files);
        if (run.IsSync)
        {
            if (files.Exists(file => file.DeferredClaims > 0))
            {
                run.Distrust("rows ask for names, addresses or ids that others have");
            }

            if (files.TrueForAll(file => file.Rejected + file.DeferredClaims == file.Read))
            {
                run.Distrust("every row was rejected");
            }

            missing.Deactivate();
            if (run.Options.Atomic && missing.Refusal is { } refusal)
            {
                throw refusal;
            }

            if (missing.Deactivated > 0)
            {
                Settle(files);
            }
        }

        files.ForEach(file => file.Retry(isLast: true));
    }

    /// <summary>Tries deferred rows again as long as that helps any of them.</summary>
    private static void Settle(List<FileImport> files)
    {
        long before;
        long after = files.Sum(file => file.Deferred);
        do
        {
            before = after;
            files.ForEach(file => file.Retry(isLast: false));
            after = files.Sum(file => file.Deferred);
        }
        while (after > 0 && after < before);
    }

    /// <summary>Runs the import, in one transaction where it is to be all or nothing. False when it was rolled back.</summary>
    private bool Apply(List<FileImport> files, Action import)
    {
        if (!options.Atomic)
        {
            import();
            return true;
        }

        try
        {
            return session.Write(_ =>
            {
                import();
                return files.TrueForAll(file => file.Rejected == 0) ? true : throw new TakenBack();
            });
        }
        catch (TakenBack)
        {
            return false;
        }
    }

    private sealed class TakenBack : Exception;
}
