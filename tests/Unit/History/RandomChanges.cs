using System.Text.Json;

namespace PermModule.Unit.History;

/// <summary>Random changes through the services, and what every reading service says of a store.</summary>
internal static class RandomChanges
{
    private static readonly string[] Names = ["ann", "bob", "cyd", "dan", "eve", "fay"];
    private static readonly string[] Assets = ["a.png", "b.mov", "c.pdf"];
    private static readonly string[] Profiles = ["Admin", "Editor", "Viewer", "Press", "Law"];
    private static readonly string[] Groups = ["Sales", "Legal", "Shops"];
    private static readonly string[] Rights = ["asset-bank.asset.manage-brands", "asset-bank.asset-management.upload-assets", "asset-bank.collections.create-collections", "dynamic-asset-transformations.create-transformations", "custom-links.creator", "asset-bank.waiting-room.audit-download-requests"];
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>Applies one change. False where it is refused, or there is nothing to change.</summary>
    public static bool Apply(PermStore store, int[] step)
    {
        try
        {
            long before = store.Trail.GetDigest().LastId;
            Run(store, step);
            return store.Trail.GetDigest().LastId > before;
        }
        catch (PermException)
        {
            return false;
        }
    }

    /// <summary>What the reading services say; times by the trail are left out on request, because an undo is an event of its own.</summary>
    public static string Read(PermStore store, bool withTrail = true)
    {
        PermUser[] users = [.. store.Users.Find()];
        return JsonSerializer.Serialize(
            new
            {
                Users = users.OrderBy(user => user.Id),
                ByName = users.Select(user => store.Users.Get(user.UserName).Id).Order(),
                ByProfile = store.Profiles.Find().SelectMany(profile => store.Users.Find(new UserFilter { Profiles = [ProfileService.Literal(profile.Name)] }).Select(user => (profile.Name, user.Id).ToString())),
                Profiles = store.Profiles.Find(),
                Groups = store.Groups.Find(),
                Members = store.Groups.Members().OrderBy(member => member.Group, StringComparer.Ordinal).ThenBy(member => member.UserName, StringComparer.Ordinal),
                Memberships = users.SelectMany(user => store.Groups.MembershipsOf(UserReference.ByName(user.UserName)).Select(member => member.ToString())).Order(StringComparer.Ordinal),
                Roles = Enum.GetValues<PermRole>().SelectMany(role => store.Roles.Members(role)).OrderBy(member => member.ToString(), StringComparer.Ordinal),
                Usage = store.Seats.GetUsage(),
                ByProfileUsage = store.Seats.GetUsageByProfile(),
                store.Seats.Contract,
                Tiers = store.Rights.Find().Where(right => right.Tier != right.DefaultTier).Select(right => $"{right.Key} {right.Tier}"),
                Owner = store.ContentWorkflow.GetOwner()?.Id,
                Requests = store.WaitingRoom.Find().Select(item => new { item.Id, item.Kind, item.Requester, item.RequesterId, item.Reason, item.State, item.SubmittedAt, item.AuditedBy, item.AuditedAt, item.Comment, item.AssetStates }),
                store.Summary.PendingRequests,
                Auditors = store.WaitingRoom.FindAllAuditors().Select(auditor => auditor.UserName),
                Report = withTrail ? Report(store) : null,
                Effective = users.Select(user => string.Join(", ", store.EffectiveRights.List(UserReference.To(user), ["*"]).Where(right => right.IsHeld).Select(right => $"{right.Right} {right.Source} {right.Tier}"))),
                Holds = users.Select(user => store.EffectiveRights.Holds(user, RightCatalogue.Default.Find(Rights[0])!)),
                Holders = store.History.FindRightHolders(["*upload*", "*brand*", "*work*"]).Select(holder => withTrail ? $"{holder} {holder.Via} {holder.Since:O} {holder.By}" : $"{holder} {holder.Via}").Order(StringComparer.Ordinal),
            },
            Json);
    }

