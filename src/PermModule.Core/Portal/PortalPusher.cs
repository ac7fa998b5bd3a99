using System.Security.Cryptography;

namespace PermModule.Portal;

/// <summary>
/// Carries out steps on the portal, one user after the other. Before a user is written the portal's own state is compared with the plan, and after it read back.
/// A write whose answer is lost is sent again only when reading shows that it did not arrive; what cannot be found out is left for the next run.
/// </summary>
internal sealed class PortalPusher(PortalRun run, IReadOnlyList<PermPortalStep> steps, bool isTrial)
{
    private const string Users = "/api/v4/users/";
    private const string GroupsName = "Groups";
    private const string GroupsField = "groupIds";
    private const int MaxSends = 3;

    private readonly StoreSession _session = run.Session;
    private readonly PortalTrail _trail = new(run.Session, run.Portal.Uri);

    public IEnumerable<PermPortalStep> Apply()
    {
        if (!isTrial)
        {
            _session.Write(scope =>
            {
                run.Maps.Links.SetPortal(scope, run.Portal.Uri);
                return true;
            });
            foreach (PortalSent sent in _trail.Pending)
            {
                Settle(sent);
            }
        }

        foreach (PermPortalStep step in steps.Where(step => step.Action == PortalAction.Manual || step.Kind is not (PortalKind.User or PortalKind.Membership)))
        {
            yield return step.As(PortalResult.Manual);
        }

        PermPortalStep[][] users =
        [
            .. steps
                .Where(step => step.Action != PortalAction.Manual && step.Kind is PortalKind.User or PortalKind.Membership)
                .GroupBy(step => NameKey.Fold(step.Name), StringComparer.Ordinal)
                .Select(group => group.ToArray())
                .OrderBy(Order),
        ];
        for (int i = 0; i < users.Length; i++)
        {
            _session.ThrowIfCancelled();
            foreach (PermPortalStep result in ApplyUser(users[i]))
            {
                yield return result;
            }

            run.Show("Changing users of the portal", i + 1, users.Length, run.Client.Rate.Estimate(3L * (users.Length - i - 1)));
        }
    }

    /// <summary>Seats are freed before they are taken.</summary>
    private static int Order(PermPortalStep[] user) => user.Min(step => step.Action switch
    {
        PortalAction.Deactivate => 0,
        PortalAction.Change => step.Seats > 0 ? 2 : 1,
        PortalAction.Reactivate => 3,
        _ => 4,
    });

    private IEnumerable<PermPortalStep> ApplyUser(PermPortalStep[] user)
    {
        try
        {
            return Apply(user);
        }
        catch (PermException error) when (error is PermConflictException or PermNotFoundException or PermInvalidInputException)
        {
            return user.Select(step => step.Refused(error));
        }
    }

    private IEnumerable<PermPortalStep> Apply(PermPortalStep[] user)
    {
        UserRow? row = FindRow(user[0]);
        PermPortalStep? create = Array.Find(user, step => step.Action == PortalAction.Create);
        CheckStore(user, row);
        PortalUser? before = run.Wait.For(Find(user[0], row));
        if (create is not null && before is not null)
        {
            // Somebody, or an earlier run that was cut off, has created the user already.
            if (!IsAsWanted(before, Wanted(user, current: null)))
            {
                throw Changed(user[0], "the portal now has a user of that name that differs from the plan");
            }

            Link(row, before);
            return user.Select(step => step.As(PortalResult.Unchanged));
        }

        if (create is null && before is null)
        {
            throw Changed(user[0], "the portal no longer has the user");
        }

        HashSet<PermPortalStep> done = new(ReferenceEqualityComparer.Instance);
        if (before is not null)
        {
            Compare(user, before, row, done);
            if (done.Count == user.Length)
            {
                return user.Select(step => step.As(PortalResult.Unchanged));
            }
        }

        if (isTrial)
        {
            return user.Select(step => step.As(done.Contains(step) ? PortalResult.Unchanged : PortalResult.Done));
        }

        PermPortalStep[] work = [.. user.Where(step => !done.Contains(step))];
        (int status, PermException? refusal) = Write(work, before, row);
        return user.Select(step => done.Contains(step) ? step.As(PortalResult.Unchanged) : refusal is null ? step.As(PortalResult.Done, status: status) : step.Refused(refusal, status));
    }

