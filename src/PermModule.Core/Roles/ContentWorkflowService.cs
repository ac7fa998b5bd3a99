using System.Text.Json;

namespace PermModule;

/// <summary>The one account owner of Content Workflow: the owner holds all its rights, whatever their profile says, until someone else takes over.</summary>
public sealed class ContentWorkflowService
{
    private const string Owner = $"SELECT {UserOutline.Columns} FROM users u WHERE u.id = (SELECT user_id FROM content_workflow_owner)";

    private readonly StoreSession _session;

    internal ContentWorkflowService(StoreSession session) => _session = session;

    /// <summary>The account owner, or null before there is one.</summary>
    public PermUser? GetOwner() => _session.ReadConsistently(() =>
        _session.Snapshot().WorkflowOwnerId is { } owner ? Read(owner) : null);

    /// <summary>Transfers account ownership.</summary>
    /// <exception cref="PermException"><c>UserNotFound</c>; <c>UserInactive</c>: the owner has to be able to sign in.</exception>
    public PermUser SetOwner(UserReference user)
    {
        UserKeys? ahead = UserKeys.Announce(_session, keys => keys.Add([user]));
        _session.Announce(Owner);
        return _session.Write(scope =>
        {
            UserStatements statements = new(_session);
            GroupNames groups = new(_session);
            statements.ReadAhead(ahead, groups);
            UserRow next = statements.Resolve(user);
            ProfileEntry profile = scope.Snapshot.Profile(next.ProfileId);
            Give(scope, next.ToOutline());
            return next.ToUser(profile, groups.Names(next.Groups), scope.NotedVersion, _session.Origin);
        });
    }

    /// <inheritdoc cref="UserHandover"/>
    internal static IEnumerable<string> HandOver(WriteScope scope, UserOutline from, UserOutline to)
    {
        if (scope.Snapshot.WorkflowOwnerId != from.Id)
        {
            return [];
        }

        Give(scope, to);
        return [$"Content Workflow goes to '{to.UserName}'"];
    }

    private static void Give(WriteScope scope, UserOutline next)
    {
        long? before = scope.Snapshot.WorkflowOwnerId;
        if (before != next.Id)
        {
            SetOwner(scope, before is null ? null : Now(scope.Session), next);
        }
    }

    private static UserOutline? Now(StoreSession session)
    {
        using Statement owner = session.Query(Owner);
        return owner.Next() ? UserOutline.Read(owner) : null;
    }

    /// <summary>Makes another user the account owner, or no one, where the one who is now is known.</summary>
    /// <exception cref="PermException"><c>NotPermitted</c>; <c>UserInactive</c>.</exception>
    internal static void SetOwner(WriteScope scope, UserOutline? now, UserOutline? next)
    {
        if (scope.Acting is { } acting && acting.Id != now?.Id)
        {
            if (next is null)
            {
                acting.Demand(DelegatedAction.ManageSettings, now?.UserName);
            }
            else
            {
                CheckMayGive(acting, now?.Id, next);
            }
        }

        if (next is { IsActive: false })
        {
            throw new PermConflictException(ErrorId.UserInactive, $"'{TextRules.Cut(next.UserName)}' is inactive and cannot own Content Workflow.", next.UserName);
        }

        UserOutline about = next ?? now!;
        scope.Audit.Write(
            AuditAction.ContentWorkflowOwnerChanged,
            UserEvents.TargetType,
            about.UserName,
            about.Id,
            now is null ? null : json => WriteOwner(json, now.UserName, now.Id),
            next is null ? null : json => WriteOwner(json, next.UserName, next.Id));
        if (next is null)
        {
            scope.Session.Send("DELETE FROM content_workflow_owner");
        }
        else
        {
            scope.Session.Send("INSERT INTO content_workflow_owner (id, user_id) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id", next.Id);
        }

        scope.Session.ConfigurationChanged();
    }

    /// <summary>Only the owner hands the account over; while there is none, whoever may manage the portal's settings names the first.</summary>
    private static void CheckMayGive(ActingUser acting, long? owner, UserOutline next)
    {
        if (owner is not null)
        {
            throw new PermNotPermittedException(ErrorId.NotPermitted, $"'{acting.Name}' is not the account owner of Content Workflow; only the owner hands it over.", next.UserName) { Detail = ErrorDetail.NotTheOwner };
        }

        acting.Demand(DelegatedAction.ManageSettings, next.UserName);
        acting.DemandHeld(RightCatalogue.Default.ContentWorkflow, next.UserName);
    }

    private static void WriteOwner(Utf8JsonWriter json, string name, long id)
    {
        json.WriteString("Owner", name);
        json.WriteNumber("OwnerId", id);
    }

    private PermUser Read(long id)
    {
        UserRow row = new UserStatements(_session).FindById(id)!;
        return row.ToUser(_session.Snapshot().Profile(row.ProfileId), new GroupNames(_session).Names(row.Groups), _session.Version(), _session.Origin);
    }
}
