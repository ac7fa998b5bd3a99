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

    public UserCreator(WriteScope scope, UserBatchOptions options)
    {
        _scope = scope;
        _options = options;
        _statements = new UserStatements(scope.Session);
        _groups = new GroupNames(scope.Session);
        _fields = new UserFields(scope, _groups, options);
    }

    /// <summary>Stores new users. With what an import remembers, a person whose external id is in the store is refused.</summary>
    public BatchItem<PermUser>[] Create(IReadOnlyList<UserData> users, UpsertRun? run = null) => Apply(users, isUpsert: false, run);

    /// <summary>Stores new users and changes those that exist; a user met before in the run is refused as a duplicate.</summary>
    public BatchItem<PermUser>[] Upsert(IReadOnlyList<UserData> users, UpsertRun run) => Apply(users, isUpsert: true, run);

    private BatchItem<PermUser>[] Apply(IReadOnlyList<UserData> users, bool isUpsert, UpsertRun? run)
    {
        Candidate[] candidates = new Candidate[users.Count];
        for (int i = 0; i < candidates.Length; i++)
        {
            candidates[i] = Read(users[i]);
        }

        if (isUpsert)
        {
            FindExisting(candidates, run!);
        }
        else if (run is not null)
        {
            FindTaken(candidates, run.ExternalIds);
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

    private Candidate Read(UserData data)
    {
        try
        {
            return new Candidate(data) { Row = _fields.Create(data) };
        }
        catch (PermException error)
        {
            return new Candidate(data) { InputError = error };
        }
    }

    /// <summary>Finds stored users in the order of their names, which keeps the pages of the index at hand.</summary>
    private void FindExisting(Candidate[] candidates, UpsertRun run)
    {
        foreach (Candidate candidate in ByName(candidates.Where(candidate => candidate.Row is not null || candidate.Data.UserName is not null || candidate.Data.Email is not null || candidate.Data.ExternalId is not null)))
        {
            try
            {
                candidate.Existing = FindExisting(candidate.Data, run.ExternalIds);
                if (candidate.Existing is { } existing)
                {
                    string? name = Trimmed(candidate.Data.UserName);
                    UserData data = existing.UserName == name || name is null ? candidate.Data with { UserName = null } : candidate.Data;
                    candidate.Row = _fields.Change(existing, data);
                    candidate.InputError = null;
                }
            }
            catch (PermException error)
            {
                candidate.Row = null;
                candidate.InputError = error;
            }
        }
    }

    /// <summary>The user whom a row is about: by external id where the row has one that is in the store, otherwise by name or e-mail address, unless that is somebody with another external id.</summary>
    private UserRow? FindExisting(UserData data, ExternalIds externalIds)
    {
        UserRow? named = FindNamed(data);
        string? externalId = Trimmed(data.ExternalId);
        if (externalId is null || ExternalIds.IsSame(named?.ExternalId, externalId))
        {
            return named;
        }

        return externalIds.Find(externalId) ?? (named?.ExternalId is null ? named : null);
    }

    private UserRow? FindNamed(UserData data)
    {
        if (Trimmed(data.UserName) is { } name)
        {
            return _statements.FindByName(NameKey.Fold(name));
        }

        if (Trimmed(data.Email) is not { } email)
        {
            return null;
        }

        string key = NameKey.Fold(email);
        return _statements.FindByName(key) ?? _statements.FindByEmail(key);
    }

    /// <summary>Refuses new users whose external id is in the store.</summary>
    private static void FindTaken(Candidate[] candidates, ExternalIds externalIds)
    {
        foreach (Candidate candidate in candidates.Where(candidate => candidate.Row?.ExternalId is not null))
        {
            try
            {
                if (externalIds.Find(candidate.Row!.ExternalId!) is { } holder)
                {
                    candidate.InputError = holder.UserNameKey == candidate.Row.UserNameKey ? UserRules.NameTaken(candidate.Row.UserName) : UserRules.ExternalIdTaken(candidate.Row, holder);
                }
            }
            catch (PermConflictException error)
            {
                candidate.InputError = error;
            }
        }
    }

    private bool TryApply(Candidate[] candidates, UpsertRun? run, bool isUpsert)
    {
        SeatPlan plan = Plan(candidates, run, isUpsert, out bool dependsOnConflicts);

        // SQLite keeps a copy of every page that changes inside a savepoint, tens of megabytes a batch: only where it may be needed.
        ChangeStep? step = dependsOnConflicts ? ChangeStep.Open(_scope) : null;
        foreach (Candidate candidate in candidates.Where(candidate => candidate.ReleasesName || candidate.ReleasesEmail))
        {
            _statements.Release(candidate.Existing!.Id, candidate.ReleasesName, candidate.ReleasesEmail);
        }

        List<Candidate> refused = [];
        foreach (Candidate candidate in ByName(candidates.Where(candidate => candidate.Error is null && candidate.IsReached)))
        {
            if (!TryWrite(candidate))
            {
                candidate.Conflict = DescribeConflict(candidate.Row!);
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
        foreach (SeatMove move in plan.Made)
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

    private static void Remember(Candidate[] candidates, UpsertRun run)
    {
        foreach (Candidate candidate in candidates)
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

    /// <summary>Decides in the order of the input who gets in.</summary>
    /// <param name="candidates">The batch.</param>
    /// <param name="run">What the import remembers, or null.</param>
    /// <param name="isUpsert">Lets rows wait for what later rows give free.</param>
    /// <param name="dependsOnConflicts">True when a name that turns out to be taken could change the plan.</param>
    private SeatPlan Plan(Candidate[] candidates, UpsertRun? run, bool isUpsert, out bool dependsOnConflicts)
    {
        SeatPlan plan = new(_scope.Seats.Fork(), isUpsert ? run!.Waiting : new HashSet<Tier>());
        HashSet<string> names = new(candidates.Length, StringComparer.Ordinal);
        HashSet<string> emails = new(candidates.Length, StringComparer.Ordinal);
        HashSet<ulong> externalIds = [];
        HashSet<long> existing = [];
        dependsOnConflicts = _options.StopOnError;
        bool isStopped = false;
        foreach (Candidate candidate in candidates)
        {
            candidate.IsReached = !isStopped;
            candidate.Error = candidate.InputError ?? candidate.Conflict;
            candidate.Move = null;
            candidate.ReleasesName = false;
            candidate.ReleasesEmail = false;
            if (candidate.Error is null && !isStopped)
            {
                try
                {
                    CheckOnce(candidate, names, emails, externalIds, existing, isUpsert ? run : null, isImport: run is not null, ref dependsOnConflicts);
                    Check(candidate);
                    AddMove(plan, candidate, isUpsert);
                    dependsOnConflicts |= candidate.ChangesNames && candidate.Move is not null;
                }
                catch (PermException error)
                {
                    candidate.Error = error;
                }
            }

            isStopped |= _options.StopOnError && candidate.Error is not null;
        }

        if (isUpsert)
        {
            plan.Complete();
            foreach (Candidate candidate in candidates.Where(candidate => candidate.Move?.Refusal is not null))
            {
                candidate.Error = candidate.Move!.Refusal;
            }

            dependsOnConflicts |= FindReleases(candidates);
        }

        dependsOnConflicts |= plan.IsTight;
        return plan;
    }

    /// <summary>Refuses a row about somebody, or with a name, address or external id, that an earlier row has.</summary>
    private static void CheckOnce(Candidate candidate, HashSet<string> names, HashSet<string> emails, HashSet<ulong> externalIds, HashSet<long> existing, UpsertRun? run, bool isImport, ref bool dependsOnConflicts)
    {
        UserRow row = candidate.Row!;
        bool isNameTaken = !names.Add(row.UserNameKey);
        if (isNameTaken || (row.EmailKey is not null && !emails.Add(row.EmailKey)))
        {
            dependsOnConflicts = true;
            throw run is not null ? UserRules.OccursTwice(row.UserName, isNameTaken ? null : nameof(UserRow.Email)) : isNameTaken ? UserRules.NameTaken(row.UserName) : UserRules.EmailTaken(row);
        }

        // Who keeps the id is found by it, and twice in the batch is found below.
        if (isImport && row.ExternalId is not null && row.ExternalId != candidate.Existing?.ExternalId && !externalIds.Add(ExternalIds.Hash(row.ExternalId)))
        {
            dependsOnConflicts = true;
            throw UserRules.ExternalIdTwice(row);
        }

        if (candidate.Existing is { } before && run is not null)
        {
            bool isContradiction = run.IsNamedBefore(before.Id) && before.DifferenceFrom(row) != UserFieldSet.None;
            if (isContradiction || run.Seen.Contains(before.Id) || !existing.Add(before.Id))
            {
                throw UserRules.OccursTwice(row.UserName);
            }
        }
    }

    private void Check(Candidate candidate)
    {
        UserRow row = candidate.Row!;
        if (candidate.Existing is { } before)
        {
            UserRules.CheckChange(_scope, before, row, _options.Force);
        }

        if (candidate.Existing?.DifferenceFrom(row) != UserFieldSet.None)
        {
            UserRules.CheckActing(_scope, candidate.Existing, row);
        }
    }

    private static void AddMove(SeatPlan plan, Candidate candidate, bool isUpsert)
    {
        UserRow row = candidate.Row!;
        if (candidate.Existing is { } before && before.ProfileId == row.ProfileId && before.IsActive == row.IsActive)
        {
            return;
        }

        candidate.Move = new SeatMove(candidate.Existing, row);
        if (isUpsert)
        {
            plan.Add(candidate.Move);
        }
        else
        {
            plan.Make(candidate.Move);
        }
    }

    /// <summary>Finds who has to let go of a name or address before somebody else in the batch can take it. True where anybody has to.</summary>
    private static bool FindReleases(Candidate[] candidates)
    {
        Dictionary<string, Candidate>? names = null;
        Dictionary<string, Candidate>? emails = null;
        foreach (Candidate candidate in candidates.Where(candidate => candidate.ChangesNames && candidate.Error is null && candidate.IsReached))
        {
            UserRow before = candidate.Existing!;
            if (candidate.Row!.UserNameKey != before.UserNameKey)
            {
                (names ??= new(StringComparer.Ordinal))[before.UserNameKey] = candidate;
            }

            if (before.EmailKey is not null && candidate.Row.EmailKey != before.EmailKey)
            {
                (emails ??= new(StringComparer.Ordinal))[before.EmailKey] = candidate;
            }
        }

        if (names is null && emails is null)
        {
            return false;
        }

        bool isAny = false;
        foreach (Candidate candidate in candidates.Where(candidate => candidate.Error is null && candidate.IsReached))
        {
            UserRow row = candidate.Row!;
            if (names?.TryGetValue(row.UserNameKey, out Candidate? holder) == true && holder != candidate)
            {
                isAny = holder.ReleasesName = true;
            }

            if (row.EmailKey is not null && emails?.TryGetValue(row.EmailKey, out holder) == true && holder != candidate)
            {
                isAny = holder!.ReleasesEmail = true;
            }
        }

        return isAny;
    }

    /// <summary>Who could not be changed keeps the old name and address; whoever was to get those is refused with them, and so on.</summary>
    private static void RefuseClaims(Candidate[] candidates, List<Candidate> refused)
    {
        ILookup<string, Candidate> byName = candidates.Where(candidate => candidate.Row is not null).ToLookup(candidate => candidate.Row!.UserNameKey, StringComparer.Ordinal);
        ILookup<string, Candidate> byEmail = candidates.Where(candidate => candidate.Row?.EmailKey is not null).ToLookup(candidate => candidate.Row!.EmailKey!, StringComparer.Ordinal);
        Queue<Candidate> keepers = new(refused);
        while (keepers.TryDequeue(out Candidate? keeper))
        {
            if (keeper.Existing is not { } before)
            {
                continue;
            }

            foreach (Candidate claim in byName[before.UserNameKey].Where(claim => claim != keeper && claim.Conflict is null))
            {
                claim.Conflict = UserRules.NameTaken(claim.Row!.UserName);
                keepers.Enqueue(claim);
            }

            foreach (Candidate claim in before.EmailKey is null ? [] : byEmail[before.EmailKey].Where(claim => claim != keeper && claim.Conflict is null))
            {
                claim.Conflict = UserRules.EmailTaken(claim.Row!);
                keepers.Enqueue(claim);
            }
        }
    }

    private bool TryWrite(Candidate candidate)
    {
        UserRow row = candidate.Row!;
        long[] groups = _groups.Make(_scope, row.Groups);
        if (groups != row.Groups)
        {
            row = row with { Groups = groups };
        }

        if (candidate.Existing is { } before)
        {
            candidate.Id = before.Id;
            UserFieldSet changed = row.DifferenceFrom(before);
            if (changed == UserFieldSet.None)
            {
                candidate.IsChanged = false;
                return true;
            }

            if (IsTaken(before, row))
            {
                return false;
            }

            UserEvents.WriteChanged(_scope, _groups, before, row, changed, _options.Force);
            _statements.Update(row, changed);
            GroupWriter.SetMemberships(_scope, row.Id, before.Groups, row.Groups);
            return true;
        }

        candidate.Id = _scope.NextId;
        if (!_statements.TryInsert(row, candidate.Id))
        {
            return false;
        }

        UserEvents.WriteCreated(_scope, _groups, row);
        GroupWriter.SetMemberships(_scope, candidate.Id, [], row.Groups);
        return true;
    }

    private bool IsTaken(UserRow before, UserRow row) =>
        (row.UserNameKey != before.UserNameKey && _statements.FindByName(row.UserNameKey) is not null)
        || (row.EmailKey is not null && row.EmailKey != before.EmailKey && _statements.FindByEmail(row.EmailKey) is not null);

    private PermAlreadyExistsException DescribeConflict(UserRow row)
    {
        UserRow? named = _statements.FindByName(row.UserNameKey) is { } holder && holder.Id != row.Id ? holder : null;
        UserRow? taken = named ?? (row.EmailKey is null ? null : _statements.FindByEmail(row.EmailKey));
        if (row.Id == 0 && row.ExternalId is not null && taken?.ExternalId is not null && !ExternalIds.IsSame(row.ExternalId, taken.ExternalId))
        {
            return UserRules.ExternalIdDiffers(row, taken);
        }

        return named is not null ? UserRules.NameTaken(row.UserName) : UserRules.EmailTaken(row);
    }

    private static IEnumerable<Candidate> ByName(IEnumerable<Candidate> candidates) =>
        candidates.OrderBy(candidate => candidate.Row?.UserNameKey ?? "", StringComparer.Ordinal);

    private static string? Trimmed(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    private BatchItem<PermUser> ToItem(Candidate candidate, long version)
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

    private sealed class Candidate(UserData data)
    {
        public UserData Data { get; } = data;

        public UserRow? Row { get; set; }

        public UserRow? Existing { get; set; }

        public PermException? InputError { get; set; }

        public PermAlreadyExistsException? Conflict { get; set; }

        public PermException? Error { get; set; }

        public SeatMove? Move { get; set; }

        /// <summary>True when somebody else in the batch is to get the name that this user has before.</summary>
        public bool ReleasesName { get; set; }

        /// <summary>True when somebody else in the batch is to get the e-mail address that this user has before.</summary>
        public bool ReleasesEmail { get; set; }

        /// <summary>True for a stored user who gets another name or e-mail address.</summary>
        public bool ChangesNames => Existing is not null && Row is not null && (Existing.UserNameKey != Row.UserNameKey || Existing.EmailKey != Row.EmailKey);

        public bool IsReached { get; set; }

        public bool IsChanged { get; set; } = true;

        public long Id { get; set; }
    }
}