    /// <summary>The plan must still be what the store says.</summary>
    private void CheckStore(PermPortalStep[] user, UserRow? row)
    {
        foreach (PermPortalStep step in user)
        {
            if (row is null)
            {
                // In mode Sync a user is deactivated whom the store does not have.
                if (!step.Deactivates)
                {
                    throw PortalPuller.Outdated(step, "the store no longer has the user");
                }
            }
            else if (step.Kind == PortalKind.Membership)
            {
                _ = TextRules.Name(step.Property, "group");
                bool isMember = run.Maps.GroupsOf(row).Any(group => NameKey.Fold(group) == NameKey.Fold(step.Property!));
                Check(step, isMember == (step.To is not null));
            }
            else if (step.Action == PortalAction.Create)
            {
                foreach ((string name, string value) in step.Values ?? throw PortalProperty.Invalid("it creates a user without values"))
                {
                    PortalProperty property = Writable(name);
                    Check(step with { Property = name }, property.AreEqual(property.InStore(row, run.Maps), value));
                }

                Check(step with { Property = PortalProperty.State }, row.IsActive);
            }
            else if (step.Property == PortalProperty.State)
            {
                Check(step, PortalProperty.Truth(row.IsActive) == step.To);
            }
            else
            {
                PortalProperty property = Writable(step.Property);
                Check(step, property.AreEqual(property.InStore(row, run.Maps), step.To));
            }
        }

        static PortalProperty Writable(string? name) => PortalProperty.Find(name) is { Field: not null } property ? property : throw PortalProperty.Invalid($"the portal's interface does not write {name}");

        static void Check(PermPortalStep step, bool isSame)
        {
            if (!isSame)
            {
                throw PortalPuller.Outdated(step, $"{step.Property} is something else in the store by now");
            }
        }
    }

    /// <summary>The portal must still be what the plan started from. Steps that the portal shows as made are done.</summary>
    private void Compare(PermPortalStep[] user, PortalUser before, UserRow? row, HashSet<PermPortalStep> done)
    {
        if (run.IsOwn(before))
        {
            throw PortalRun.Protected(user[0], "it is the user whose token is used");
        }

        foreach (PermPortalStep step in user)
        {
            (bool isDone, bool isAsPlanned) = State(step, before);
            if (isDone)
            {
                done.Add(step);
            }
            else if (!isAsPlanned)
            {
                throw Changed(step, $"{step.Property} is no longer '{TextRules.Cut(step.From)}' in the portal");
            }
            else if (run.IsLastOwner(row) && (step.Deactivates || step.Property == "Profile"))
            {
                throw PortalRun.Protected(step, "it is the last active portal owner");
            }
        }
    }

    private (bool IsDone, bool IsAsPlanned) State(PermPortalStep step, PortalUser user)
    {
        if (step.Kind == PortalKind.Membership)
        {
            bool isMember = run.Maps.GroupsOf(user)?.Any(group => NameKey.Fold(group) == NameKey.Fold(step.Property!)) == true;
            return (isMember == (step.To is not null), isMember == (step.From is not null));
        }

        if (step.Property == PortalProperty.State)
        {
            string state = PortalProperty.Truth(user.IsActive);
            return (state == step.To, state == step.From);
        }

        PortalProperty property = PortalProperty.Find(step.Property!);
        string? now = property.InPortal(user, run.Maps);
        return (property.AreEqual(now, step.To), property.AreEqual(now, step.From));
    }

    /// <summary>Sends one user and finds out what became of it.</summary>
    private (int Status, PermException? Refusal) Write(PermPortalStep[] work, PortalUser? before, UserRow? row)
    {
        string name = work[0].Name;
        Dictionary<string, string?> wanted = Wanted(work, before);
        List<KeyValuePair<string, string>> form = Form(wanted, isNew: before is null);
        PortalSent sent = _session.Write(scope =>
        {
            scope.Acting?.Demand(DelegatedAction.ManageUsers, name);
            return _trail.Send(scope, name, before?.Id, Values(wanted, before), wanted);
        });
        string path = before is null ? Users : Users + Uri.EscapeDataString(before.Id!);
        for (int attempt = 1; ; attempt++)
        {
            PortalAnswer answer = run.Wait.For(run.Client.Post(path, form, run.Reader.Token));
            string detail = answer.IsSuccess ? "" : run.Client.Clean(PortalErrors.Detail(answer));
            string? id = before?.Id ?? (answer.IsSuccess ? PortalJson.TryRead(answer, PortalJson.Default.PortalIdAnswer)?.Id : null);
            PortalUser? after = run.Wait.For(ReadBack(id, name, wanted, waits: answer.IsSuccess));
            if (after is not null && IsAsWanted(after, wanted))
            {
                Tell(sent, Done(work), answer.Status, after, row, detail);
                return (answer.Status, null);
            }

            if (answer.IsSuccess)
            {
                string kept = after is null ? "it does not show the user" : Difference(after, wanted);
                PermConflictException error = new(ErrorId.PortalNotVerified, $"'{TextRules.Cut(name)}': the portal took the change with status {answer.Status}, but {kept}.", name);
                Tell(sent, AuditAction.PortalChangeNotVerified, answer.Status, after, row, kept);
                return (answer.Status, error);
            }

            if (!answer.IsUncertain)
            {
                Tell(sent, AuditAction.PortalChangeRefused, answer.Status, after: null, row, detail);
                return (answer.Status, answer.Status == 403
                    ? PortalErrors.Forbidden(run.Portal.Uri, Users, detail)
                    : new PermConflictException(ErrorId.PortalRefused, $"'{TextRules.Cut(name)}': the portal refuses the change with status {answer.Status}. It says: {detail}", name));
            }

            if (attempt == MaxSends)
            {
                // It did not arrive as far as reading shows, and no further attempt follows.
                Tell(sent, AuditAction.PortalChangeLost, answer.Status, after: null, row, detail);
                return (answer.Status, new PermConflictException(ErrorId.PortalRefused, $"'{TextRules.Cut(name)}': the portal did not carry out the change in {MaxSends} attempts. It says: {detail}", name));
            }

            run.Wait.For(run.Client.Wait(attempt, run.Reader.Token));
        }
    }

