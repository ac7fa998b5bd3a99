using System.Globalization;

namespace PermModule.Portal;

/// <summary>Carries out steps on the store: profiles, groups, then users, those who free seats first.</summary>
internal sealed class PortalPuller(PortalRun run, IReadOnlyList<PermPortalStep> steps)
{
    private const int UsersPerChange = 500;

    private static readonly UserBatchOptions Options = new() { CreateGroups = true };

    private readonly StoreSession _session = run.Session;

    /// <summary>Applies the steps and says of each what became of it.</summary>
    public IEnumerable<PermPortalStep> Apply()
    {
        long done = 0;
        foreach (PermPortalStep step in steps.Where(step => step.Action == PortalAction.Manual))
        {
            yield return step.As(PortalResult.Manual);
        }

        PermPortalStep[] work = [.. steps.Where(step => step.Action != PortalAction.Manual)];
        _session.Write(scope =>
        {
            run.Maps.Links.SetPortal(scope, run.Portal.Uri);
            return true;
        });
        IEnumerable<PermPortalStep> results = work.Where(step => step.Kind == PortalKind.Profile).Select(ApplyProfile)
            .Concat(work.Where(step => step.Kind == PortalKind.Group).Select(ApplyGroup));
        foreach (PermPortalStep result in results)
        {
            done += result.Result == PortalResult.Done ? 1 : 0;
            yield return result;
        }

        LinkGroups();
        run.Refresh();
        List<UserWork> users = [.. Users(work)];
        List<UserWork> deferred = [];
        long applied = 0;
        foreach (UserWork[] batch in users.OrderBy(user => user.Order).Chunk(UsersPerChange))
        {
            foreach (PermPortalStep result in ApplyUsers(batch, deferred))
            {
                done += result.Result == PortalResult.Done ? 1 : 0;
                yield return result;
            }

            applied += batch.Length;
            run.Show("Changing users of the store", applied, users.Count, left: null);
        }

        // Those that found no seat get another chance, now that all seats that become free are.
        foreach (PermPortalStep result in ApplyUsers([.. deferred], deferred: null))
        {
            done += result.Result == PortalResult.Done ? 1 : 0;
            yield return result;
        }

        if (done > 0)
        {
            _session.Write(scope => scope.Audit.Write(AuditAction.PortalPulled, PortalTrail.TargetType, run.Portal.Uri.Authority, before: null, json => json.WriteNumber("Steps", done)));
        }
    }

    private PermPortalStep ApplyProfile(PermPortalStep step)
    {
        try
        {
            if (run.Maps.Profiles.FirstOrDefault(profile => PortalAssumptions.Key(profile.Id!) == PortalAssumptions.Key(step.ExternalId ?? "")) is not { } profile)
            {
                throw Outdated(step, "the portal no longer has the profile");
            }

            return _session.Write(scope => ApplyProfile(scope, step, profile)) ? step.As(PortalResult.Done) : step.As(PortalResult.Unchanged);
        }
        catch (PermException error)
        {
            return step.Refused(error);
        }
    }

    private bool ApplyProfile(WriteScope scope, PermPortalStep step, PortalProfile profile)
    {
        PermissionSnapshot snapshot = scope.Snapshot;
        if (!snapshot.TryProfile(step.Name, out ProfileEntry? stored))
        {
            if (step.Action != PortalAction.Create)
            {
                throw Outdated(step, "the store no longer has the profile");
            }

            long id = ProfileWriter.Insert(scope, TextRules.Name(profile.Name, "profile"), description: null, ProfilePlanner.Wanted(stored: null, profile), snapshot.Tiers);
            NoteRoles(scope, id, profile);
            return true;
        }

        switch (step.Property)
        {
            case "Name":
                string name = TextRules.Name(profile.Name, "profile");
                if (snapshot.TryProfile(name, out ProfileEntry? taken) && taken.Id != stored.Id)
                {
                    throw new PermAlreadyExistsException(ErrorId.ProfileAlreadyExists, $"A profile called '{taken.Name}' exists already; '{stored.Name}' keeps its name.", name);
                }

                ProfileWriter.WriteNames(scope, stored, name, stored.Description);
                return true;
            case "Rights":
                RightSet wanted = ProfilePlanner.Wanted(stored, profile);
                ProfileWriter.CheckActing(scope, stored, wanted);
                scope.Seats.Retier([(stored.Id, snapshot.Tiers.Of(RightCatalogue.Default.Closure(wanted)))], stored.Name);
                ProfileWriter.WriteRights(scope, stored, wanted, snapshot.Tiers);
                return wanted != stored.Direct;
            default:
                IReadOnlyList<string>? known = run.Maps.Links.Roles(stored.Id);
                if (known is not null && PortalLinks.Join(known) == PortalLinks.Join(profile.Roles))
                {
                    return false;
                }

                ProfileWriter.CheckActing(scope, stored.Name, RightSet.Empty);
                NoteRoles(scope, stored.Id, profile);
                return true;
        }
    }

