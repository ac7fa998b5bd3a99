using System.Globalization;

namespace PermModule.Transfer;

/// <summary>
/// Imports the rows of one file: they are read one by one and applied in batches, each in one transaction.
/// Rows that need what later rows may give free, such as a seat, a name or an address, are tried again when all are read.
/// Memory stays flat: what must be remembered of every user or row is a bit.
/// </summary>
internal sealed class FileImport : IDisposable
{
    private const int BatchBytes = 32 * 1024 * 1024;

    private readonly ImportRun _run;
    private readonly ImportSource _source;
    private readonly TextForm _form;
    private readonly FileShape _shape;
    private readonly UserBatchOptions _batchOptions;
    private readonly UserRowParser _parser;
    private readonly RowUsers _users;
    private readonly RejectedRows _rejected;
    private readonly UserFileReader _reader;
    private readonly UserPreparer _preparer;
    private readonly long _length;
    private readonly ImportRow _first;
    private readonly List<ImportRow> _batch = new(Batching.First);
    private readonly SeenUsers _seen = new();
    private readonly Func<long, bool> _isNamedBefore;
    private UpsertRun _upsert;
    private SeenUsers _deferred = new();
    private long _deferredCount;
    private bool _isLastTry;
    private UserFileReader _cells;
    private Func<long> _position = () => 0;
    private volatile bool _isMostlyNew = true;
    private long _batchBytes;
    private long _read;
    private long _created;
    private long _updated;
    private long _unchanged;
    private long _groupsCreated;
    private long _keptDeactivations;
    private long _ignoredDates;

    /// <summary>Opens the file and reads its first row, so that a file that cannot be imported at all is refused before anything is applied.</summary>
    /// <param name="run">The import.</param>
    /// <param name="source">The file.</param>
    /// <param name="rejectPath">Where its rejected rows are written, or null.</param>
    /// <param name="isNamedBefore">True for a user whom an earlier file of a synchronization names.</param>
    /// <exception cref="PermException">The file cannot be read at all.</exception>
    public FileImport(ImportRun run, ImportSource source, string? rejectPath, Func<long, bool> isNamedBefore)
    {
        _run = run;
        _source = source;
        _isNamedBefore = isNamedBefore;
        _users = new RowUsers(run);
        _batchOptions = new UserBatchOptions { CreateGroups = true, Profile = run.Options.Profile };
        _preparer = new UserPreparer(run.Session.Read(run.Session.Snapshot), _batchOptions, new PartSealer());
        _length = source.Text.Length;
        _parser = new UserRowParser(emptyClears: run.IsSync, run.Options.Culture);
        _form = source.Sheet is null ? ImportText.Find(source.Stream, run.Options.Encoding) : new TextForm(Encoding: null, Mark: 0);
        _shape = source.Sheet is null ? FileShape.Find(ImportText.Head(source.Stream, _form), run.Options, source.Name) : new FileShape(ImportFormat.Excel, ',');
        KeepsRaw = rejectPath is not null;
        _reader = Open();
        _cells = _reader;
        _upsert = NewUpsert(_seen);
        try
        {
            RejectFile.Check(run.Options.RejectPath, _shape, _reader.Header);
            _first = _reader.Read() ?? throw new PermInvalidInputException(ErrorId.NoRows, $"'{source.Name}' has no people in it{(run.IsSync ? "; a synchronization with it would deactivate everybody" : "")}.", source.Name);
        }
        catch
        {
            _reader.Dispose();
            throw;
        }

        RejectFile? rejectFile = rejectPath is null ? null : new RejectFile(rejectPath, _shape, _reader.RawHeader);
        _rejected = new RejectedRows(run, _users, source.Name, rejectFile);
    }

    /// <summary>How many rows wait for what others may give free.</summary>
    public long Deferred => _deferredCount;

    /// <summary>How many rows of those wait for a name, an e-mail address or an external id: it is not certain whom they are about.</summary>
    public long DeferredClaims { get; private set; }

    public long Read => _read;

    public long Rejected => _rejected.Count;

    private bool KeepsRaw { get; }

    /// <summary>True for a user whom a row of the file names.</summary>
    public bool Names(long userId) => _seen.Contains(userId);

