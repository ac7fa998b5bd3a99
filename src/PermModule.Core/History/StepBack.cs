using System.Text.Json;

namespace PermModule;

/// <summary>Goes back over events: the one table of which change each action is the inverse of.</summary>
internal static class StepBack
{
    /// <summary>Goes back over one event. False where it changed nothing of the state: it tells of the store itself or of the portal.</summary>
    /// <exception cref="PermCorruptException"><c>AuditTrailBroken</c>: before or after is not what this module writes.</exception>
    public static bool Over(StoreSession session, in AuditRow row, IStepBack state)
    {
        try
        {
            return Over(row, EventPart.Parse(row.Before, row.HasErasedValues), EventPart.Parse(row.After, row.HasErasedValues), state);
        }
        catch (JsonException)
        {
            throw AuditEventReader.Unreadable(session, row.Id);
        }
    }

    private static bool Over(in AuditRow row, EventPart before, EventPart after, IStepBack state)
    {
        switch (row.Action)
        {
            case AuditAction.UserCreated:
                state.RemoveUser(row, after);
                return true;
            case AuditAction.UserRemoved:
                state.RestoreUser(row, before);
                return true;
            case AuditAction.UserChanged or AuditAction.UserActivated or AuditAction.UserDeactivated:
                state.ChangeUser(row, before, after);
                return true;
            case AuditAction.GroupMemberAdded:
                state.SetMember(row, after, isMember: false);
                return true;
            case AuditAction.GroupMemberRemoved:
                state.SetMember(row, before, isMember: true);
                return true;
            case AuditAction.RoleMemberAdded or AuditAction.RoleMemberChanged or AuditAction.RoleMemberRemoved
                when (before.Choice<PermRole>("Role") ?? after.Choice<PermRole>("Role")) is { } role:
                state.SetRole(row, role, before.Scope(), after.Scope());
                return true;
            case AuditAction.ContentWorkflowOwnerChanged:
                state.SetOwner(row, before, after);
                return true;
            case AuditAction.ProfileCreated:
                state.RemoveProfile(row, after);
                return true;
            case AuditAction.ProfileRemoved:
                state.RestoreProfile(row, before);
                return true;
            case AuditAction.ProfileChanged:
                state.ChangeProfile(row, before, after);
                return true;
            case AuditAction.RightsGranted or AuditAction.RightsRevoked or AuditAction.RightsChanged:
                state.ChangeRights(row, before, after);
                return true;
            case AuditAction.DefaultProfileChanged:
                state.ChangeDefault(row, before, after);
                return true;
            case AuditAction.GroupCreated:
                state.RemoveGroup(row, after);
                return true;
            case AuditAction.GroupRemoved:
                state.RestoreGroup(row, before);
                return true;
            case AuditAction.GroupChanged:
                state.ChangeGroup(row, before, after);
                return true;
            case AuditAction.RightTierChanged when RightCatalogue.Default.Find(row.Target) is { } right:
                state.SetTier(row, right, before, after);
                return true;
            case AuditAction.ContractChanged:
                state.SetContract(row, before, after);
                return true;
            case AuditAction.RequestSubmitted:
            case AuditAction.RequestReverted when !before.IsThere:
                state.RemoveRequest(row, after);
                return true;
            case AuditAction.RequestRemoved:
                state.RestoreRequest(row, before);
                return true;
            case AuditAction.RequestApproved or AuditAction.RequestDenied or AuditAction.RequestClosed or AuditAction.RequestTransferred or AuditAction.RequestReverted:
                state.ChangeRequest(row, before, after);
                return true;
            default:
                return false;
        }
    }
}