    private void NoteRoles(WriteScope scope, long profileId, PortalProfile profile)
    {
        IReadOnlyList<string>? known = run.Maps.Links.Roles(profileId);
        scope.Audit.Write(
            AuditAction.PortalRolesRead,
            PortalTrail.TargetType,
            scope.Snapshot.Profile(profileId).Name,
            known is null ? null : json => json.WriteString("RoleCodes", string.Join(", ", known)),
            json => json.WriteString("RoleCodes", string.Join(", ", profile.Roles.Order(StringComparer.Ordinal))));
        run.Maps.Links.LinkProfile(profileId, profile);
    }

    private PermPortalStep ApplyGroup(PermPortalStep step)
    {
        try
        {
            return _session.Write(scope =>
            {
                GroupNames names = new(_session);
                if (step.Action == PortalAction.Create)
                {
                    long found = names.Resolve(step.Name, create: true);
                    if (found < 0)
                    {
                        names.Make(scope, [found]);
                    }

                    return step.As(found < 0 ? PortalResult.Done : PortalResult.Unchanged);
                }

                new GroupService(_session).Update(step.From!, step.To);
                return step.As(PortalResult.Done);
            });
        }
        catch (PermException error)
        {
            return step.Refused(error);
        }
    }

    /// <summary>Notes which group is which, so that one that is renamed on one side is still the same.</summary>
    private void LinkGroups() => _session.Write(_ =>
    {
        Dictionary<string, long> ids = _session.Rows<(long Id, string Key)>("SELECT id, name_key FROM user_groups").ToDictionary(group => group.Key, group => group.Id, StringComparer.Ordinal);
        foreach (PortalGroup group in run.Maps.Groups ?? [])
        {
            if (!run.Maps.IsAmbiguousGroup(group.Name!) && ids.TryGetValue(NameKey.Fold(group.Name!), out long id) && run.Maps.Links.GroupId(group.Id!) is null)
            {
                run.Maps.Links.LinkGroup(id, group.Id!);
            }
        }

        return true;
    });

    private static IEnumerable<UserWork> Users(PermPortalStep[] work) => work
        .Where(step => step.Kind is PortalKind.User or PortalKind.Membership)
        .GroupBy(step => NameKey.Fold(step.Name), StringComparer.Ordinal)
        .Select(steps => new UserWork([.. steps]));

    private List<PermPortalStep> ApplyUsers(UserWork[] batch, List<UserWork>? deferred)
    {
        List<PermPortalStep> results = [];
        if (batch.Length == 0)
        {
            return results;
        }

        _session.Write(scope =>
        {
            foreach (UserWork user in batch)
            {
                try
                {
                    Prepare(user);
                }
                catch (PermException error)
                {
                    user.Error = error;
                }
            }

            UserWork[] changes = [.. batch.Where(user => user.Error is null && user.Existing is not null && !user.IsEmpty)];
            UserWork[] creations = [.. batch.Where(user => user.Error is null && user.Existing is null)];
            Note(changes, new UserEditor(scope, Options, departures: []).Update([.. changes.Select(user => new UserChange(UserReference.ByName(user.Existing!.UserName), user.Data))]));
            Note(creations, new UserCreator(scope, Options).Create([.. creations.Select(user => user.Data)]));
            return true;
        });
        foreach (UserWork user in batch)
        {
            if (user.Error is SeatLimitException && deferred is not null)
            {
                deferred.Add(user);
                continue;
            }

            results.AddRange(user.Steps.Select(step => user.Error is { } error ? step.Refused(error) : step.As(user.Unchanged.Contains(step) ? PortalResult.Unchanged : PortalResult.Done)));
        }

        return results;
    }

    private static void Note(UserWork[] users, IReadOnlyList<BatchItem<PermUser>> items)
    {
        for (int i = 0; i < users.Length; i++)
        {
            users[i].Error = items[i].Error;
        }
    }

