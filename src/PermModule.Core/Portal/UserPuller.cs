using System.Globalization;

namespace PermModule.Portal;

/// <summary>Carries out steps about users and their groups on the store.</summary>
internal sealed class UserPuller(PortalRun run)
{
    private static readonly UserBatchOptions Options = new() { CreateGroups = true };

    /// <summary>The users whom steps are about, each with their steps; those who free a seat come first.</summary>
    public static IEnumerable<PulledUser> Of(PermPortalStep[] work) => work
        .Where(step => step.Kind is PortalKind.User or PortalKind.Membership)
        .GroupBy(step => step.Subject)
        .Select(steps => new PulledUser([.. steps]))
        .OrderBy(user => user.Order);

    /// <summary>Applies the steps of a batch in one transaction, and says of each what became of it. Users who found no seat are added to <paramref name="deferred"/> instead, if it is given.</summary>
    public List<PermPortalStep> Apply(PulledUser[] batch, List<PulledUser>? deferred)
    {
        List<PermPortalStep> results = [];
        if (batch.Length == 0)
        {
            return results;
        }

        run.Session.Write(scope =>
        {
            foreach (PulledUser user in batch)
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

            PulledUser[] changes = [.. batch.Where(user => user.Error is null && user.Existing is not null && !user.IsEmpty)];
            PulledUser[] creations = [.. batch.Where(user => user.Error is null && user.Existing is null)];
            Note(changes, new UserEditor(scope, Options).Update([.. changes.Select(user => new UserChange(UserReference.ByName(user.Existing!.UserName), user.Data))]));
            Note(creations, new UserCreator(scope, Options).Create([.. creations.Select(user => UserDraft.ForNew(user.Data))]));
            return true;
        });
        foreach (PulledUser user in batch)
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

    private static void Note(PulledUser[] users, IReadOnlyList<BatchItem<PermUser>> items)
    {
        for (int i = 0; i < users.Length; i++)
        {
            users[i].Error = items[i].Error;
        }
    }

    /// <summary>Compares a user's steps with the store as it is now, and puts together what is to be written.</summary>
    private void Prepare(PulledUser work)
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
        bool takesPlace = false;
        foreach (PermPortalStep step in work.Steps)
        {
            if (step.Action == PortalAction.Create)
            {
                if (row is not null)
                {
                    work.Error = PortalRun.Outdated(step, "the store has such a user by now");
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
                    work.Error = PortalRun.Outdated(step, $"{step.Property} is no longer '{TextRules.Cut(step.From)}' in the store");
                    return;
                }
                else if (step.TakesPlace && run.Owners.IsLast(row))
                {
                    throw PortalRun.Protected(step, "it is the last active portal owner");
                }
                else
                {
                    takesPlace |= step.TakesPlace;
                    data = With(data, step.Property!, step.To ?? "");
                }
            }
        }

        if (takesPlace)
        {
            run.Owners.Take(row);
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
}
