namespace PermModule.Portal;

/// <summary>
/// Carries out steps on the portal, one user after the other. Before a user is written the portal's own state is compared with the plan, and after it read back.
/// A write whose answer is lost is sent again only when reading shows that it did not arrive; what cannot be found out is left for the next run.
/// </summary>
internal sealed class PortalPusher(PortalRun run, IReadOnlyList<PermPortalStep> steps, bool isTrial)
{
    private readonly StoreSession _session = run.Session;
    private readonly WantedValues _wanted = new(run);

    /// <summary>Applies the steps and says of each what became of it.</summary>
    public IEnumerable<PermPortalStep> Apply()
    {
        PortalTrail trail = new(_session, run.Portal.Uri);
        PortalUserWriter writer = new(run, trail, isTrial);
        if (!isTrial)
        {
            _session.Write(scope =>
            {
                run.Maps.Links.SetPortal(scope, run.Portal.Uri);
                return true;
            });
            foreach (PortalSent sent in trail.Pending)
            {
                writer.Settle(sent);
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
                .GroupBy(step => step.Subject)
                .Select(group => group.ToArray())
                .OrderBy(Order),
        ];
        for (int i = 0; i < users.Length; i++)
        {
            _session.ThrowIfCancelled();
            foreach (PermPortalStep result in ApplyUser(writer, users[i]))
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

    private IEnumerable<PermPortalStep> ApplyUser(PortalUserWriter writer, PermPortalStep[] user)
    {
        try
        {
            return Apply(writer, user);
        }
        catch (PermException error) when (error is PermConflictException or PermNotFoundException or PermInvalidInputException)
        {
            return user.Select(step => step.Refused(error));
        }
    }

    private IEnumerable<PermPortalStep> Apply(PortalUserWriter writer, PermPortalStep[] user)
    {
        UserRow? row = FindRow(user[0]);
        PermPortalStep? create = Array.Find(user, step => step.Action == PortalAction.Create);
        CheckStore(user, row);
        PortalUser? before = run.Wait.For(Find(user[0], row));
        if (create is not null && before is not null)
        {
            // Somebody, or an earlier run that was cut off, has created the user already.
            if (!_wanted.AreMet(before, _wanted.Of(user, current: null)))
            {
                throw Changed(user[0], "the portal now has a user of that name that differs from the plan");
            }

            writer.Link(row, before);
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

        PermPortalStep[] work = [.. user.Where(step => !done.Contains(step))];
        if (isTrial)
        {
            Count(work, row);
            return user.Select(step => step.As(done.Contains(step) ? PortalResult.Unchanged : PortalResult.Done));
        }

        (int status, PermException? refusal) = writer.Write(work, before, row);
        if (refusal?.ErrorId is null or ErrorId.PortalNotVerified)
        {
            Count(work, row);
        }

        return user.Select(step => done.Contains(step) ? step.As(PortalResult.Unchanged) : refusal is null ? step.As(PortalResult.Done, status: status) : step.Refused(refusal, status));
    }

    /// <summary>Counts a portal owner who lost a place, or may have.</summary>
    private void Count(PermPortalStep[] work, UserRow? row)
    {
        if (Array.Exists(work, step => step.TakesPlace))
        {
            run.Owners.Take(row);
        }
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
                    throw PortalRun.Outdated(step, "the store no longer has the user");
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
                throw PortalRun.Outdated(step, $"{step.Property} is something else in the store by now");
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
            else if (step.TakesPlace && run.Owners.IsLast(row))
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

    private static PermConflictException Changed(PermPortalStep step, string why) =>
        new(ErrorId.PortalChanged, $"'{TextRules.Cut(step.Name)}' was left as it is, because {why}: somebody changed it after {step.PlannedAt:yyyy-MM-dd HH:mm} UTC.", step.Name);
}
