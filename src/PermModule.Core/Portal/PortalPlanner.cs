using System.Globalization;

namespace PermModule.Portal;

/// <summary>Compares store and portal and says step by step what differs. Streams: memory holds one page of users and a mark for each.</summary>
internal sealed class PortalPlanner
{
    private readonly PortalRun _run;
    private readonly PortalCompareOptions _options;
    private readonly PermPortalStep _blank;
    private readonly SeenUsers _matched = new();
    private readonly HashSet<long> _doubtful = [];
    private readonly UserPlanner _users;

    public PortalPlanner(PortalRun run, PortalCompareOptions options)
    {
        _run = run;
        _options = options;
        _blank = run.NewStep(options.Direction);
        _users = new UserPlanner(run, options, _blank);
    }

    /// <summary>The plan. A step that cannot be planned is refused in it.</summary>
    public IEnumerable<PermPortalStep> Plan()
    {
        if (_options.Has(PortalKind.Profile))
        {
            foreach (PermPortalStep step in new ProfilePlanner(_run, _blank).Plan())
            {
                yield return step;
            }
        }

        if (_options.Has(PortalKind.Group))
        {
            foreach (PermPortalStep step in new GroupPlanner(_run, _blank).Plan())
            {
                yield return step;
            }
        }

        if (_options.Has(PortalKind.User) || _options.Has(PortalKind.Membership))
        {
            IReadOnlyList<string> names = _options.UserNames is { Count: > 0 } given ? given : ["*"];
            NamePattern[] patterns = [.. names.Select(NamePattern.Parse)];
            IEnumerable<PermPortalStep> steps = patterns.All(pattern => pattern.IsLiteral) ? PlanNamed(patterns.Select(pattern => pattern.Literal.Trim()).DistinctBy(NameKey.Fold, StringComparer.Ordinal)) : PlanAll(patterns);
            foreach (PermPortalStep step in steps)
            {
                yield return step;
            }
        }
    }

    /// <summary>Users by name: each is asked for on both sides. The list is read only for those of the store whom the portal may know by their address.</summary>
    private IEnumerable<PermPortalStep> PlanNamed(IEnumerable<string> names)
    {
        HashSet<string> planned = new(StringComparer.Ordinal);
        List<UserRow> rows = [];
        foreach (string name in names)
        {
            UserRow? named = _run.Users.FindByName(name);
            PortalUser[] users = _run.Wait.For(Find(name, named));
            foreach (PermPortalStep step in users.Where(user => planned.Add(PortalAssumptions.Key(user.Id!))).SelectMany(user => PlanUser(user, wanted: null)))
            {
                yield return step;
            }

            if (named is not null)
            {
                rows.Add(named);
            }
            else if (users.Length == 0)
            {
                yield return _blank.Refused(UserReference.ByName(name).NotFound()) with { Name = name };
            }
        }

        UserRow[] left = [.. rows.Where(IsLeft)];
        if (left.Any(row => row.Email is not null))
        {
            WantedUsers sought = new(left);
            IEnumerable<PortalUser> others = Read(user => sought.MayHave(user) && !planned.Contains(PortalAssumptions.Key(user.Id!)), details: true);
            foreach (PermPortalStep step in others.SelectMany(user => PlanUser(user, wanted: null)))
            {
                yield return step;
            }
        }

        foreach (PermPortalStep step in PlanLeft(left))
        {
            yield return step;
        }
    }

    /// <summary>The users of the portal whom a name, or the user of the store with that name, stands for.</summary>
    private async Task<PortalUser[]> Find(string name, UserRow? named)
    {
        PortalUser? linked = named?.ExternalId is { } id && !PortalAssumptions.IsOfDirectory(id) ? await _run.Reader.User(id) : null;
        bool isBoth = linked?.UserName is { } there && NameKey.Fold(there) == NameKey.Fold(name);
        PortalUser? other = isBoth || name.Length == 0 ? null : await _run.Reader.UserNamed(name);
        return [.. ((PortalUser?[])[linked, other]).OfType<PortalUser>()];
    }

