
namespace PermModule.Transfer;

/// <summary>
/// Imports people: rows are read one by one and applied by the ten thousand or, of a large file, by fifty thousand, each batch in one transaction.
/// Memory stays flat: what a run must remember of every user or row is a bit.
/// </summary>
internal sealed class UserImporter
{
    private const int BatchSize = 10_000;
    private const int BatchBytes = 32 * 1024 * 1024;

    private readonly StoreSession _session;
    private readonly Stream _stream;
    private readonly string _name;
    private readonly UserImportOptions _options;
    private readonly Action<TransferProgress>? _progress;
    private readonly UserBatchOptions _batchOptions;
    private readonly UserRowParser _parser;
    private SeenUsers _seen = new();
    private readonly SeenUsers _named = new();
    private readonly SeenUsers _deferred = new();
    private readonly List<ImportRow> _batch = new(BatchSize);
    private readonly List<PermImportReject> _rejects = [];
    private readonly Dictionary<Tier, PermWarning> _seatWarnings = [];
    private RejectFile? _rejectFile;
    private IUserCells _cells = null!;
    private long _batchBytes;
    private long _read;
    private long _created;
    private long _updated;
    private long _unchanged;
    private long _deactivated;
    private long _rejected;
    private long _deferredCount;
    private long _groupsCreated;
    private long _versionAtStart;
    private bool _mayDeactivate;

    public UserImporter(StoreSession session, Stream stream, string name, UserImportOptions options, Action<TransferProgress>? progress)
    {
        _session = session;
        _stream = stream;
        _name = name;
        _options = options;
        _progress = progress;
        _batchOptions = new UserBatchOptions { CreateGroups = true, Profile = options.Profile };
        _parser = new UserRowParser(emptyClears: options.Mode == ImportMode.Sync);
        _mayDeactivate = options.Mode == ImportMode.Sync;
    }

    private bool IsSync => _options.Mode == ImportMode.Sync;

    /// <exception cref="PermException">The file cannot be read at all, or the profile given does not exist.</exception>
    public PermImportResult Run()
    {
        long start = _session.Time.GetTimestamp();
        if (_options.Profile is not null)
        {
            _session.Read(() => _session.Snapshot().Profile(_options.Profile));
        }

        byte[] head = ImportText.Head(_stream, out bool hasMark);
        FileShape shape = FileShape.Find(head, _options, _name);
        using UserFileReader reader = Open(shape);
        _cells = reader;
        using RejectFile? rejectFile = _options.RejectPath is null ? null : new RejectFile(_options.RejectPath, shape, reader.RawHeader, hasMark);
        _rejectFile = rejectFile;
        ImportRow first = reader.Read() ?? throw new PermInvalidInputException(ErrorId.NoRows, $"'{_name}' has no people in it{(IsSync ? "; in mode Sync that would deactivate everybody" : "")}.", _name);
        bool isApplied = Apply(() =>
        {
            _versionAtStart = _session.Version();
            ReadAll(reader, first);
            if (IsSync)
            {
                Deactivate();
                RetryDeferred(shape);
            }
        });

        _session.Warnings.AddRange(_seatWarnings.Values);
        if (reader.Unknown.Count > 0)
        {
            _session.Warnings.Add(new PermWarning(WarningId.ColumnsIgnored, $"Unknown columns were ignored: {string.Join(", ", reader.Unknown.Select(TextRules.Cut))}.", _name));
        }

        _rejects.Sort((a, b) => a.Row.CompareTo(b.Row));
        return new PermImportResult
        {
            Path = _stream is FileStream file ? file.Name : null,
            Format = shape.Format,
            Read = _read,
            Created = isApplied ? _created : 0,
            Updated = isApplied ? _updated : 0,
            Unchanged = isApplied ? _unchanged : 0,
            Deactivated = isApplied ? _deactivated : 0,
            GroupsCreated = isApplied ? _groupsCreated : 0,
            Rejected = _rejected,
            Rejects = _rejects,
            ColumnsNotKept = reader.NotKept,
            IsApplied = isApplied,
            RejectPath = rejectFile?.Path,
            Elapsed = _session.Time.GetElapsedTime(start),
        };
    }

    private UserFileReader Open(FileShape shape) => shape.Format == ImportFormat.Scim
        ? new ScimReader(_stream, _parser, _options.ColumnMap, _options.RejectPath is not null)
        : new DelimitedReader(_stream, shape, _parser, _options.ColumnMap, _options.RejectPath is not null);

