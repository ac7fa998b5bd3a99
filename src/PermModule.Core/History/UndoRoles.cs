namespace PermModule;

/// <summary>Undoes what was done to the holders of roles and to the owner of Content Workflow.</summary>
internal sealed class UndoRoles(UndoContext context)
{
    /// <summary>The events whose undo made users champions, by user.</summary>
    private readonly Dictionary<long, long> _champions = [];

    public void SetRole(in AuditRow row, PermRole role, RoleScope? before, RoleScope? after)
    {
        UserRow user = context.User(row, row.Target);
        RoleScope? now = RoleMembers.Of(context.Session, user.Id).Where(held => held.Role == role).Select(held => (RoleScope?)held.Scope).FirstOrDefault();
        if (now != after)
        {
            throw UndoContext.Conflict(user.UserName, $"the role {role} was given, changed or taken since");
        }

        new RoleMembers(context.Scope).Set(role, user.ToOutline(), now, before);
        if (role == PermRole.Champion && now is null && before is not null)
        {
            _champions[user.Id] = row.Id;
        }
    }

    /// <summary>The roles of champions whose tier is too low in the end, unless it was before as well: that is a finding, and no reason to take a role.</summary>
    /// <param name="oldest">The oldest event that was gone back over.</param>
    public IEnumerable<Misfit> Misfits(AuditRow oldest)
    {
        foreach ((long id, long by) in _champions)
        {
            if (UserOutline.Find(context.Session, id) is { } user
                && RoleMembers.Of(context.Session, id).Exists(held => held.Role == PermRole.Champion)
                && RoleMembers.TierTooLow(context.Scope, PermRole.Champion, user) is { } refusal
                && !(PastUser.TierBefore(context.Session, id, oldest) < Tier.Regular))
            {
                yield return new Misfit(by, refusal.Message);
            }
        }
    }

    public void SetOwner(in AuditRow row, EventPart before, EventPart after)
    {
        long? now = context.Scope.Snapshot.WorkflowOwnerId;
        if (now != Owner(after))
        {
            throw UndoContext.Conflict(row.Target, "Content Workflow has got another account owner since");
        }

        UserOutline? then = Owner(before) is { } id ? UserOutline.Find(context.Session, id) ?? throw UndoContext.Conflict(row.Target, $"'{before.Text("Owner")}' is no longer there") : null;
        ContentWorkflowService.SetOwner(context.Scope, now is { } owner ? UserOutline.Find(context.Session, owner) : null, then);
    }

    private long? Owner(EventPart part) => part.Number("OwnerId") ?? (part.Text("Owner") is { } name ? context.Users.FindByName(NameKey.Fold(name))?.Id ?? 0 : null);
}