    /// <summary>Finds out what became of a request of an earlier run that was stopped before the answer.</summary>
    private void Settle(PortalSent sent)
    {
        UserRow? row = run.Users.FindByName(sent.UserName);
        PortalUser? user = run.Wait.For(ReadBack(sent.ExternalId, sent.UserName, sent.Wanted, waits: false));
        bool isDone = user is not null && IsAsWanted(user, sent.Wanted);
        Tell(sent, isDone ? (sent.ExternalId is null ? AuditAction.PortalUserCreated : AuditAction.PortalUserChanged) : AuditAction.PortalChangeLost, status: 0, isDone ? user : null, row, "found by reading, after the run that sent it was stopped");
    }

    /// <summary>Writes the outcome, and with it the id of a user who has none in the store yet.</summary>
    private void Tell(PortalSent sent, string action, int status, PortalUser? after, UserRow? row, string? detail) => _session.Write(scope =>
    {
        if (_trail.Answer(scope, sent, action, status, after?.Id, string.IsNullOrEmpty(detail) ? null : detail) && after is not null)
        {
            Link(scope, row, after);
        }

        return true;
    });

    private void Link(UserRow? row, PortalUser user) => _session.Write(scope =>
    {
        Link(scope, row, user);
        return true;
    });

    private void Link(WriteScope scope, UserRow? row, PortalUser user)
    {
        if (!isTrial && row is not null && !PortalProperty.Find(PortalProperty.Id).AreEqual(row.ExternalId, user.Id))
        {
            new UserEditor(scope, UserBatchOptions.Default, departures: []).Update([new UserChange(UserReference.ByName(row.UserName), new UserData { ExternalId = user.Id })])[0].ValueOrThrow();
        }
    }

    private async Task<PortalUser?> ReadBack(string? id, string name, IReadOnlyDictionary<string, string?> wanted, bool waits)
    {
        PortalUser? user = null;
        for (int attempt = 1; attempt <= (waits ? PortalAssumptions.ReadBackAttempts : 1); attempt++)
        {
            if (attempt > 1)
            {
                await run.Client.Wait(attempt - 1, run.Reader.Token);
            }

            user = id is not null ? await run.Reader.User(id) : await run.Reader.UserNamed(wanted.GetValueOrDefault(nameof(PermUser.UserName)) ?? name);
            if (user is not null && IsAsWanted(user, wanted))
            {
                break;
            }
        }

        return user;
    }

    private async Task<PortalUser?> Find(PermPortalStep step, UserRow? row)
    {
        if (step.Action == PortalAction.Create)
        {
            return await run.Reader.UserNamed(step.Values?.GetValueOrDefault(nameof(PermUser.UserName)) ?? step.Name);
        }

        return (step.ExternalId ?? row?.ExternalId) is { } id ? await run.Reader.User(id) : await run.Reader.UserNamed(step.Name);
    }

    private UserRow? FindRow(PermPortalStep step) =>
        (step.ExternalId is { } id ? _session.Read(() => run.Users.FindByExternalId(id, step.Name)) : null) ?? run.Users.FindByName(step.Name);

