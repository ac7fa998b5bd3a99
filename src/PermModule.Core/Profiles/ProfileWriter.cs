using System.Text.Json;

namespace PermModule;

/// <summary>Writes profiles, with their audit events.</summary>
internal static class ProfileWriter
{
    public const string TargetType = "Profile";
    private const string ModifiedAt = "ModifiedAt";
    private const string UsersOf = "SELECT id, user_name, user_name_key FROM users WHERE profile_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    private const string PortalLinks = "SELECT profile_id, external_key, roles FROM portal_profiles";

    /// <summary>Stores a profile whose name is known to be free, and returns its id.</summary>
    /// <param name="scope">The change.</param>
    /// <param name="name">The name, already checked.</param>
    /// <param name="description">The description, or null.</param>
    /// <param name="rights">The rights it holds directly.</param>
    /// <param name="tiers">The tiers in force. Asking the snapshot for them after each insert would read all profiles again each time.</param>
    /// <param name="knownId">The id of a profile that is brought back, or null for a new one.</param>
    /// <param name="createdAt">When it was made, or null for now.</param>
    public static long Insert(WriteScope scope, string name, string? description, RightSet rights, RightTiers tiers, long? knownId = null, long? createdAt = null)
    {
        CheckActing(scope, name, rights);
        SeatLedger seats = scope.Seats;
        long id = knownId ?? scope.NextId;
        scope.Audit.Write(AuditAction.ProfileCreated, TargetType, name, id, before: null, json => WriteTo(json, name, description, rights));
        scope.Session.Send(
            "INSERT INTO profiles (id, name, name_key, description, is_default, active_users, inactive_users, created_at, modified_at) VALUES ($1, $2, $3, $4, 0, 0, 0, $5, $5)",
            id,
            name,
            NameKey.Fold(name),
            description,
            createdAt ?? scope.Now);
        InsertRights(scope.Session, id, rights);
        scope.Session.ConfigurationChanged();
        seats.AddProfile(id, tiers.Of(RightCatalogue.Default.Closure(rights)));
        return id;
    }

    /// <summary>Writes the name and description of a profile that differ from what it was.</summary>
    public static void WriteNames(WriteScope scope, ProfileEntry before, string name, string? description)
    {
        // Documents and imports name profiles: under another's name a profile is given to the other's users.
        CheckActing(scope, before.Name, name == before.Name ? RightSet.Empty : before.Effective);
        scope.Audit.Write(
            AuditAction.ProfileChanged,
            TargetType,
            before.Name,
            before.Id,
            json =>
            {
                json.WriteNames(before.Name, before.Description);
                WriteTime(json, ModifiedAt, before.ModifiedAt);
            },
            json => json.WriteNames(name, description));
        scope.Session.Send("UPDATE profiles SET name = $1, name_key = $2, description = $3, modified_at = $4 WHERE id = $5", name, NameKey.Fold(name), description, scope.Now, before.Id);
        scope.Session.ConfigurationChanged();
    }

    /// <summary>Writes the rights of a profile whose seats are settled; where none differ, nothing.</summary>
    /// <returns>The profile after that.</returns>
    public static ProfileEntry WriteRights(WriteScope scope, ProfileEntry profile, RightSet rights, RightTiers tiers)
    {
        RightSet added = rights - profile.Direct;
        RightSet removed = profile.Direct - rights;
        if (added.IsEmpty && removed.IsEmpty)
        {
            return profile;
        }

        CheckActing(scope, profile, rights);
        RightSet effective = RightCatalogue.Default.Closure(rights);
        Tier tier = tiers.Of(effective);
        string action = (added.IsEmpty, removed.IsEmpty) switch
        {
            (true, _) => AuditAction.RightsRevoked,
            (_, true) => AuditAction.RightsGranted,
            _ => AuditAction.RightsChanged,
        };
        scope.Audit.Write(
            action,
            TargetType,
            profile.Name,
            profile.Id,
            json =>
            {
                WriteRights(json, removed, profile.Tier);
                WriteTime(json, ModifiedAt, profile.ModifiedAt);
            },
            json => WriteRights(json, added, tier));
        foreach (PermRight right in RightCatalogue.Default.RightsOf(removed))
        {
            scope.Session.Send("DELETE FROM profile_rights WHERE profile_id = $1 AND right_id = (SELECT id FROM rights WHERE right_key = $2)", profile.Id, right.Key);
        }

        InsertRights(scope.Session, profile.Id, added);
        scope.Session.Send("UPDATE profiles SET modified_at = $1 WHERE id = $2", scope.Now, profile.Id);
        scope.Session.ConfigurationChanged();
        return profile with { Direct = rights, Effective = effective, Tier = tier, ModifiedAt = scope.Now };
    }

    /// <summary>Makes a profile the one that new users get, or none.</summary>
    public static void SetDefault(WriteScope scope, long? id) => SetDefault(scope, scope.Snapshot.Default, id is { } next ? scope.Snapshot.Profile(next) : null);

