namespace PermModule;

/// <summary>Finds who holds rights, how, since when and by whose change. Streams; memory grows with the profiles.</summary>
internal sealed class RightHolderReader(StoreSession session)
{
    private readonly Dictionary<(long ProfileId, int Right), Change?> _granted = [];
    private readonly PermissionSnapshot _snapshot = session.Read(session.Snapshot);
    private Change? _owner;
    private bool _isOwnerRead;

    public IEnumerable<RightHolder> Read(IReadOnlyList<string> rights, bool includeInactive)
    {
        RightSet asked = RightCatalogue.Default.Asked(rights);
        UserFilter filter = new() { Rights = rights, IncludeInactive = includeInactive };
        foreach (PermUser user in new UserReader(session, filter).Read())
        {
            foreach (RightHolder holder in Read(user, asked))
            {
                yield return holder;
            }
        }
    }

    private IEnumerable<RightHolder> Read(PermUser user, RightSet asked)
    {
        PermissionSnapshot snapshot = _snapshot.Has(user.ProfileId) ? _snapshot : session.Read(session.Snapshot);
        ProfileEntry profile = snapshot.Profile(user.ProfileId);
        RightSet owned = user.Id == snapshot.WorkflowOwnerId ? RightCatalogue.Default.ContentWorkflow : RightSet.Empty;
        Change? placed = session.Read(() => Placed(user));
        foreach (PermRight right in RightCatalogue.Default.RightsOf(asked & (profile.Effective | owned)))
        {
            RightSource via = profile.Direct.Contains(right.Index) ? RightSource.Direct
                : profile.Effective.Contains(right.Index) ? RightSource.Implied
                : RightSource.Owner;
            Change? given = session.Read(() => via == RightSource.Owner ? Owned() : Granted(profile, right.Index));
            Change? since = placed is null || given is null ? null : placed.Id > given.Id ? placed : given;
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

    /// <summary>The event that last gave the user the profile, or activated the user.</summary>
    private Change? Placed(PermUser user)
    {
        foreach (AuditRow row in EventTrail.Of(session, UserEvents.TargetType, user.Id, user.UserName))
        {
            switch (row.Action)
            {
                case AuditAction.UserCreated or AuditAction.UserActivated:
                    return Change.Of(row);
                case AuditAction.UserChanged:
                    EventPart after = EventPart.Parse(row.After);
                    if (after.Has(nameof(PermUser.ProfileName)) || after.Flag(nameof(PermUser.IsActive)))
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
                    direct = (direct - EventPart.Parse(row.After).Rights("Rights")) | EventPart.Parse(row.Before).Rights("Rights");
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