    /// <summary>Applies the rows.</summary>
    public void Apply()
    {
        ImportRow first = Prepare(_first);
        using (RowsAhead rows = new(_reader.Read, Prepare, () => _source.Text.Position))
        {
            _position = () => rows.Position;
            for (ImportRow? row = first; row is not null; row = rows.Next(_run.Session.ThrowIfCancelled))
            {
                _read++;
                Take(row);
            }

            Flush();
        }

        if (_reader.WhyNotWhole is { } reason)
        {
            _run.Distrust($"in '{_source.Name}' {reason}");
        }

        if (_form.IsGuessed)
        {
            _run.Distrust($"nothing says in which encoding '{_source.Name}' is");
        }
    }

    /// <summary>Tries the deferred rows again, together: two people who take each other's name, address or seat can do so in one batch.</summary>
    /// <param name="isLast">Rejects rows that are refused again.</param>
    public void Retry(bool isLast)
    {
        if (_deferredCount == 0)
        {
            return;
        }

        SeenUsers deferred = _deferred;
        (_deferred, _deferredCount, DeferredClaims) = (new SeenUsers(), 0, 0);
        _upsert = NewUpsert(new SeenUsers());
        _isLastTry = isLast;
        using UserFileReader reader = Open();
        _cells = reader;
        _position = () => _source.Text.Position;
        for (ImportRow? row = reader.Read(); row is not null; row = reader.Read())
        {
            if (deferred.Contains(row.Number))
            {
                Take(Prepare(row));
            }
        }

        Flush();
    }

    /// <summary>What became of the file.</summary>
    public PermImportResult Result(bool isApplied, TimeSpan elapsed)
    {
        Warn();
        return new PermImportResult
        {
            Path = _source.Stream is FileStream file ? file.Name : null,
            Format = _shape.Format,
            Read = _read,
            Created = isApplied ? _created : 0,
            Updated = isApplied ? _updated : 0,
            Unchanged = isApplied ? _unchanged : 0,
            GroupsCreated = isApplied ? _groupsCreated : 0,
            Rejected = _rejected.Count,
            Rejects = _rejected.Told,
            ColumnsNotKept = _reader.NotKept,
            IsApplied = isApplied,
            RejectPath = _rejected.Path,
            Elapsed = elapsed,
        };
    }

    public void Dispose()
    {
        _reader.Dispose();
        _rejected.Dispose();
    }

    private UserFileReader Open() => _shape.Format switch
    {
        ImportFormat.Scim => new ScimReader(_source.Text, _form, _parser, _run.Options.ColumnMap, KeepsRaw),
        ImportFormat.Email => new AddressListReader(_source.Text, _form, _parser, KeepsRaw),
        ImportFormat.Excel => new WorksheetUsers(Table(), _source.Sheet!),
        _ => Table(),
    };

    private DelimitedReader Table() => new(_source.Text, _form, _shape, _parser, _run.Options.ColumnMap, KeepsRaw);

    private UpsertRun NewUpsert(SeenUsers seen) => new(_run.Session) { Seen = seen, ExternalIds = _run.ExternalIds, IsNamedBefore = _isNamedBefore };

    private void Warn()
    {
        List<PermWarning> warnings = _run.Session.Warnings;
        if (_form.IsGuessed)
        {
            warnings.Add(new PermWarning(WarningId.EncodingGuessed, $"'{_source.Name}' is not UTF-8 and was read as Windows-1252.", _source.Name));
        }

        if (_reader.Unknown.Count > 0)
        {
            const int most = 20;
            string more = _reader.Unknown.Count > most ? string.Create(CultureInfo.InvariantCulture, $" and {_reader.Unknown.Count - most} more") : "";
            warnings.Add(new PermWarning(WarningId.ColumnsIgnored, $"The import does not know these columns and ignored them: {string.Join(", ", _reader.Unknown.Take(most))}{more}.", _source.Name));
        }

        if (_reader.SecondTable is { } second)
        {
            warnings.Add(new PermWarning(WarningId.SecondTableIgnored, string.Create(CultureInfo.InvariantCulture, $"A second table begins in row {second} of '{_source.Name}'; it was not read."), _source.Name));
        }

        if (_source.Sheet is { OtherSheets: { Count: > 0 } others })
        {
            warnings.Add(new PermWarning(WarningId.WorksheetsIgnored, $"'{_source.Name}' has people in other worksheets too, which were not read: {string.Join(", ", others.Select(sheet => $"'{TextRules.Cut(sheet)}'"))}.", _source.Name));
        }

        if (_ignoredDates > 0)
        {
            warnings.Add(UserRules.DatesIgnored(_ignoredDates, _source.Name));
        }

        if (_keptDeactivations > 0)
        {
            warnings.Add(new PermWarning(WarningId.DeactivationDatesKept, string.Create(CultureInfo.InvariantCulture, $"The {(_keptDeactivations == 1 ? "date" : "dates")} of {Quantity.Of(_keptDeactivations, "deactivation is", "deactivations are")} earlier than the store knows and not taken over, because the contract's delay before a reactivation counts from them."), _source.Name));
        }
    }

