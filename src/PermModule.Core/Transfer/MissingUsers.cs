using System.Globalization;

namespace PermModule.Transfer;

/// <summary>Deactivates the active users whom no file of a synchronization names, unless they are too many or it is not certain that they are missing.</summary>
internal sealed class MissingUsers(ImportRun run, Func<long, bool> isNamed)
{
    private const int MostAtOnce = 10_000;

    /// <summary>How many names a message holds.</summary>
    private const int MaxNamed = 10;

    private readonly List<string> _names = [];
    private readonly List<string> _kept = [];

    /// <summary>How many active users are missing in the files.</summary>
    public long Count { get; private set; }

    /// <summary>The first of their names.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The first of the names of those who could not be deactivated.</summary>
    public IReadOnlyList<string> Kept => _kept;

    /// <summary>How many were deactivated.</summary>
    public long Deactivated { get; private set; }

    /// <summary>Why nobody was deactivated although users are missing and that is certain; or null.</summary>
    public PermConflictException? Refusal { get; private set; }

    /// <summary>Counts the missing users, and deactivates them where nothing stands against it.</summary>
    public void Deactivate()
    {
        long active = 0;
        ForEachPage((read, missing) =>
        {
            active += read;
            Count += missing.Count;
            _names.AddRange(missing.Take(PermImportResult.MaxMissing - _names.Count));
        });
        if (Count == 0)
        {
            return;
        }

        if (run.Doubt is { } doubt)
        {
            run.Session.Warnings.Add(new PermWarning(WarningId.NobodyDeactivated, string.Create(CultureInfo.InvariantCulture, $"Nobody was deactivated, because {doubt}. {Quantity.Of(Count, "active user is", "active users are")} not named: {List()}."), Count));
            return;
        }

        long limit = run.Options.MaxDeactivate.Of(active);
        if (Count > limit)
        {
            Refusal = new PermConflictException(
                ErrorId.SyncTooMany,
                string.Create(CultureInfo.InvariantCulture, $"{Count} of {Quantity.Of(active, "active user")} {(Count == 1 ? "is" : "are")} not named and would be deactivated; at most {limit} may be ({run.Options.MaxDeactivate}). Nobody is deactivated. The first: {List()}."),
                Count);
            return;
        }

        ForEachPage((_, missing) => Deactivate(missing));
    }

    private string List() => string.Join(", ", _names.Take(MaxNamed).Select(name => $"'{TextRules.Cut(name)}'")) + (Count > MaxNamed ? string.Create(CultureInfo.InvariantCulture, $" and {Count - MaxNamed} more") : "");

    private void Deactivate(List<string> missing)
    {
        if (missing.Count == 0)
        {
            return;
        }

        UserData inactive = new() { IsActive = false };
        UserChange[] changes = [.. missing.Select(name => new UserChange(UserReference.ByName(name), inactive))];
        UserKeys? ahead = UserKeys.Announce(run.Session, keys => keys.Add(changes));
        IReadOnlyList<BatchItem<PermUser>> items = run.Session.Write(scope => new UserEditor(scope, UserBatchOptions.Default, ahead).Update(changes));
        Deactivated += items.Count(item => item.IsChanged);
        foreach ((string name, BatchItem<PermUser> item) in missing.Zip(items).Where(pair => pair.Second.Error is not null))
        {
            if (_kept.Count < PermImportResult.MaxMissing)
            {
                _kept.Add(name);
            }

            run.Session.Warnings.Add(new PermWarning(WarningId.UserNotDeactivated, $"Missing in the file, but not deactivated: {item.Error!.Message}", item.Error.Target));
        }
    }

    /// <summary>Goes through the active users that were there before the import, page by page: how many there are, and which of them no file names.</summary>
    private void ForEachPage(Action<int, List<string>> take)
    {
        long after = 0;
        int read;
        int most;
        do
        {
            most = run.Session.BatchFor(MostAtOnce);
            List<string> missing = [];
            (read, after) = run.Session.Read(() => ReadPage(after, most, missing));
            take(read, missing);
            run.Session.ThrowIfCancelled();
        }
        while (read == most);
    }

    private (int Read, long Last) ReadPage(long after, int most, List<string> missing)
    {
        int read = 0;
        using Statement reader = run.Session.Query("SELECT id, user_name FROM users WHERE is_active = 1 AND id > $1 AND id <= $2 ORDER BY id LIMIT $3", after, run.VersionAtStart, most);
        while (reader.Next())
        {
            read++;
            after = reader.Number(0);
            if (!isNamed(after))
            {
                missing.Add(reader.Text(1)!);
            }
        }

        return (read, after);
    }
}
