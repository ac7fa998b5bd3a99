namespace PermModule;

/// <summary>
/// Decides who of a batch gets in: refuses rows that contradict each other or a rule, and gives the seats in the order of the input.
/// Nothing is written. A name that is taken in the store shows only when its row is; see <see cref="DependsOnConflicts"/>.
/// </summary>
internal sealed class UserBatchPlan
{
    private readonly WriteScope _scope;
    private readonly UserBatchOptions _options;
    private readonly UserCandidate[] _candidates;
    private readonly UpsertRun? _run;
    private readonly bool _isUpsert;
    private readonly SeatPlan _seats;
    private readonly HashSet<string> _names;
    private readonly HashSet<string> _emails;
    private readonly Dictionary<ulong, UserRow> _externalIds = [];
    private readonly HashSet<long> _existing = [];

    /// <summary>Decides over a batch.</summary>
    /// <param name="scope">The change.</param>
    /// <param name="options">What holds for every row.</param>
    /// <param name="candidates">The batch; each row is told what becomes of it.</param>
    /// <param name="run">What the import remembers, or null.</param>
    /// <param name="isUpsert">Lets rows wait for what later rows give free.</param>
    public UserBatchPlan(WriteScope scope, UserBatchOptions options, UserCandidate[] candidates, UpsertRun? run, bool isUpsert)
    {
        _scope = scope;
        _options = options;
        _candidates = candidates;
        _run = run;
        _isUpsert = isUpsert;
        _seats = new SeatPlan(scope.Seats.Fork(), isUpsert ? run!.Waiting : new HashSet<Tier>());
        _names = new HashSet<string>(candidates.Length, StringComparer.Ordinal);
        _emails = new HashSet<string>(candidates.Length, StringComparer.Ordinal);
        DependsOnConflicts = options.StopOnError;
        Decide();
    }

    /// <summary>True when a name that turns out to be taken could change the plan.</summary>
    public bool DependsOnConflicts { get; private set; }

    /// <summary>The seats that are taken, given up and changed, in an order in which each finds its seat.</summary>
    public IReadOnlyList<SeatMove> Moves => _seats.Made;

    private void Decide()
    {
        bool isStopped = false;
        foreach (UserCandidate candidate in _candidates)
        {
            candidate.IsReached = !isStopped;
            candidate.Error = candidate.InputError ?? candidate.Conflict;
            candidate.Move = null;
            candidate.ReleasesName = false;
            candidate.ReleasesEmail = false;
            candidate.ReleasesExternalId = false;
            if (candidate.Error is null && !isStopped)
            {
                try
                {
                    CheckOnce(candidate);
                    try
                    {
                        Check(candidate);
                        AddMove(candidate);
                    }
                    catch (PermException) when (!_isUpsert)
                    {
                        Release(candidate, name: true, email: true, externalId: true);
                        throw;
                    }

                    DependsOnConflicts |= candidate.ChangesNames && candidate.Move is not null;
                }
                catch (PermException error)
                {
                    candidate.Error = error;
                }
            }

            isStopped |= _options.StopOnError && candidate.Error is not null;
        }

        if (_isUpsert)
        {
            _seats.Complete();
            foreach (UserCandidate candidate in _candidates.Where(candidate => candidate.Move?.Refusal is not null))
            {
                candidate.Error = candidate.Move!.Refusal;
            }

            DependsOnConflicts |= FindReleases();
        }

        DependsOnConflicts |= _seats.IsTight;
    }