    /// <summary>Makes a profile the one that new users get, or none, where the one that it is now is known.</summary>
    public static void SetDefault(WriteScope scope, ProfileEntry? before, ProfileEntry? after)
    {
        CheckActing(scope, (after ?? before)!.Name, after?.Effective ?? RightSet.Empty);
        scope.Audit.Write(
            AuditAction.DefaultProfileChanged,
            TargetType,
            (after ?? before)!.Name,
            (after ?? before)!.Id,
            json =>
            {
                json.WriteString("Default", before?.Name);
                WriteTime(json, "DefaultModifiedAt", before?.ModifiedAt);
                WriteTime(json, ModifiedAt, after?.ModifiedAt);
            },
            json => json.WriteString("Default", after?.Name));
        scope.Session.Send("UPDATE profiles SET is_default = 0, modified_at = $1 WHERE is_default = 1", scope.Now);
        if (after is not null)
        {
            scope.Session.Send("UPDATE profiles SET is_default = 1, modified_at = $1 WHERE id = $2", scope.Now, after.Id);
        }

        scope.Session.ConfigurationChanged();
    }

    /// <summary>Gives all users of a profile another.</summary>
    public static void MoveUsers(WriteScope scope, ProfileEntry from, ProfileEntry to)
    {
        if (from.Id == to.Id)
        {
            throw new PermConflictException(ErrorId.ProfileInUse, $"The users of '{from.Name}' cannot be moved to the profile that is removed.", from.Name);
        }

        scope.Acting?.DemandHeld(to.Effective - from.Effective, to.Name);
        scope.Acting?.DemandUnbound(from.Effective - to.Effective, to.Name);
        scope.Seats.MoveAll(from.Id, to.Id, from.Name);
        byte[]? before = scope.Audit.ToJson(json => json.WriteString("ProfileName", from.Name));
        byte[]? after = scope.Audit.ToJson(json => json.WriteString("ProfileName", to.Name));
        List<(long Id, string Name, string Key)> page;
        long last = 0;
        do
        {
            page = [];
            using (Statement row = scope.Session.Query(UsersOf, from.Id, last, (long)Batching.Page))
            {
                while (row.Next())
                {
                    page.Add((row.Number(0), row.Text(1)!, row.Text(2)!));
                }
            }

            foreach ((long id, string name, string key) in page)
            {
                scope.Audit.WriteFolded(AuditAction.UserChanged, UserEvents.TargetType, name, key, id, before, after);
                last = id;
            }
        }
        while (page.Count == Batching.Page);

        scope.Session.Send("UPDATE users SET profile_id = $1 WHERE profile_id = $2", to.Id, from.Id);
    }

    /// <summary>Says that <see cref="Delete"/> is going to be called.</summary>
    public static void AnnounceDelete(StoreSession session) => session.Announce(PortalLinks);

    /// <summary>Removes a profile that has no users.</summary>
    public static void Delete(WriteScope scope, ProfileEntry profile)
    {
        (string? portalKey, string? portalRoles) = PortalLink(scope.Session, profile.Id);
        scope.Audit.Write(AuditAction.ProfileRemoved, TargetType, profile.Name, profile.Id, after: null, before: json =>
        {
            WriteTo(json, profile.Name, profile.Description, profile.Direct);
            if (profile.IsDefault)
            {
                json.WriteBoolean("IsDefault", true);
            }

            WriteTime(json, "CreatedAt", profile.CreatedAt);
            WriteTime(json, ModifiedAt, profile.ModifiedAt);
            json.WriteIfSet("PortalKey", portalKey);
            json.WriteIfSet("PortalRoles", portalRoles);
        });
        scope.Complete();
        scope.Session.Send("DELETE FROM profiles WHERE id = $1", profile.Id);
        scope.Session.ConfigurationChanged();
        scope.Forget();
    }

    /// <summary>The acting user needs the right to manage profiles, every right that they add, and to be free of what they take off.</summary>
    public static void CheckActing(WriteScope scope, ProfileEntry profile, RightSet rights)
    {
        CheckActing(scope, profile.Name, rights - profile.Effective);
        scope.Acting?.DemandUnbound(profile.Effective - RightCatalogue.Default.Closure(rights), profile.Name);
    }

    /// <summary>The acting user needs the right to manage profiles, and every right that they put into one.</summary>
    public static void CheckActing(WriteScope scope, string profile, RightSet added)
    {
        scope.Acting?.Demand(DelegatedAction.ManageProfiles, profile);
        scope.Acting?.DemandHeld(RightCatalogue.Default.Closure(added), profile);
    }

    private static (string? Key, string? Roles) PortalLink(StoreSession session, long id)
    {
        (string?, string?) link = default;
        using Statement row = session.Query(PortalLinks);
        while (row.Next())
        {
            link = row.Number(0) == id ? (row.Text(1), row.Text(2)) : link;
        }

        return link;
    }

    private static void InsertRights(StoreSession session, long profileId, RightSet rights)
    {
        foreach (PermRight right in RightCatalogue.Default.RightsOf(rights))
        {
            session.Send("INSERT INTO profile_rights (profile_id, right_id) SELECT $1, id FROM rights WHERE right_key = $2", profileId, right.Key);
        }
    }

    private static void WriteTo(Utf8JsonWriter json, string name, string? description, RightSet rights)
    {
        json.WriteNames(name, description);
        WriteKeys(json, rights);
    }

    private static void WriteTime(Utf8JsonWriter json, string name, long? time) =>
        json.WriteIfSet(name, time is { } at ? UtcTime.ToText(at) : null);

    private static void WriteRights(Utf8JsonWriter json, RightSet rights, Tier tier)
    {
        WriteKeys(json, rights);
        json.WriteString("Tier", tier.ToString());
    }

    private static void WriteKeys(Utf8JsonWriter json, RightSet rights)
    {
        json.WriteStartArray("Rights");
        foreach (PermRight right in RightCatalogue.Default.RightsOf(rights))
        {
            json.WriteStringValue(right.Key);
        }

        json.WriteEndArray();
    }
}
