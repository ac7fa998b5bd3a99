using System.Globalization;

namespace PermModule.Portal;

/// <summary>Compares store and portal and says step by step what differs. Streams: memory holds one page of users and a mark for each.</summary>
internal sealed class PortalPlanner
{
    private readonly PortalRun _run;
    private readonly PortalCompareOptions _options;
    private readonly PermPortalStep _blank;
    private readonly SeenUsers _matched = new();
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
            IEnumerable<PermPortalStep> steps = patterns.All(pattern => pattern.IsLiteral) ? PlanNamed([.. patterns.Select(pattern => pattern.Literal.Trim())]) : PlanAll(patterns);
            foreach (PermPortalStep step in steps)
            {
                yield return step;
            }
        }
    }

    /// <summary>Users by name: each is asked for on both sides.</summary>
    private IEnumerable<PermPortalStep> PlanNamed(IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            UserRow? named = _run.Users.FindByName(name);
            PortalUser? user = _run.Wait.For(Find(name, named));
            if (user is null && named is null)
            {
                yield return _blank.Refused(UserReference.ByName(name).NotFound()) with { Name = name };
                continue;
            }

            foreach (PermPortalStep step in user is null ? _users.PlanMissing(named!) : PlanUser(user))
            {
                yield return step;
            }
        }
    }

    private async Task<PortalUser?> Find(string name, UserRow? named) =>
        (named?.ExternalId is { } id ? await _run.Reader.User(id) : null) ?? await _run.Reader.UserNamed(name);

    private IEnumerable<PermPortalStep> PlanAll(NamePattern[] patterns)
    {
        bool isEverybody = patterns.Any(pattern => pattern is { IsLiteral: false, Prefix.Length: 0, IsPrefixOnly: true });
        bool details = !_options.SkipDetail;
        Announce(details && isEverybody);
        long seen = 0;
        IAsyncEnumerable<IReadOnlyList<PortalUser>> pages = _run.Reader.AllUsers(user => IsWanted(user.Name), details, read => Interlocked.Exchange(ref seen, read));
        foreach (IReadOnlyList<PortalUser> page in _run.Wait.Each(pages))
        {
            foreach (PermPortalStep step in page.SelectMany(PlanUser))
            {
                yield return step;
            }

            long done = Interlocked.Read(ref seen);
            long left = (_run.Reader.Total ?? done) - done;
            _run.Show("Reading users of the portal", done, _run.Reader.Total, _run.Client.Rate.Estimate(details ? left : left / PortalAssumptions.UsersPerPage));
        }

        if (!_run.Reader.IsComplete)
        {
            _run.Notice($"The portal's list of users was not read to its end: {_run.Reader.Incomplete}. Nobody is taken for missing from it.");
            yield break;
        }

        foreach (PermPortalStep step in _run.Users.All().Where(row => !_matched.Contains(row.Id) && IsWanted(row.UserName)).SelectMany(_users.PlanMissing))
        {
            yield return step;
        }

        bool IsWanted(string name) => isEverybody || patterns.Any(pattern => pattern.IsMatch(name));
    }

    private IEnumerable<PermPortalStep> PlanUser(PortalUser user)
    {
        try
        {
            UserRow? row = _run.Users.Match(user, id => _run.Wait.For(_run.Reader.User(id)) is not null);
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