    /// <summary>Refuses a row about somebody, or with a name, address or external id, that an earlier row has.</summary>
    private void CheckOnce(UserCandidate candidate)
    {
        UserRow row = candidate.Row!;
        bool isNameTaken = !_names.Add(row.UserNameKey);
        if (isNameTaken || (row.EmailKey is not null && !_emails.Add(row.EmailKey)))
        {
            DependsOnConflicts = true;
            Release(candidate, name: !isNameTaken && !_isUpsert, email: false, externalId: false);
            throw _isUpsert ? UserRules.OccursTwice(row.UserName, isNameTaken ? null : nameof(UserRow.Email)) : isNameTaken ? UserRules.NameTaken(row.UserName) : UserRules.EmailTaken(row);
        }

        // Who keeps the id is found by it, and twice in the batch is found below.
        if (row.ExternalId is not null && row.ExternalId != candidate.Existing?.ExternalId && !_externalIds.TryAdd(ExternalIds.Hash(row.ExternalId), row))
        {
            DependsOnConflicts = true;
            Release(candidate, name: !_isUpsert, email: !_isUpsert, externalId: false);
            throw _run is null ? UserRules.ExternalIdTaken(row, _externalIds[ExternalIds.Hash(row.ExternalId)]) : UserRules.ExternalIdTwice(row);
        }

        if (candidate.Existing is { } before && _isUpsert)
        {
            bool isContradiction = _run!.IsNamedBefore(before.Id) && before.DifferenceFrom(row) != UserFieldSet.None;
            if (isContradiction || _run.Seen.Contains(before.Id) || !_existing.Add(before.Id))
            {
                throw UserRules.OccursTwice(row.UserName);
            }
        }
    }

    /// <summary>Gives up what a refused row claimed, so that a later row may have it as if the refused one had not been there.</summary>
    private void Release(UserCandidate candidate, bool name, bool email, bool externalId)
    {
        UserRow row = candidate.Row!;
        if (name)
        {
            _names.Remove(row.UserNameKey);
        }

        if (email && row.EmailKey is not null)
        {
            _emails.Remove(row.EmailKey);
        }

        if (externalId && row.ExternalId is not null && row.ExternalId != candidate.Existing?.ExternalId)
        {
            _externalIds.Remove(ExternalIds.Hash(row.ExternalId));
        }
    }

    private void Check(UserCandidate candidate)
    {
        UserRow row = candidate.Row!;
        if (candidate.Existing?.DifferenceFrom(row) != UserFieldSet.None)
        {
            UserRules.CheckActing(_scope, candidate.Existing, row);
        }

        if (candidate.Existing is { } before)
        {
            UserRules.CheckChange(_scope, before, row, _options.Force);
        }
    }

    private void AddMove(UserCandidate candidate)
    {
        UserRow row = candidate.Row!;
        if (candidate.Existing is { } before && before.ProfileId == row.ProfileId && before.IsActive == row.IsActive)
        {
            return;
        }

        candidate.Move = new SeatMove(candidate.Existing, row);
        if (_isUpsert)
        {
            _seats.Add(candidate.Move);
        }
        else
        {
            _seats.Make(candidate.Move);
        }
    }

    /// <summary>Finds who has to let go of a name, address or external id before somebody else in the batch can take it. True where anybody has to.</summary>
    private bool FindReleases()
    {
        Dictionary<string, UserCandidate>? names = null;
        Dictionary<string, UserCandidate>? emails = null;
        Dictionary<ulong, UserCandidate>? externalIds = null;
        foreach (UserCandidate candidate in _candidates.Where(candidate => candidate.ChangesNames && candidate.Error is null && candidate.IsReached))
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

            if (before.ExternalId is not null && !ExternalIds.IsSame(before.ExternalId, candidate.Row.ExternalId))
            {
                (externalIds ??= [])[ExternalIds.Hash(before.ExternalId)] = candidate;
            }
        }

        if (names is null && emails is null && externalIds is null)
        {
            return false;
        }

        bool isAny = false;
        foreach (UserCandidate candidate in _candidates.Where(candidate => candidate.Error is null && candidate.IsReached))
        {
            UserRow row = candidate.Row!;
            if (names?.TryGetValue(row.UserNameKey, out UserCandidate? holder) == true && holder != candidate)
            {
                isAny = holder.ReleasesName = true;
            }

            if (row.EmailKey is not null && emails?.TryGetValue(row.EmailKey, out holder) == true && holder != candidate)
            {
                isAny = holder!.ReleasesEmail = true;
            }

            if (row.ExternalId is not null && externalIds?.TryGetValue(ExternalIds.Hash(row.ExternalId), out holder) == true && holder != candidate)
            {
                isAny = holder!.ReleasesExternalId = true;
            }
        }

        return isAny;
    }
}
