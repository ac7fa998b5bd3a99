namespace PermModule;

/// <summary>
/// Goes back over events in the store itself; a class for each kind of thing does it. Each of their members first checks that the present still is what the
/// event left, and every rule the state of before is subject to; only then it writes, so that what it refuses has changed nothing.
/// </summary>
internal sealed class UndoWriter : IStepBack
{
    private readonly UndoContext _context;
    private readonly SeatCounts _seatsAtStart;
    private readonly LentNames _lent;
    private readonly UndoGroups _groups;
    private readonly UndoUsers _users;
    private readonly UndoRoles _roles;
    private readonly UndoProfiles _profiles;
    private readonly UndoSettings _settings;
    private readonly UndoRequests _requests;

    public UndoWriter(UndoContext context)
    {
        _context = context;
        _seatsAtStart = context.Scope.Seats.Take();
        _lent = new LentNames(context);
        _groups = new UndoGroups(context);
        _users = new UndoUsers(context, _groups, _lent);
        _roles = new UndoRoles(context);
        _profiles = new UndoProfiles(context);
        _settings = new UndoSettings(context);
        _requests = new UndoRequests(context);
    }

    /// <inheritdoc cref="UndoRequests.WhyFinal"/>
    public string? WhyFinal(in AuditRow row) => _requests.WhyFinal(row);

    /// <summary>The events that only show at the end not to fit: names are lent meanwhile, and a tier is that of what comes out.</summary>
    /// <param name="oldest">The oldest event that was gone back over.</param>
    public IReadOnlyList<Misfit> Misfits(in AuditRow oldest) => [.. _lent.Misfits(), .. _roles.Misfits(oldest)];

    /// <summary>Checks the seats, which count by what comes out.</summary>
    /// <exception cref="PermException"><c>SeatLimitExceeded</c>.</exception>
    public void Complete(string change)
    {
        _context.Seats.Settle(_seatsAtStart, change);
        _context.Scope.Complete();
    }

    public void RemoveUser(in AuditRow row, EventPart after) => _users.Remove(row, after);

    public void RestoreUser(in AuditRow row, EventPart before) => _users.Restore(row, before);

    public void ChangeUser(in AuditRow row, EventPart before, EventPart after) => _users.Change(row, before, after);

    public void SetMember(in AuditRow row, EventPart group, bool isMember) => _groups.SetMember(row, group, isMember);

    public void SetRole(in AuditRow row, PermRole role, RoleScope? before, RoleScope? after) => _roles.SetRole(row, role, before, after);

    public void SetOwner(in AuditRow row, EventPart before, EventPart after) => _roles.SetOwner(row, before, after);

    public void RemoveProfile(in AuditRow row, EventPart after) => _profiles.Remove(row, after);

    public void RestoreProfile(in AuditRow row, EventPart before) => _profiles.Restore(row, before);

    public void ChangeProfile(in AuditRow row, EventPart before, EventPart after) => _profiles.Change(row, before, after);

    public void ChangeRights(in AuditRow row, EventPart before, EventPart after) => _profiles.ChangeRights(row, before, after);

    public void ChangeDefault(in AuditRow row, EventPart before, EventPart after) => _profiles.ChangeDefault(row, before, after);

    public void RemoveGroup(in AuditRow row, EventPart after) => _groups.Remove(row, after);

    public void RestoreGroup(in AuditRow row, EventPart before) => _groups.Restore(row, before);

    public void ChangeGroup(in AuditRow row, EventPart before, EventPart after) => _groups.Change(row, before, after);

    public void SetTier(in AuditRow row, PermRight right, EventPart before, EventPart after) => _settings.SetTier(row, right, before, after);

    public void SetContract(in AuditRow row, EventPart before, EventPart after) => _settings.SetContract(row, before, after);

    public void RemoveRequest(in AuditRow row, EventPart after) => _requests.Remove(row, after);

    public void RestoreRequest(in AuditRow row, EventPart before) => _requests.Restore(row, before);

    public void ChangeRequest(in AuditRow row, EventPart before, EventPart after) => _requests.Change(row, before, after);
}