    private IEnumerable<PermPortalStep> PlanAll(NamePattern[] patterns)
    {
        WantedUsers wanted = new(patterns, _run.Users);
        bool details = !_options.SkipDetail;
        Announce(details && wanted.IsEverybody);
        foreach (PermPortalStep step in Read(wanted.MayHave, details).SelectMany(user => PlanUser(user, wanted)))
        {
            yield return step;
        }

        foreach (PermPortalStep step in PlanLeft(_run.Users.All().Where(row => wanted.Has(row.UserName))))
        {
            yield return step;
        }
    }

    /// <summary>The users of the portal's list who are wanted.</summary>
    private IEnumerable<PortalUser> Read(Func<PortalUser, bool> isWanted, bool details)
    {
        long seen = 0;
        foreach (IReadOnlyList<PortalUser> page in _run.Wait.Each(_run.Reader.AllUsers(isWanted, details, read => Interlocked.Exchange(ref seen, read))))
        {
            foreach (PortalUser user in page)
            {
                yield return user;
            }

            long done = Interlocked.Read(ref seen);
            long left = (_run.Reader.Total ?? done) - done;
            _run.Show("Reading users of the portal", done, _run.Reader.Total, _run.Client.Rate.Estimate(details ? left : left / PortalAssumptions.UsersPerPage));
        }
    }

    /// <summary>Those of the store who turned out to be no user of the portal.</summary>
    private IEnumerable<PermPortalStep> PlanLeft(IEnumerable<UserRow> rows)
    {
        if (!_run.Reader.IsComplete)
        {
            _run.Notice($"The portal's list of users was not read to its end: {_run.Reader.Incomplete}. Nobody is taken for missing from it.");
            return [];
        }

        return rows.Where(IsLeft).SelectMany(PlanLeft);
    }

    /// <summary>A user who came to stand on a page that was read already is not in the list that was read, and still in the portal: the id tells.</summary>
    private IEnumerable<PermPortalStep> PlanLeft(UserRow row)
    {
        PermPortalStep[] steps = [.. _users.PlanMissing(row)];
        return steps.Length > 0 && row.ExternalId is { } id && !PortalAssumptions.IsOfDirectory(id) && _run.Wait.For(_run.Reader.User(id)) is { } user
            ? PlanUser(user, wanted: null)
            : steps;
    }

    private bool IsLeft(UserRow row) => !_matched.Contains(row.Id) && !_doubtful.Contains(row.Id);

    private IEnumerable<PermPortalStep> PlanUser(PortalUser user, WantedUsers? wanted)
    {
        try
        {
            UserRow? row = _run.Users.Match(user, IsTaken, wanted is { IsEverybody: true } ? null : IsOther, _doubtful);
            if (wanted?.Has(user, row) == false)
            {
                return [];
            }

            if (row is not null && !_matched.Add(row.Id))
            {
                throw StoreUsers.Ambiguous(user.Name, $"another user of the portal is '{row.UserName}' already");
            }

            return _users.Plan(user, row);
        }
        catch (PermConflictException error)
        {
            return [(_blank with { Kind = PortalKind.User, Name = user.Name, ExternalId = user.Id }).Refused(error)];
        }

        bool IsTaken(string id) => !PortalAssumptions.IsOfDirectory(id) && _run.Wait.For(_run.Reader.User(id)) is not null;

        bool IsOther(string name) => _run.Wait.For(_run.Reader.UserNamed(name)) is { } other && PortalAssumptions.Key(other.Id!) != PortalAssumptions.Key(user.Id!);
    }

    /// <summary>Says how long it will take before it starts, where that is worth knowing.</summary>
    private void Announce(bool details)
    {
        if (!details || _run.Wait.For(_run.Reader.Count()) is not { } total)
        {
            return;
        }

        TimeSpan time = _run.Client.Rate.Estimate(total + (total / PortalAssumptions.UsersPerPage));
        if (time >= TimeSpan.FromMinutes(1))
        {
            _run.Notice(string.Create(CultureInfo.InvariantCulture, $"The portal shows the details of a user only one by one: {Quantity.Of(total, "user takes", "users take")} about {Quantity.Of((long)Math.Ceiling(time.TotalMinutes), "minute")} within its limits."));
        }
    }
}