    /// <summary>Compares a user's steps with the store as it is now, and puts together what is to be written.</summary>
    private void Prepare(UserWork work)
    {
        work.Reset();
        UserRow? row = run.Users.FindByName(work.Steps[0].Name);
        PermPortalStep? create = work.Steps.FirstOrDefault(step => step.Action == PortalAction.Create);
        if (create is null && row is null)
        {
            work.Error = UserReference.ByName(work.Steps[0].Name).NotFound();
            return;
        }

        work.Existing = row;
        UserData data = new();
        List<string> groups = row is null ? [] : [.. run.Maps.GroupsOf(row)];
        bool hasGroups = false;
        foreach (PermPortalStep step in work.Steps)
        {
            if (step.Action == PortalAction.Create)
            {
                if (row is not null)
                {
                    work.Error = Outdated(step, "the store has such a user by now");
                    return;
                }

                foreach ((string name, string value) in step.Values ?? throw PortalProperty.Invalid("it creates a user without values"))
                {
                    data = With(data, name, value);
                }
            }
            else if (step.Kind == PortalKind.Membership)
            {
                string group = TextRules.Name(step.Property, "group");
                bool isMember = groups.Exists(known => NameKey.Fold(known) == NameKey.Fold(group));
                bool isWanted = step.To is not null;
                if (isMember == isWanted)
                {
                    work.Unchanged.Add(step);
                    continue;
                }

                groups.RemoveAll(known => NameKey.Fold(known) == NameKey.Fold(group));
                groups.AddRange(isWanted ? [group] : []);
                hasGroups = true;
            }
            else
            {
                string? now = step.Property == PortalProperty.State ? PortalProperty.Truth(row!.IsActive) : PortalProperty.Find(step.Property).InStore(row!, run.Maps);
                if (IsSame(step, now, step.To))
                {
                    work.Unchanged.Add(step);
                }
                else if (!IsSame(step, now, step.From))
                {
                    work.Error = Outdated(step, $"{step.Property} is no longer '{TextRules.Cut(step.From)}' in the store");
                    return;
                }
                else if (run.IsLastOwner(row) && (step.Deactivates || step.Property == "Profile"))
                {
                    throw PortalRun.Protected(step, "it is the last active portal owner");
                }
                else
                {
                    data = With(data, step.Property!, step.To ?? "");
                }
            }
        }

        work.Data = hasGroups ? data with { Groups = groups } : data;
    }

    private static bool IsSame(PermPortalStep step, string? left, string? right) =>
        step.Property == PortalProperty.State ? left == right : PortalProperty.Find(step.Property!).AreEqual(left, right);

    private static UserData With(UserData data, string property, string value) => property switch
    {
        nameof(PermUser.UserName) => data with { UserName = value },
        nameof(PermUser.Email) => data with { Email = value },
        nameof(PermUser.FirstName) => data with { FirstName = value },
        nameof(PermUser.LastName) => data with { LastName = value },
        "Profile" => data with { Profile = value },
        nameof(PermUser.Department) => data with { Department = value },
        nameof(PermUser.Location) => data with { Location = value },
        nameof(PermUser.JobTitle) => data with { JobTitle = value },
        nameof(PermUser.ExternalId) => data with { ExternalId = value },
        nameof(PermUser.IsSsoOnly) => data with { IsSsoOnly = value == PortalProperty.Yes },
        nameof(PermUser.IsActive) => data with { IsActive = value == PortalProperty.Yes },
        nameof(PermUser.LastLoginAt) => data with { LastLoginAt = DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at) ? at : throw PortalProperty.Invalid($"'{TextRules.Cut(value)}' is no time") },
        _ => throw PortalProperty.Invalid($"nothing is called '{TextRules.Cut(property)}'"),
    };

    public static PermConflictException Outdated(PermPortalStep step, string why) =>
        new(ErrorId.PlanOutdated, $"'{TextRules.Cut(step.Name)}' was left as it is, because the plan is of {step.PlannedAt:yyyy-MM-dd HH:mm} UTC and {why}.", step.Name);

    private sealed class UserWork(PermPortalStep[] steps)
    {
        public PermPortalStep[] Steps => steps;

        public HashSet<PermPortalStep> Unchanged { get; } = new(ReferenceEqualityComparer.Instance);

        public UserRow? Existing { get; set; }

        public UserData Data { get; set; } = new();

        public PermException? Error { get; set; }

        public bool IsEmpty => Unchanged.Count == steps.Length;

        /// <summary>Who frees a seat comes first, who only takes one last.</summary>
        public int Order => steps.Min(step => step.Action switch
        {
            PortalAction.Deactivate => 0,
            PortalAction.Change => 1,
            PortalAction.Reactivate => 2,
            _ => 3,
        });

        public void Reset()
        {
            Unchanged.Clear();
            Error = null;
        }
    }
}
