namespace PermModule;

/// <summary>Finds who holds rights, how, since when and by whose change. Streams; memory grows with the profiles.</summary>
internal sealed class RightHolderReader(StoreSession session)
{
    /// <summary>Of how many users at a time the events are read: each question may cost a round trip.</summary>
    private const int Ahead = 100;

    private readonly Dictionary<(long ProfileId, int Right), Change?> _granted = [];
    private readonly PermissionSnapshot _snapshot = session.Read(session.Snapshot);
    private Change? _owner;
    private bool _isOwnerRead;

    public IEnumerable<RightHolder> Read(IReadOnlyList<string> rights, bool includeInactive)
    {
        RightSet asked = RightCatalogue.Default.Asked(rights);
        UserFilter filter = new() { Rights = rights, IncludeInactive = includeInactive };
        foreach (PermUser[] part in new UserReader(session, filter).Read().Chunk(Ahead))
        {
            Dictionary<long, Change?> placed = session.Read(() => Placed(part));
            foreach (PermUser user in part)
            {
                foreach (RightHolder holder in Read(user, asked, placed[user.Id]))
                {
                    yield return holder;
                }
            }
        }
    }

    private IEnumerable<RightHolder> Read(PermUser user, RightSet asked, Change? placed)
    {
        PermissionSnapshot snapshot = _snapshot.Has(user.ProfileId) ? _snapshot : session.Read(session.Snapshot);
        ProfileEntry profile = snapshot.Profile(user.ProfileId);
        RightSet owned = user.Id == snapshot.WorkflowOwnerId ? RightCatalogue.Default.ContentWorkflow : RightSet.Empty;
        foreach (PermRight right in RightCatalogue.Default.RightsOf(asked & (profile.Effective | owned)))
        {
            RightSource via = profile.Direct.Contains(right.Index) ? RightSource.Direct
                : profile.Effective.Contains(right.Index) ? RightSource.Implied
                : RightSource.Owner;
            Change? given = session.Read(() => via == RightSource.Owner ? Owned() : Granted(profile, right.Index));

            // The profile does not matter to the account owner, who was active then and cannot be deactivated since.
            Change? since = via == RightSource.Owner ? given : placed is null || given is null ? null : placed.Id > given.Id ? placed : given;
            yield return new RightHolder
            {
                UserName = user.UserName,
                ProfileName = profile.Name,
                Right = right.Key,
                Via = via,
                Since = since is null ? null : UtcTime.FromStored(since.At),
                By = since?.Actor,
                IsActive = user.IsActive,
                Origin = new ReadOrigin(session.Origin),
                Stored = user.Stored,
            };
        }
    }

    /// <summary>For each user the event that last gave the profile, or activated the user.</summary>
    private Dictionary<long, Change?> Placed(PermUser[] users)
    {
        ILookup<long, AuditRow> rows = EventTrail.Of(session, UserEvents.TargetType, [.. users.Select(user => user.Id)]);

        // Where there is none, events of the first form may tell.
        return users.ToDictionary(user => user.Id, user => Placed(rows[user.Id]) ?? Placed(EventTrail.Of(session, UserEvents.TargetType, user.Id, user.UserName)));
    }

    private Change? Placed(IEnumerable<AuditRow> rows)
    {
        foreach (AuditRow row in rows)
        {
            switch (row.Action)
            {
                case AuditAction.UserCreated or AuditAction.UserActivated:
                    return Change.Of(row);
                case AuditAction.UserChanged:
                    if (EventTrail.Understood(session, row, static row => EventPart.Parse(row.After) is var after && (after.Has(nameof(PermUser.ProfileName)) || after.Flag(nameof(PermUser.IsActive)))))
                    {
                        return Change.Of(row);
                    }

                    break;
                default:
                    break;
            }
        }

        return null;
    }

    /// <summary>The event that gave the profile the right, directly or by implication.</summary>
    private Change? Granted(ProfileEntry profile, int right)
    {
        if (!_granted.TryGetValue((profile.Id, right), out Change? granted))
        {
            granted = FindGranted(profile, right);
            _granted.Add((profile.Id, right), granted);
        }

        return granted;
    }

    private Change? FindGranted(ProfileEntry profile, int right)
    {
        RightSet direct = profile.Direct;
        foreach (AuditRow row in EventTrail.Of(session, ProfileWriter.TargetType, profile.Id, profile.Name))
        {
            switch (row.Action)
            {
                case AuditAction.ProfileCreated:
                    return Change.Of(row);
                case AuditAction.RightsGranted or AuditAction.RightsRevoked or AuditAction.RightsChanged:
                    direct = EventTrail.Understood(session, row, row => (direct - EventPart.Parse(row.After).Rights("Rights")) | EventPart.Parse(row.Before).Rights("Rights"));
                    if (!RightCatalogue.Default.Closure(direct).Contains(right))
                    {
                        return Change.Of(row);
                    }

                    break;
                default:
                    break;
            }
        }

        return null;
    }

    /// <summary>The event that made the account owner of Content Workflow the owner.</summary>
    private Change? Owned()
    {
        if (!_isOwnerRead)
        {
            _isOwnerRead = true;
            using Statement reader = session.Query(
                $"SELECT {AuditRow.Columns} FROM audit_events WHERE action = $1 ORDER BY id DESC LIMIT 1",
                AuditAction.ContentWorkflowOwnerChanged);
            _owner = reader.Next() && AuditRow.TryRead(reader) is { } row ? Change.Of(row) : null;
        }

        return _owner;
    }

    private sealed record Change(long Id, long At, string Actor)
    {
        public static Change Of(in AuditRow row) => new(row.Id, row.At, row.Actor);
    }
}
