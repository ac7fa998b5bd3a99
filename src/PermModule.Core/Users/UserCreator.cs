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

    public UserCreator(WriteScope scope, UserBatchOptions options)
    {
        _scope = scope;
        _options = options;
        _statements = new UserStatements(scope.Session);
        _groups = new GroupNames(scope.Session);
        _fields = new UserFields(scope, _groups, options);
        _writer = new UserRowWriter(scope, _statements, _groups, options.Force);
    }

    /// <summary>Stores new users. With what an import remembers, a person whose external id is in the store is refused.</summary>
    public BatchItem<PermUser>[] Create(IReadOnlyList<UserData> users, UpsertRun? run = null) => Apply(users, isUpsert: false, run);

    /// <summary>Stores new users and changes those that exist; a user met before in the run is refused as a duplicate.</summary>
    public BatchItem<PermUser>[] Upsert(IReadOnlyList<UserData> users, UpsertRun run) => Apply(users, isUpsert: true, run);

    private BatchItem<PermUser>[] Apply(IReadOnlyList<UserData> users, bool isUpsert, UpsertRun? run)
    {
        UserCandidate[] candidates = new UserCandidate[users.Count];
        for (int i = 0; i < candidates.Length; i++)
        {
            candidates[i] = Read(users[i]);
        }

        if (isUpsert)
        {
            new ExistingUsers(_statements, run!.ExternalIds, _fields).Find(candidates);
        }
        else if (run is not null)
        {
            new ExistingUsers(_statements, run.ExternalIds, _fields).RefuseTaken(candidates);
        }

        while (!TryApply(candidates, run, isUpsert))
        {
            _scope.Session.ThrowIfCancelled();
        }

        if (run is not null)
        {
            run.KeptDeactivations += _fields.KeptDeactivations;
        }

        long version = _scope.NotedVersion;
        return Array.ConvertAll(candidates, candidate => ToItem(candidate, version));
    }

    private UserCandidate Read(UserData data)
    {
        try
        {
            return new UserCandidate(data) { Row = _fields.Create(data) };
        }
        catch (PermException error)
        {
            return new UserCandidate(data) { InputError = error };
        }
    }

    private bool TryApply(UserCandidate[] candidates, UpsertRun? run, bool isUpsert)
    {
        UserBatchPlan plan = new(_scope, _options, candidates, run, isUpsert);

        // SQLite keeps a copy of every page that changes inside a savepoint, tens of megabytes a batch: only where it may be needed.
        ChangeStep? step = plan.DependsOnConflicts ? ChangeStep.Open(_scope) : null;
        foreach (UserCandidate candidate in candidates.Where(candidate => candidate.ReleasesName || candidate.ReleasesEmail))
        {
            _statements.Release(candidate.Existing!.Id, candidate.ReleasesName, candidate.ReleasesEmail);
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

    /// <summary>Who could not be changed keeps the old name and address; whoever was to get those is refused with them, and so on.</summary>
    private static void RefuseClaims(UserCandidate[] candidates, List<UserCandidate> refused)
    {
        ILookup<string, UserCandidate> byName = candidates.Where(candidate => candidate.Row is not null).ToLookup(candidate => candidate.Row!.UserNameKey, StringComparer.Ordinal);
        ILookup<string, UserCandidate> byEmail = candidates.Where(candidate => candidate.Row?.EmailKey is not null).ToLookup(candidate => candidate.Row!.EmailKey!, StringComparer.Ordinal);
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
