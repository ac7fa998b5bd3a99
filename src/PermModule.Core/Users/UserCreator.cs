namespace PermModule;

/// <summary>
/// Stores new users in bulk, and on request changes those that exist.
/// Seats are given in the order of the input; rows are inserted in the order of their names, which costs a fraction of a random order.
/// Whether a name is taken shows only at the insert; where that changes who gets a seat, the batch is planned again with what was learnt.
/// A batch that changes stored users is planned as a whole: names, addresses and seats that one row gives up are there for the others.
/// </summary>
internal sealed class UserCreator
{
    private readonly WriteScope _scope;
    private readonly UserBatchOptions _options;
    private readonly UserStatements _statements;
    private readonly GroupNames _groups;
    private readonly UserFields _fields;
    private readonly UserRowWriter _writer;
    private readonly UserKeys? _ahead;

    /// <param name="scope">The change.</param>
    /// <param name="options">How the batch is applied.</param>
    /// <param name="ahead">What was announced before the change began.</param>
    public UserCreator(WriteScope scope, UserBatchOptions options, UserKeys? ahead = null)
    {
        _ahead = ahead;
        _scope = scope;
        _options = options;
        _statements = new UserStatements(scope.Session);
        _groups = new GroupNames(scope.Session);
        _fields = new UserFields(scope, _groups, options);
        _writer = new UserRowWriter(scope, _statements, _groups, options.Force);
    }

    /// <summary>Stores new users. A person whose external id is in the store is refused.</summary>
    public BatchItem<PermUser>[] Create(IReadOnlyList<UserDraft> users)
    {
        UserCandidate[] made = Apply(users, isUpsert: false, run: null);
        int ignored = made.Count(candidate => candidate is { Error: null, IsReached: true, Draft.Data.IsDateIgnored: true });
        if (ignored > 0)
        {
            _scope.Session.Warnings.Add(UserRules.DatesIgnored(ignored, source: null));
        }

        return ToItems(made);
    }

    /// <summary>Stores new users of an import; a person whose external id is in the store is refused.</summary>
    public ImportedUser[] Create(IReadOnlyList<UserDraft> users, UpsertRun run) => ToImported(Apply(users, isUpsert: false, run));

    /// <summary>Stores new users and changes those that exist; a user met before in the run is refused as a duplicate.</summary>
    public ImportedUser[] Upsert(IReadOnlyList<UserDraft> users, UpsertRun run) => ToImported(Apply(users, isUpsert: true, run));

    /// <summary>Changes stored users together. Of two changes of one user the second is refused as a duplicate.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="check">Refuses a change of which more is known than the user's name.</param>
    public BatchItem<PermUser>[] Change(IReadOnlyList<UserChange> changes, Action<UserChange, UserRow, UserRow> check)
    {
        UserCandidate[] candidates = [.. changes.Select(change =>
        {
            UserCandidate candidate = new(UserDraft.ForChange(change.Data));
            try
            {
                UserRow before = _statements.Resolve(change.User);
                UserRow after = _fields.Change(before, candidate.Draft);
                check(change, before, after);
                (candidate.Existing, candidate.Row) = (before, after);
            }
            catch (PermException error)
            {
                candidate.InputError = error;
            }

            return candidate;
        })];
        return ToItems(Apply(candidates, isUpsert: true, new UpsertRun(_scope.Session)));
    }

    private UserCandidate[] Apply(IReadOnlyList<UserDraft> users, bool isUpsert, UpsertRun? run)
    {
        _statements.ReadAhead(_ahead ?? UserKeys.Announce(_scope.Session, keys => keys.Add(users, externalIds: run is null, areNew: !isUpsert)), _groups);
        UserCandidate[] candidates = [.. users.Select(draft => new UserCandidate(draft))];
        if (isUpsert)
        {
            new ExistingUsers(_statements, run!.ExternalIds, _fields).Find(candidates);
        }

        foreach (UserCandidate candidate in candidates.Where(candidate => candidate.Existing is null && candidate.InputError is null))
        {
            Read(candidate);
        }

        if (!isUpsert)
        {
            ExistingUsers.RefuseTaken(candidates, run is null ? externalId => _statements.FindOther(externalId, id: 0) : run.ExternalIds.Find);
        }

        return Apply(candidates, isUpsert, run);
    }

    private UserCandidate[] Apply(UserCandidate[] candidates, bool isUpsert, UpsertRun? run)
    {
        while (!TryApply(candidates, run, isUpsert))
        {
            _scope.Session.ThrowIfCancelled();
        }

        if (run is not null)
        {
            run.KeptDeactivations += _fields.KeptDeactivations;
        }

        return candidates;
    }

    private BatchItem<PermUser>[] ToItems(UserCandidate[] candidates)
    {
        long version = _scope.NotedVersion;
        return Array.ConvertAll(candidates, candidate => ToItem(candidate, version));
    }

    private static ImportedUser[] ToImported(UserCandidate[] candidates) =>
        Array.ConvertAll(candidates, candidate => new ImportedUser(candidate.Error, candidate.Existing is null, candidate.IsChanged));

    /// <summary>Makes the row of a new user.</summary>
    private void Read(UserCandidate candidate)
    {
        try
        {
            candidate.Row = _fields.Create(candidate.Draft);
        }
        catch (PermException error)
        {
            candidate.InputError = error;
        }
    }