    /// <summary>The values that the steps ask for; the groups as one sorted list of names.</summary>
    private Dictionary<string, string?> Wanted(PermPortalStep[] work, PortalUser? current)
    {
        Dictionary<string, string?> wanted = new(StringComparer.Ordinal);
        List<string> groups = current is null ? [] : [.. run.Maps.GroupsOf(current) ?? []];
        bool hasGroups = false;
        foreach (PermPortalStep step in work)
        {
            if (step.Action == PortalAction.Create)
            {
                foreach ((string name, string value) in step.Values!)
                {
                    wanted[name] = value;
                }

                wanted[PortalProperty.State] = PortalProperty.Yes;
            }
            else if (step.Kind == PortalKind.Membership)
            {
                hasGroups = true;
                groups.RemoveAll(group => NameKey.Fold(group) == NameKey.Fold(step.Property!));
                groups.AddRange(step.To is null ? [] : [step.Property!]);
            }
            else
            {
                wanted[step.Property!] = step.To;
            }
        }

        if (hasGroups)
        {
            wanted[GroupsName] = Join(groups);
        }

        return wanted;
    }

    private Dictionary<string, string?> Values(Dictionary<string, string?> wanted, PortalUser? user) =>
        user is null ? [] : wanted.Keys.ToDictionary(name => name, name => Value(user, name), StringComparer.Ordinal);

    private string? Value(PortalUser user, string name) => name switch
    {
        PortalProperty.State => PortalProperty.Truth(user.IsActive),
        GroupsName => Join(run.Maps.GroupsOf(user) ?? []),
        _ => PortalProperty.Find(name).InPortal(user, run.Maps),
    };

    private bool IsAsWanted(PortalUser user, IReadOnlyDictionary<string, string?> wanted) => wanted.All(value => IsAsWanted(user, value.Key, value.Value));

    private bool IsAsWanted(PortalUser user, string name, string? wanted)
    {
        string? now = Value(user, name);
        return name is PortalProperty.State ? now == wanted
            : name is GroupsName ? NameKey.Fold(now ?? "") == NameKey.Fold(wanted ?? "")
            : PortalProperty.Find(name).AreEqual(now, wanted);
    }

    private string Difference(PortalUser user, Dictionary<string, string?> wanted)
    {
        string name = wanted.First(value => !IsAsWanted(user, value.Key, value.Value)).Key;
        return $"{name} is '{TextRules.Cut(Value(user, name))}' there";
    }

    private static string Join(IEnumerable<string> groups) => string.Join("; ", groups.OrderBy(NameKey.Fold, StringComparer.Ordinal));

    private List<KeyValuePair<string, string>> Form(Dictionary<string, string?> wanted, bool isNew)
    {
        List<KeyValuePair<string, string>> form = [];
        foreach ((string name, string? value) in wanted)
        {
            switch (name)
            {
                case PortalProperty.State:
                    form.Add(new("active", value == PortalProperty.Yes ? "1" : "0"));
                    break;
                case GroupsName:
                    string[] groups = (value ?? "").Split("; ", StringSplitOptions.RemoveEmptyEntries);
                    form.Add(new(GroupsField, string.Join(PortalAssumptions.GroupSeparator, groups.Select(GroupId))));
                    break;
                case "Profile":
                    form.Add(new("profileId", ProfileId(value!)));
                    break;
                case nameof(PermUser.IsSsoOnly):
                    form.Add(new("isSSOOnly", value == PortalProperty.Yes ? "true" : "false"));
                    break;
                default:
                    form.Add(new(PortalProperty.Find(name).Field!, value ?? ""));
                    break;
            }
        }

        if (isNew)
        {
            // The interface asks for a password even of those who sign in elsewhere. Nobody sees this one; people set their own.
            form.Add(new("password", RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789", 28) + "aA9!"));
        }

        return form;
    }

    private string ProfileId(string name) => run.Maps.ToPortal(name)?.Id
        ?? throw new PermConflictException(ErrorId.PlanOutdated, $"The portal has no profile '{TextRules.Cut(name)}' by now, or several of that name.", name);

    private string GroupId(string name) => run.Maps.GroupId(name)
        ?? throw new PermConflictException(ErrorId.PlanOutdated, $"The portal has no group '{TextRules.Cut(name)}' by now.", name);

    private static string Done(PermPortalStep[] work) =>
        Array.Exists(work, step => step.Action == PortalAction.Create) ? AuditAction.PortalUserCreated
        : work is [{ Action: PortalAction.Deactivate }] ? AuditAction.PortalUserDeactivated
        : work is [{ Action: PortalAction.Reactivate }] ? AuditAction.PortalUserReactivated
        : AuditAction.PortalUserChanged;

    private static PermConflictException Changed(PermPortalStep step, string why) =>
        new(ErrorId.PortalChanged, $"'{TextRules.Cut(step.Name)}' was left as it is, because {why}: somebody changed it after {step.PlannedAt:yyyy-MM-dd HH:mm} UTC.", step.Name);
}