    /// <summary>The report. Findings about the trail itself are left out with it, and so is what a report says of the newest event.</summary>
    private static object Report(PermStore store)
    {
        ReportModel report = store.Reports.Build();
        return new
        {
            report.Contract,
            report.Tiers,
            Days = report.SeatHistory.Select(history => new { history.Tier, history.Days }),
            report.Profiles,
            report.Findings,
            report.Coverage,
            report.WaitingRoom,
            report.Inactivity,
            report.Rights,
            Store = report.Store with { LastAuditEvent = 0 },
        };
    }

    /// <summary>Compares what is worked out for one user alone with the whole past.</summary>
    public static void CompareOne(PermStore store, PermStore past, DateTimeOffset moment)
    {
        foreach (string name in Names)
        {
            PermUser? whole = past.Users.Find().FirstOrDefault(user => string.Equals(user.UserName, name, StringComparison.OrdinalIgnoreCase));
            PermUser? alone = store.History.FindUser(UserReference.ByName(name), moment);
            Assert.Equal(JsonSerializer.Serialize(whole, Json), JsonSerializer.Serialize(alone, Json));
            if (whole is not null)
            {
                Assert.Equal(JsonSerializer.Serialize(whole, Json), JsonSerializer.Serialize(store.History.FindUser(UserReference.To(whole), moment), Json));
                Assert.Equal(
                    JsonSerializer.Serialize(past.EffectiveRights.List(UserReference.ByName(name), ["*"]), Json),
                    JsonSerializer.Serialize(store.History.FindEffectiveRights(UserReference.ByName(name), ["*"], moment), Json));
            }
        }
    }

