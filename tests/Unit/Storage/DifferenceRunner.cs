namespace PermModule.Unit.Storage;

/// <summary>Makes a difference go away through the services, as the command that is written for it does.</summary>
internal static class DifferenceRunner
{
    public static void Run(PermStore store, StoreDifference found)
    {
        Release("EmailHolder", new UserData { Email = "" });
        Release("ExternalIdHolder", new UserData { ExternalId = "" });
        if (found.Details.TryGetValue("InterimOwner", out object? interim))
        {
            store.ContentWorkflow.SetOwner(UserReference.ByName((string)interim!));
        }

        bool isExchange = found.Details.ContainsKey("SeatExchange");
        if (isExchange)
        {
            Assert.Equal(SeatEnforcement.Block, store.Seats.Contract.Enforcement);
            store.Seats.ChangeContract(contract => contract with { Enforcement = SeatEnforcement.Warn });
        }

        One(store, found);
        if (isExchange)
        {
            store.Seats.ChangeContract(contract => contract with { Enforcement = SeatEnforcement.Block });
        }

        void Release(string detail, UserData nothing)
        {
            if (found.Details.TryGetValue(detail, out object? holder))
            {
                store.Users.Update(UserReference.ByName((string)holder!), nothing);
            }
        }
    }

    private static void One(PermStore store, StoreDifference found)
    {
        UserReference user = UserReference.ByName(found.Name);
        string text = found.Reference?.ToString() ?? "";
        switch (found.Kind, found.SideIndicator)
        {
            case (StoreDifferenceKind.Contract, _):
                store.Seats.ChangeContract(contract => found.Property switch
                {
                    nameof(SeatContract.Heavy) => contract with { Heavy = (long?)found.Reference },
                    nameof(SeatContract.Regular) => contract with { Regular = (long?)found.Reference },
                    nameof(SeatContract.Light) => contract with { Light = (long?)found.Reference },
                    nameof(SeatContract.Enforcement) => contract with { Enforcement = (SeatEnforcement)found.Reference! },
                    _ => contract with { ReactivationDelayDays = (int)found.Reference! },
                });
                break;
            case (StoreDifferenceKind.Tier, _):
                store.Rights.SetTier(found.Name, (Tier)found.Reference!);
                break;
            case (StoreDifferenceKind.Profile, "<="):
                store.Profiles.Create(found.Name, (string?)found.Details["Description"], rights: (string[])found.Details["Rights"]!, isDefault: Equals(found.Details["IsDefault"], true), allowMaintenance: true);
                break;
            case (StoreDifferenceKind.Profile, "=>"):
                store.Profiles.Remove(found.Name);
                break;
            case (StoreDifferenceKind.Profile, _) when found.Property == nameof(PermProfile.Rights):
                string[] wanted = (string[])found.Reference!;
                string[] held = (string[])found.Difference!;
                if (wanted.Except(held).ToArray() is { Length: > 0 } granted)
                {
                    store.Profiles.Grant(found.Name, granted, allowMaintenance: true);
                }

                if (held.Except(wanted).ToArray() is { Length: > 0 } revoked)
                {
                    store.Profiles.Revoke(found.Name, revoked);
                }

                break;
            case (StoreDifferenceKind.Profile, _):
                store.Profiles.Update(
                    found.Name,
                    found.Property == nameof(PermProfile.Name) ? text : null,
                    found.Property == nameof(PermProfile.Description) ? text : null,
                    found.Property == nameof(PermProfile.IsDefault) ? (bool?)found.Reference : null);
                break;
            case (StoreDifferenceKind.Group, "<="):
                store.Groups.Create(found.Name, (string?)found.Details["Description"]);
                break;
            case (StoreDifferenceKind.Group, "=>"):
                store.Groups.Remove(found.Name);
                break;
            case (StoreDifferenceKind.Group, _):
                store.Groups.Update(found.Name, found.Property == nameof(PermGroup.Name) ? text : null, found.Property == nameof(PermGroup.Description) ? text : null);
                break;
            case (StoreDifferenceKind.User, "<="):
                store.Users.Create(User(name => found.Details[name], found.Name, isWhole: true));
                break;
            case (StoreDifferenceKind.User, "=>"):
                store.Users.Remove([user])[0].ValueOrThrow();
                break;
            case (StoreDifferenceKind.User, _):
                store.Users.Update(user, User(name => name == found.Property ? found.Reference ?? "" : null, found.Property == nameof(PermUser.UserName) ? text : null, isWhole: false));
                break;
            case (StoreDifferenceKind.Membership, "<="):
                store.Groups.AddMembers([new Membership(found.Property!, user)])[0].ValueOrThrow();
                break;
            case (StoreDifferenceKind.Membership, _):
                store.Groups.RemoveMembers([new Membership(found.Property!, user)])[0].ValueOrThrow();
                break;
            case (StoreDifferenceKind.Role, _) when found.Property == "ContentWorkflowOwner":
                store.ContentWorkflow.SetOwner(user);
                break;
            case (StoreDifferenceKind.Role, "=>"):
                store.Roles.RemoveMembers([new RoleAssignment(Enum.Parse<PermRole>(found.Property!), user)])[0].ValueOrThrow();
                break;
            case (StoreDifferenceKind.Role, var side):
                string[] parts = found.Property!.Split('.');
                string? Scope(string place) => side == "<=" ? (string?)found.Details[place] : parts[1] == place ? text : null;
                store.Roles.AddMembers([new RoleAssignment(Enum.Parse<PermRole>(parts[0]), user, Scope("Department"), Scope("Location"))])[0].ValueOrThrow();
                break;
        }
    }

    private static UserData User(Func<string, object?> value, string? name, bool isWhole) => new()
    {
        UserName = name,
        Email = (string?)value(nameof(PermUser.Email)),
        FirstName = (string?)value(nameof(PermUser.FirstName)),
        LastName = (string?)value(nameof(PermUser.LastName)),
        Profile = (string?)value(nameof(PermUser.ProfileName)),
        Department = (string?)value(nameof(PermUser.Department)),
        Location = (string?)value(nameof(PermUser.Location)),
        JobTitle = (string?)value(nameof(PermUser.JobTitle)),
        ExternalId = (string?)value(nameof(PermUser.ExternalId)),
        IsSsoOnly = value(nameof(PermUser.IsSsoOnly)) is bool sso ? sso : isWhole ? false : null,
        IsActive = value(nameof(PermUser.IsActive)) is bool active ? active : isWhole ? true : null,
    };
}
