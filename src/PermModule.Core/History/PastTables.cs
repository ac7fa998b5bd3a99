namespace PermModule;

/// <summary>Writes the state of a past moment to the tables of a connection that hide those of the store.</summary>
internal static class PastTables
{
    /// <summary>Hides the tables of the store behind a past state of it.</summary>
    /// <param name="session">A session that reads one state of the store.</param>
    /// <param name="state">The state of then.</param>
    /// <param name="lastEvent">The newest event of then.</param>
    /// <param name="moment">The moment, in stored form.</param>
    /// <param name="progress">Told which share of the users is done.</param>
    public static void Write(StoreSession session, PastState state, long lastEvent, long moment, Action<double> progress)
    {
        (Dictionary<long, (long Active, long Inactive)> users, Dictionary<long, long> members) = Counts(session, state);
        SeatHour? hour = Hour(session, state, users, moment);
        session.Link.HideBehindPast(lastEvent, moment);
        int written = 0;
        foreach ((long id, UserThen user) in state.Users)
        {
            if (written++ % Batching.Page == 0)
            {
                session.ThrowIfCancelled();
                progress((double)written / state.Users.Count);
            }

            WriteUser(session, id, user);
        }

        if (hour is not null)
        {
            new SeatHours(session).Put(hour, "_then");
        }

        WaitingRoomRows requests = new(session);
        foreach ((long id, WaitingRoomItem? request) in state.Requests)
        {
            session.Execute("INSERT INTO waiting_changed (id) VALUES ($1)", id);
            if (request is not null)
            {
                requests.Insert(request, "_then");
            }
        }

        foreach (ProfileEntry profile in state.Profiles.Values)
        {
            (long active, long inactive) = users.GetValueOrDefault(profile.Id);
            session.Execute(
                "INSERT INTO profiles (id, name, name_key, description, is_default, active_users, inactive_users, created_at, modified_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                profile.Id,
                profile.Name,
                profile.NameKey,
                profile.Description,
                profile.IsDefault,
                active,
                inactive,
                profile.CreatedAt,
                profile.ModifiedAt);
            foreach (PermRight right in RightCatalogue.Default.RightsOf(profile.Direct))
            {
                session.Execute("INSERT INTO profile_rights (profile_id, right_id) SELECT $1, id FROM rights WHERE right_key = $2", profile.Id, right.Key);
            }
        }

        foreach (GroupThen group in state.Groups.Values)
        {
            session.Execute(
                "INSERT INTO user_groups (id, name, name_key, description, member_count, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
                group.Id,
                group.Name,
                NameKey.Fold(group.Name),
                group.Description,
                members.GetValueOrDefault(group.Id),
                group.CreatedAt);
        }

        foreach (((PermRole role, long userId), RoleScope scope) in state.Roles)
        {
            session.Execute("INSERT INTO role_members (role, user_id, department, location) VALUES ($1, $2, $3, $4)", (long)role, userId, scope.Department, scope.Location);
        }

        if (state.Owner is { } owner)
        {
            session.Execute("INSERT INTO content_workflow_owner (id, user_id) VALUES (1, $1)", owner);
        }

        foreach ((int index, Tier tier) in state.Tiers)
        {
            PermRight right = RightCatalogue.Default.Rights[index];
            session.Execute("UPDATE rights SET tier = $1, is_kept = $2 WHERE right_key = $3", (long)tier, state.Kept.Contains(index), right.Key);
        }

        session.Execute($"INSERT INTO seat_contract (id, {SeatContract.Columns}) VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)", state.Contract.Values());
    }

    private static void WriteUser(StoreSession session, long id, UserThen user)
    {
        session.Execute("INSERT INTO users_changed (id) VALUES ($1)", id);
        if (user.Then is not { } row)
        {
            return;
        }

        session.Execute(
            $"INSERT INTO users_then ({UserRow.Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
            row.Id,
            row.UserName,
            row.UserNameKey,
            row.Email,
            row.EmailKey,
            row.FirstName,
            row.LastName,
            row.ProfileId,
            row.IsActive,
            row.Department,
            row.Location,
            row.JobTitle,
            row.ExternalId,
            row.IsSsoOnly,
            row.LastLoginAt,
            row.LoginCount,
            row.CreatedAt,
            row.DeactivatedAt);
        foreach (long group in row.Groups)
        {
            session.Execute("INSERT INTO group_members_then (user_id, group_id) VALUES ($1, $2)", id, group);
        }
    }

    /// <summary>The hour of the seat history that the moment is in, as it stood then; null unless it changed later.</summary>
    private static SeatHour? Hour(StoreSession session, PastState state, Dictionary<long, (long Active, long Inactive)> users, long moment)
    {
        if (!(new SeatHours(session).Newest(SeatHour.EndOf(moment)) is { } newest && newest.At > moment))
        {
            return null;
        }

        long[] used = new long[4];
        foreach (ProfileEntry profile in state.ToSnapshot().Profiles)
        {
            used[(int)profile.Tier] += users.GetValueOrDefault(profile.Id).Active;
        }

        return SeatHour.After(before: null, moment, used, state.Contract);
    }

    /// <summary>The users of the profiles and the members of the groups of then: those of now, and what the changed users make of them.</summary>
    private static (Dictionary<long, (long Active, long Inactive)> Users, Dictionary<long, long> Members) Counts(StoreSession session, PastState state)
    {
        Dictionary<long, (long Active, long Inactive)> users = [];
        using (Statement profiles = session.Query("SELECT id, active_users, inactive_users FROM profiles"))
        {
            while (profiles.Next())
            {
                users.Add(profiles.Number(0), (profiles.Number(1), profiles.Number(2)));
            }
        }

        Dictionary<long, long> members = [];
        using (Statement groups = session.Query("SELECT id, member_count FROM user_groups"))
        {
            while (groups.Next())
            {
                members.Add(groups.Number(0), groups.Number(1));
            }
        }

        foreach (UserThen user in state.Users.Values)
        {
            Count(user.Now, -1);
            Count(user.Then, 1);
        }

        return (users, members);

        void Count(UserRow? row, long change)
        {
            if (row is null)
            {
                return;
            }

            (long active, long inactive) = users.GetValueOrDefault(row.ProfileId);
            users[row.ProfileId] = row.IsActive ? (active + change, inactive) : (active, inactive + change);
            foreach (long group in row.Groups)
            {
                members[group] = members.GetValueOrDefault(group) + change;
            }
        }
    }
}