    /// <summary>Runs the import, in one transaction where it is to be all or nothing. False when it was taken back.</summary>
    private bool Apply(Action import)
    {
        if (!_options.Atomic)
        {
            import();
            return true;
        }

        try
        {
            return _session.Write(_ =>
            {
                import();
                return _rejected == 0 ? true : throw new TakenBack();
            });
        }
        catch (TakenBack)
        {
            return false;
        }
    }

    private void ReadAll(UserFileReader reader, ImportRow? row)
    {
        for (; row is not null; row = reader.Read())
        {
            _read++;
            Take(row);
        }

        Flush();
        if (reader.IsIncomplete && _mayDeactivate)
        {
            _mayDeactivate = false;
            _session.Warnings.Add(new PermWarning(WarningId.NobodyDeactivated, "Nobody was deactivated, because the file could not be read to its end.", _name));
        }
    }

    private void Take(ImportRow row)
    {
        _batch.Add(row);
        _batchBytes += row.Raw?.Length ?? 0;
        if (_batch.Count >= _session.BatchFor((int)Math.Clamp(_read / 2, BatchSize, Batching.Largest)) || _batchBytes > BatchBytes)
        {
            Flush();
        }
    }

    private void Flush()
    {
        _session.ThrowIfCancelled();
        UserData[] users = [.. _batch.Where(row => row.Data is not null).Select(row => row.Data!)];
        (IReadOnlyList<BatchItem<PermUser>> items, long last) = users.Length == 0 ? ([], 0) : Write(users);
        int next = 0;
        foreach (ImportRow row in _batch)
        {
            if (row.Data is null)
            {
                Reject(row, row.Reject!);
                continue;
            }

            BatchItem<PermUser> item = items[next++];
            if (item.Error is { } error)
            {
                Refuse(row, error);
            }
            else if (!item.IsChanged)
            {
                _unchanged++;
            }
            else if (item.Value!.Id > last)
            {
                _created++;
            }
            else
            {
                _updated++;
            }
        }

        _batch.Clear();
        _batchBytes = 0;
        Report();
    }

    private (IReadOnlyList<BatchItem<PermUser>> Items, long LastBefore) Write(UserData[] users)
    {
        int before = _session.Warnings.Count;
        var result = _session.Write(scope =>
        {
            long last = scope.Audit.LastId;
            long groups = CountGroups();
            UserCreator creator = new(scope, _batchOptions);
            IReadOnlyList<BatchItem<PermUser>> items = _options.Mode == ImportMode.Create ? creator.Create(users) : creator.Upsert(users, _seen);
            _groupsCreated += CountGroups() - groups;
            return (items, last);
        });
        KeepNewestSeatWarnings(before);
        return result;
    }

    /// <summary>A run warns of each tier with the numbers at its end, not once a batch.</summary>
    private void KeepNewestSeatWarnings(int from)
    {
        for (int i = _session.Warnings.Count - 1; i >= from; i--)
        {
            if (_session.Warnings[i].Target is Tier tier)
            {
                _seatWarnings[tier] = _session.Warnings[i];
                _session.Warnings.RemoveAt(i);
            }
        }
    }

    private long CountGroups() => _session.Scalar("SELECT COUNT(*) FROM user_groups") ?? 0;

    private void Refuse(ImportRow row, PermException error)
    {
        if (IsSync && error is SeatLimitException && !_deferred.Contains(row.Row))
        {
            // Deactivating who is missing may free the seat.
            _deferred.Add(row.Row);
            _deferredCount++;
            MarkNamed(row.Data!.UserName, row.Data.Email);
            return;
        }

        if (_options.Mode == ImportMode.Create && error.ErrorId == ErrorId.UserAlreadyExists && FindMade(row.Data!) is { } made)
        {
            error = UserRules.OccursTwice(made, error.Detail);
        }

        UserField? field = ImportErrors.FieldOf(error);
        Reject(row with { UserName = row.Data!.UserName, Email = row.Data.Email }, new PermImportReject
        {
            Row = row.Row,
            Column = field is null ? null : _cells.Column(field.Value),
            ErrorId = error.ErrorId,
            Reason = error.Message,
            Value = ImportErrors.ValueOf(row.Data, field),
        });
    }