    /// <summary>What needs no store. An event made for somebody who is there already is made in vain.</summary>
    private ImportRow Prepare(ImportRow row)
    {
        row.Draft = row.Data is null ? null : _preparer.Prepare(row.Data, withEvent: _isMostlyNew);
        return row;
    }

    private void Take(ImportRow row)
    {
        _batch.Add(row);
        _batchBytes += row.Raw?.Length ?? 0;
        int most = _cells == _reader ? _run.Session.BatchFor((int)Math.Clamp(_read / 2, Batching.First, Batching.Largest)) : Batching.Largest;
        if (_batch.Count >= most || _batchBytes > BatchBytes)
        {
            Flush();
        }
    }

    private void Flush()
    {
        _run.Session.ThrowIfCancelled();
        UserDraft[] drafts = [.. _batch.Where(row => row.Draft is not null).Select(row => row.Draft!)];
        ImportedUser[] users = drafts.Length == 0 ? [] : Write(drafts);
        int next = 0;
        foreach (ImportRow row in _batch)
        {
            if (row.Data is null)
            {
                _rejected.Add(row, row.Reject!);
                continue;
            }

            ImportedUser user = users[next++];
            if (user.Error is { } error)
            {
                Refuse(row, error);
                continue;
            }

            _ignoredDates += row.Data.IsDateIgnored ? 1 : 0;
            if (!user.IsChanged)
            {
                _unchanged++;
            }
            else if (user.IsNew)
            {
                _created++;
            }
            else
            {
                _updated++;
            }
        }

        bool isLarge = _batch.Count == Batching.Largest;
        _batch.Clear();
        _batchBytes = 0;
        _isMostlyNew = _created >= _updated + _unchanged;
        if (isLarge)
        {
            // All of its rows are old by now and garbage at once: left to itself, the collector takes as much memory again before it looks.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        }

        _run.Report(_position(), _length, _read);
    }

    private ImportedUser[] Write(UserDraft[] users)
    {
        StoreSession session = _run.Session;
        int before = session.Warnings.Count;
        long kept = _upsert.KeptDeactivations;
        UserKeys? ahead = UserKeys.Announce(session, keys => keys.Add(users, externalIds: false, areNew: _run.Options.Mode == ImportMode.Create));
        ImportedUser[] result = session.Write(scope =>
        {
            long groups = CountGroups();
            UserCreator creator = new(scope, _batchOptions, ahead);
            ImportedUser[] imported = _run.Options.Mode == ImportMode.Create ? creator.Create(users, _upsert) : creator.Upsert(users, _upsert);
            _groupsCreated += CountGroups() - groups;
            return imported;
        });
        _keptDeactivations += _upsert.KeptDeactivations - kept;
        _run.KeepNewestWarnings(before);
        return result;
    }

    private long CountGroups() => _run.Session.Scalar("SELECT COUNT(*) FROM user_groups") ?? 0;

    private void Refuse(ImportRow row, PermException error)
    {
        bool isClaim = error.ErrorId == ErrorId.UserAlreadyExists;
        if (_run.Options.Mode != ImportMode.Create && !_isLastTry && (isClaim || error is SeatLimitException))
        {
            _deferred.Add(row.Number);
            _deferredCount++;
            DeferredClaims += isClaim ? 1 : 0;
            _users.MarkNamed(row.Data!.UserName, row.Data.Email, row.Data.ExternalId);
            return;
        }

        if (_run.Options.Mode == ImportMode.Create && isClaim && _users.FindMade(row.Data!) is { } made)
        {
            error = UserRules.OccursTwice(made, error.Detail);
        }

        UserField? field = ImportErrors.FieldOf(error);
        PermImportReject reject = new()
        {
            Row = row.Row,
            Column = field is null ? null : _cells.Column(field.Value),
            ErrorId = error.ErrorId,
            Reason = error.Message,
            Value = ImportErrors.ValueOf(row.Data!, field),
        };
        _rejected.Add(row with { UserName = row.Data!.UserName, Email = row.Data.Email, ExternalId = row.Data.ExternalId, IsDoubtful = ImportErrors.IsIdentity(field) }, reject);
    }
}