    private bool TryApply(UserCandidate[] candidates, UpsertRun? run, bool isUpsert)
    {
        UserBatchPlan plan = new(_scope, _options, candidates, run, isUpsert);

        // SQLite keeps a copy of every page that changes inside a savepoint, tens of megabytes a batch: only where it may be needed.
        ChangeStep? step = plan.DependsOnConflicts ? ChangeStep.Open(_scope) : null;
        foreach (UserCandidate candidate in candidates.Where(candidate => candidate.ReleasesName || candidate.ReleasesEmail || candidate.ReleasesExternalId))
        {
            _statements.Release(candidate.Existing!.Id, candidate.ReleasesName, candidate.ReleasesEmail, candidate.ReleasesExternalId);
        }

        List<UserCandidate> refused = [];
        foreach (UserCandidate candidate in UserCandidate.ByName(candidates.Where(candidate => candidate.Error is null && candidate.IsReached)))
        {
            if (!_writer.TryWrite(candidate))
            {
                candidate.Conflict = _writer.DescribeConflict(candidate.Row!);
                candidate.Error = candidate.Conflict;
                refused.Add(candidate);
            }
        }

        if (refused.Count > 0 && step is not null)
        {
            step.Undo();
            _groups.Forget();
            _statements.ReadAgain();
            RefuseClaims(candidates, refused);
            return false;
        }

        step?.Release();
        HashSet<UserRow> lost = new(refused.Select(candidate => candidate.Row!), ReferenceEqualityComparer.Instance);
        foreach (SeatMove move in plan.Moves)
        {
            if (move.Exchange is { } exchange)
            {
                _scope.Seats.Exchange([.. exchange.Select(part => (part.Before!.ProfileId, part.After.ProfileId))]);
            }
            else if (!lost.Contains(move.After))
            {
                move.Count(_scope.Seats);
            }
        }

        if (run is not null)
        {
            Remember(candidates, run);
        }

        return true;
    }

    private static void Remember(UserCandidate[] candidates, UpsertRun run)
    {
        foreach (UserCandidate candidate in candidates)
        {
            if (candidate.Error is SeatLimitException seats)
            {
                run.Waiting.Add(seats.Tier);
            }

            if (candidate.Existing is not null)
            {
                run.Seen.Add(candidate.Existing.Id);
            }
            else if (candidate.Error is null && candidate.IsReached)
            {
                run.Seen.Add(candidate.Id);
            }

            if (candidate.Error is null && candidate.IsReached && candidate.Row!.ExternalId is { } externalId)
            {
                run.ExternalIds.Set(externalId, candidate.Id);
            }
        }
    }

    /// <summary>Who could not be changed keeps the old name, address and external id; whoever was to get those is refused with them, and so on.</summary>
    private static void RefuseClaims(UserCandidate[] candidates, List<UserCandidate> refused)
    {
        ILookup<string, UserCandidate> byName = candidates.Where(candidate => candidate.Row is not null).ToLookup(candidate => candidate.Row!.UserNameKey, StringComparer.Ordinal);
        ILookup<string, UserCandidate> byEmail = candidates.Where(candidate => candidate.Row?.EmailKey is not null).ToLookup(candidate => candidate.Row!.EmailKey!, StringComparer.Ordinal);
        ILookup<ulong, UserCandidate> byExternalId = candidates.Where(candidate => candidate.Row?.ExternalId is not null).ToLookup(candidate => ExternalIds.Hash(candidate.Row!.ExternalId!));
        Queue<UserCandidate> keepers = new(refused);
        while (keepers.TryDequeue(out UserCandidate? keeper))
        {
            if (keeper.Existing is not { } before)
            {
                continue;
            }

            foreach (UserCandidate claim in byName[before.UserNameKey].Where(claim => claim != keeper && claim.Conflict is null))
            {
                claim.Conflict = UserRules.NameTaken(claim.Row!.UserName);
                keepers.Enqueue(claim);
            }

            foreach (UserCandidate claim in before.EmailKey is null ? [] : byEmail[before.EmailKey].Where(claim => claim != keeper && claim.Conflict is null))
            {
                claim.Conflict = UserRules.EmailTaken(claim.Row!);
                keepers.Enqueue(claim);
            }

            foreach (UserCandidate claim in before.ExternalId is null ? [] : byExternalId[ExternalIds.Hash(before.ExternalId)].Where(claim => claim != keeper && claim.Conflict is null))
            {
                claim.Conflict = UserRules.ExternalIdTaken(claim.Row!, before);
                keepers.Enqueue(claim);
            }
        }
    }

    private BatchItem<PermUser> ToItem(UserCandidate candidate, long version)
    {
        if (candidate.Error is { } error)
        {
            return BatchItem<PermUser>.Refused(error);
        }

        if (!candidate.IsReached)
        {
            return default;
        }

        UserRow row = candidate.Row! with { Id = candidate.Id };
        PermUser user = row.ToUser(_scope.Snapshot.Profile(row.ProfileId), _groups.Names(row.Groups), version, _scope.Session.Origin);
        return BatchItem<PermUser>.Applied(user, candidate.IsChanged);
    }
}