    private static void Run(PermStore store, int[] step)
    {
        UserReference user = UserReference.ByName(Pick(Names, step[1]));
        string profile = Pick(Profiles, step[2]);
        string group = Pick(Groups, step[3]);
        string right = Pick(Rights, step[1]);
        switch (step[0] % 30)
        {
            case 0 or 1:
                store.Users.Create(
                    [.. Enumerable.Range(0, 3).Select(i => new UserData
                    {
                        UserName = Pick(Names, step[1] + i),
                        Email = step[2] % 2 == 0 ? Pick(Names, step[3] + i) + "@example.com" : null,
                        Profile = Pick(Profiles, step[2] + i),
                        IsActive = (step[3] + i) % 4 != 0,
                        CreatedAt = step[1] % 3 == 0 ? new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero) : null,
                        Groups = [.. Groups.Where((_, place) => (step[2] >> place) % 2 == 1)],
                    })],
                    new UserBatchOptions { CreateGroups = true });
                break;
            case 2:
                store.Users.Remove([user, UserReference.ByName(Pick(Names, step[2]))]);
                break;
            case 3:
                store.Users.Update(user, new UserData { UserName = Pick(Names, step[2]).ToUpperInvariant(), FirstName = "F" + (step[3] % 3) });
                break;
            case 4:
                store.Users.Update(user, new UserData { Profile = profile, Department = step[3] % 2 == 0 ? "" : "D" + (step[3] % 5) });
                break;
            case 5:
                store.Users.Update(user, new UserData { IsActive = step[2] % 2 == 0, LoginCount = step[3] % 9, LastLoginAt = new DateTimeOffset(2025, 1, 1 + (step[3] % 9), 0, 0, 0, TimeSpan.Zero) });
                break;
            case 6:
                store.Users.Update(user, new UserData { Groups = [.. Groups.Where((_, i) => (step[3] >> i) % 2 == 1)], ExternalId = "x" + (step[2] % 7), IsSsoOnly = step[3] % 2 == 0 });
                break;
            case 7:
                Upsert(
                    store,
                    [
                        new UserData { UserName = Pick(Names, step[1]), Email = Pick(Names, step[2]) + "@example.com", Profile = profile, JobTitle = "J" + (step[3] % 3) },
                        new UserData { UserName = Pick(Names, step[2]), Email = Pick(Names, step[1]) + "@example.com", Profile = Pick(Profiles, step[3]) },
                    ]);
                break;
            case 8:
                store.Profiles.Create(profile, step[1] % 2 == 0 ? null : "made", [right], isDefault: step[3] % 3 == 0, includeRequired: true);
                break;
            case 9:
                store.Profiles.Remove(profile, Pick(Profiles, step[3]));
                break;
            case 10:
                store.Profiles.Update(profile, newName: Pick(Profiles, step[3]), description: "D" + (step[1] % 3));
                break;
            case 11 or 12:
                store.Profiles.Grant(profile, [right], includeRequired: true);
                break;
            case 13:
                store.Profiles.Revoke(profile, [right], includeDependents: true);
                break;
            case 14:
                store.Profiles.Update(profile, isDefault: step[1] % 3 != 0);
                break;
            case 15:
                store.Groups.Create(group, step[1] % 2 == 0 ? null : "made");
                break;
            case 16:
                store.Groups.Update(group, Pick(Groups, step[1]), "D" + (step[2] % 3));
                break;
            case 17:
                store.Groups.Remove(group);
                break;
            case 18:
                store.Groups.AddMembers([new(group, user), new(Pick(Groups, step[2]), UserReference.ByName(Pick(Names, step[2])))]);
                break;
            case 19:
                store.Groups.RemoveMembers([new(group, user), new(Pick(Groups, step[2]), UserReference.ByName(Pick(Names, step[2])))]);
                break;
            case 20:
                store.Roles.AddMembers([new RoleAssignment(step[2] % 2 == 0 ? PermRole.PortalOwner : PermRole.Champion, user, step[3] % 2 == 0 ? null : "D" + (step[3] % 5), step[2] % 3 == 0 ? "L" : null)]);
                break;
            case 21:
                store.Roles.RemoveMembers([new RoleAssignment(step[2] % 2 == 0 ? PermRole.PortalOwner : PermRole.Champion, user)]);
                break;
            case 22 or 23:
                store.WaitingRoom.Submit(new WaitingRoomRequest { Kind = WaitingRoomKind.Download, Requester = user, Assets = [.. Assets.Where((_, place) => place == step[2] % 3 || (step[3] >> place) % 2 == 1)], Reason = "R" + (step[3] % 3) });
                break;
            case 24 or 25:
                store.WaitingRoom.Decide(new WaitingRoomDecision
                {
                    Item = Request(store, step[1]),
                    Auditor = store.WaitingRoom.FindAllAuditors().Select(auditor => (UserReference?)UserReference.ByName(auditor.UserName)).FirstOrDefault(),
                    IsApproved = step[2] % 3 == 0,
                    Assets = step[3] % 2 == 0 ? null : [Pick(Assets, step[3])],
                    Comment = step[3] % 3 == 0 ? null : "C" + (step[3] % 4),
                });
                break;
            case 26:
                store.WaitingRoom.Remove([Request(store, step[1])])[0].ValueOrThrow();
                break;
            case 27:
                store.Users.Remove([user], new UserBatchOptions { TransferTo = UserReference.ByName(Pick(Names, step[2])) });
                break;
            case 28:
                if (step[2] % 2 == 0)
                {
                    store.ContentWorkflow.SetOwner(user);
                }
                else
                {
                    store.Rights.SetTier(right, step[3] % 4 == 0 ? null : (Tier)(step[3] % 4));
                }

                break;
            default:
                store.Seats.ChangeContract(contract => contract with { Heavy = step[1] % 5 == 0 ? null : step[1] % 6, Light = 3 + (step[2] % 5), ReactivationDelayDays = step[3] % 5 == 0 ? 1 : 0 });
                break;
        }
    }

    private static WaitingRoomReference Request(PermStore store, int place)
    {
        WaitingRoomItem[] items = [.. store.WaitingRoom.Find()];
        return WaitingRoomReference.ById(items.Length == 0 ? 0 : items[place % items.Length].Id);
    }

    private static string Pick(string[] of, int place) => of[place % of.Length];

    /// <summary>What an import does with a batch of users.</summary>
    public static void Upsert(PermStore store, IReadOnlyList<UserData> users) =>
        store.Session.Write(scope => new UserCreator(scope, UserBatchOptions.Default).Upsert([.. users.Select(UserDraft.ForNew)], new UpsertRun(scope.Session)));
}