    /// <summary>The name in the row when the user it collides with was made by this run.</summary>
    private string? FindMade(UserData data)
    {
        string? name = data.UserName ?? data.Email;
        return Ids(name, data.Email).Any(id => id > _versionAtStart) ? name : null;
    }

    private void Reject(ImportRow row, PermImportReject reject)
    {
        _rejected++;
        if (_rejects.Count < PermImportResult.MaxRejects)
        {
            _rejects.Add(reject);
        }

        _rejectFile?.Write(row, reject);
        if (!IsSync)
        {
            return;
        }

        MarkNamed(row.UserName, row.Email);
        if (row.IsUnidentified && row.Reject is not null && _mayDeactivate)
        {
            _mayDeactivate = false;
            _session.Warnings.Add(new PermWarning(WarningId.NobodyDeactivated, $"Nobody was deactivated, because row {row.Row} cannot be read and might name anybody.", _name));
        }
    }

    /// <summary>Who is named by a row that could not be applied is in the file all the same and not deactivated.</summary>
    private void MarkNamed(string? userName, string? email)
    {
        if (IsSync)
        {
            foreach (long id in Ids(userName, email))
            {
                _named.Add(id);
            }
        }
    }

    private List<long> Ids(string? userName, string? email) => _session.Read(() =>
    {
        List<long> ids = [];
        if (!string.IsNullOrWhiteSpace(userName) && _session.Scalar("SELECT id FROM users WHERE user_name_key = $1", NameKey.Fold(userName.Trim())) is { } byName)
        {
            ids.Add(byName);
        }

        if (!string.IsNullOrWhiteSpace(email))
        {
            string key = NameKey.Fold(email.Trim());
            if ((_session.Scalar("SELECT id FROM users WHERE email_key = $1", key) ?? _session.Scalar("SELECT id FROM users WHERE user_name_key = $1", key)) is { } byEmail)
            {
                ids.Add(byEmail);
            }
        }

        return ids;
    });

    private void Deactivate()
    {
        if (!_mayDeactivate)
        {
            return;
        }

        long after = 0;
        List<UserChange> missing = [];
        UserData inactive = new() { IsActive = false };
        while (true)
        {
            int most = _session.BatchFor(BatchSize);
            (int read, after) = _session.Read(() => ReadActive(after, most, missing, inactive));
            if (missing.Count > 0)
            {
                IReadOnlyList<BatchItem<PermUser>> items = _session.Write(scope => new UserEditor(scope, UserBatchOptions.Default).Update(missing));
                _deactivated += items.Count(item => item.IsChanged);
                foreach (BatchItem<PermUser> item in items.Where(item => item.Error is not null))
                {
                    _session.Warnings.Add(new PermWarning(WarningId.UserNotDeactivated, $"Missing in the file, but not deactivated: {item.Error!.Message}", item.Error.Target));
                }

                missing.Clear();
            }

            _session.ThrowIfCancelled();
            if (read < most)
            {
                return;
            }
        }
    }

    /// <summary>A page of active users that were there before the run; those that the file does not name are added to the list.</summary>
    private (int Read, long Last) ReadActive(long after, int most, List<UserChange> missing, UserData change)
    {
        int read = 0;
        using Statement reader = _session.Query("SELECT id, user_name FROM users WHERE is_active = 1 AND id > $1 AND id <= $2 ORDER BY id LIMIT $3", after, _versionAtStart, most);
        while (reader.Next())
        {
            read++;
            after = reader.Number(0);
            if (!_seen.Contains(after) && !_named.Contains(after))
            {
                missing.Add(new UserChange(UserReference.ByName(reader.Text(1)!), change));
            }
        }

        return (read, after);
    }

    /// <summary>Tries the rows once more that were refused for want of a seat, now that the missing are deactivated.</summary>
    private void RetryDeferred(FileShape shape)
    {
        if (_deferredCount == 0)
        {
            return;
        }

        using UserFileReader reader = Open(shape);
        _seen = new SeenUsers();
        for (ImportRow? row = reader.Read(); row is not null; row = reader.Read())
        {
            if (_deferred.Contains(row.Row))
            {
                Take(row);
            }
        }

        Flush();
    }

    private void Report() => _progress?.Invoke(new TransferProgress(_stream.Position, _stream.Length, _read));

    private sealed class TakenBack : Exception;
}
