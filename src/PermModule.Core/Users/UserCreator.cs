namespace PermModule;

/// <summary>
/// Stores new users in bulk, and on request changes those that exist.
/// Seats are given in the order of the input; rows are inserted in the order of their names, which costs a fraction of a random order.
/// Whether a name is taken shows only at the insert; where that changes who gets a seat, the batch is planned anew with what was learnt.
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

    /// <summary>Stores new users.</summary>
    public BatchItem<PermUser>[] Create(IReadOnlyList<UserData> users) => Apply(users, isUpsert: false, seen: null);

    /// <summary>Stores new users and changes those that exist; a user met before in the run is refused as a duplicate.</summary>
    public BatchItem<PermUser>[] Upsert(IReadOnlyList<UserData> users, SeenUsers seen) => Apply(users, isUpsert: true, seen);

    private BatchItem<PermUser>[] Apply(IReadOnlyList<UserData> users, bool isUpsert, SeenUsers? seen)
    {
        Candidate[] candidates = new Candidate[users.Count];
        for (int i = 0; i < candidates.Length; i++)
        {
            candidates[i] = Read(users[i]);
        }

        if (isUpsert)
        {
            FindExisting(candidates);
        }

        while (!TryApply(candidates, seen))
        {
            _scope.Session.ThrowIfCancelled();
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
    private void FindExisting(Candidate[] candidates)
    {
        foreach (Candidate candidate in ByName(candidates.Where(candidate => candidate.Row is not null || candidate.Data.UserName is not null || candidate.Data.Email is not null)))
        {
            string? name = Trimmed(candidate.Data.UserName);
            string? email = Trimmed(candidate.Data.Email);
            UserRow? existing = null;
            if (name is not null)
            {
                existing = _statements.FindByName(NameKey.Fold(name));
            }
            else if (email is not null)
            {
                string key = NameKey.Fold(email);
                existing = _statements.FindByName(key) ?? _statements.FindByEmail(key);
            }

            if (existing is null)
            {
                continue;
            }

            candidate.Existing = existing;
            try
            {
                UserData data = existing.UserName == name || name is null ? candidate.Data with { UserName = null } : candidate.Data;
                candidate.Row = _fields.Change(existing, data);
                candidate.InputError = null;
            }
            catch (PermException error)
            {
                candidate.Row = null;
                candidate.InputError = error;
            }
        }
    }

    private bool TryApply(Candidate[] candidates, SeenUsers? seen)
    {
        bool dependsOnConflicts = Plan(candidates, seen);

        // SQLite keeps a copy of every page that changes inside a savepoint, tens of megabytes a batch: only where it may be needed.
        ChangeStep? step = dependsOnConflicts ? ChangeStep.Open(_scope) : null;
        bool learnt = false;
        foreach (Candidate candidate in ByName(candidates.Where(candidate => candidate.Error is null && candidate.IsReached)))
        {
            if (!TryWrite(candidate))
            {
                candidate.Conflict = DescribeConflict(candidate.Row!);
                candidate.Error = candidate.Conflict;
                learnt = true;
            }
        }

        if (learnt && step is not null)
        {
            step.Undo();
            _groups.Forget();
            return false;
        }

        step?.Release();
        foreach (Candidate candidate in candidates.Where(candidate => candidate.Error is null && candidate.IsReached))
        {
            Count(_scope.Seats, candidate);
            seen?.Add(candidate.Id);
        }

        foreach (Candidate candidate in candidates.Where(candidate => candidate.Existing is not null))
        {
            seen?.Add(candidate.Existing!.Id);
        }

        return true;
    }

    /// <summary>Decides in the order of the input who gets in. True when a name that turns out to be taken could change that.</summary>
    private bool Plan(Candidate[] candidates, SeenUsers? seen)
    {
        SeatLedger seats = _scope.Seats.Fork();
        HashSet<string> names = new(candidates.Length, StringComparer.Ordinal);
        HashSet<string> emails = new(candidates.Length, StringComparer.Ordinal);
        HashSet<long> existing = [];
        bool dependsOnConflicts = _options.StopOnError;
        bool isStopped = false;
        foreach (Candidate candidate in candidates)
        {
            candidate.IsReached = !isStopped;
            candidate.Error = candidate.InputError ?? candidate.Conflict;
            if (candidate.Error is null && !isStopped)
            {
                UserRow row = candidate.Row!;
                try
                {
                    bool isNameTaken = !names.Add(row.UserNameKey);
                    if (isNameTaken || (row.EmailKey is not null && !emails.Add(row.EmailKey)))
                    {
                        dependsOnConflicts = true;
                        throw seen is not null ? UserRules.OccursTwice(row.UserName) : isNameTaken ? UserRules.NameTaken(row.UserName) : UserRules.EmailTaken(row);
                    }

                    if (candidate.Existing is { } before)
                    {
                        if (seen?.Contains(before.Id) == true || !existing.Add(before.Id))
                        {
                            throw UserRules.OccursTwice(row.UserName);
                        }

                    }

                    if (candidate.Existing?.DifferenceFrom(row) != UserFieldSet.None)
                    {
                        UserRules.CheckActing(_scope, candidate.Existing, row);
                    }

                    if (candidate.Existing is { } stored)
                    {
                        UserRules.CheckChange(_scope, stored, row, _options.Force);
                    }

                    Count(seats, candidate);
                }
                catch (PermException error)
                {
                    candidate.Error = error;
                    dependsOnConflicts |= error is SeatLimitException;
                }
            }

            isStopped |= _options.StopOnError && candidate.Error is not null;
        }

        return dependsOnConflicts;
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

    private PermAlreadyExistsException DescribeConflict(UserRow row) =>
        _statements.FindByName(row.UserNameKey) is { } named && named.Id != row.Id ? UserRules.NameTaken(row.UserName) : UserRules.EmailTaken(row);

    private static void Count(SeatLedger seats, Candidate candidate)
    {
        UserRow row = candidate.Row!;
        if (candidate.Existing is not { } before)
        {
            seats.Add(row.ProfileId, row.IsActive, row.UserName);
        }
        else if (before.ProfileId != row.ProfileId || before.IsActive != row.IsActive)
        {
            seats.Move(before.ProfileId, before.IsActive, row.ProfileId, row.IsActive, row.UserName);
        }
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

        public bool IsReached { get; set; }

        public bool IsChanged { get; set; } = true;

        public long Id { get; set; }
    }
}
