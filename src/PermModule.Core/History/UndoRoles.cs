namespace PermModule;

/// <summary>Undoes what was done to who has a role or owns Content Workflow.</summary>
internal sealed class UndoRoles(UndoContext context)
{
    public void SetRole(in AuditRow row, PermRole role, RoleScope? before, RoleScope? after)
    {
        UserRow user = context.User(row, row.Target);
        RoleScope? now = RoleMembers.Of(context.Session, user.Id).Where(held => held.Role == role).Select(held => (RoleScope?)held.Scope).FirstOrDefault();
        if (now != after)
        {
            throw UndoContext.Conflict(user.UserName, $"the role {role} was given, changed or taken since");
        }

        new RoleMembers(context.Scope).Set(role, user.ToOutline(), now, before);
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
