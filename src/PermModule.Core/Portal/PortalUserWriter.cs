namespace PermModule.Portal;

/// <summary>Writes one user of the portal and reads them back. The trail has the request before it is sent, and its outcome after.</summary>
internal sealed class PortalUserWriter(PortalRun run, PortalTrail trail, bool isTrial)
{
    private const string Users = "/api/v4/users/";
    private const int MaxSends = 3;

    private readonly StoreSession _session = run.Session;
    private readonly WantedValues _wanted = new(run);
    private readonly PortalUserForm _form = new(run);

    /// <summary>Sends one user and finds out what became of it.</summary>
    public (int Status, PermException? Refusal) Write(PermPortalStep[] work, PortalUser? before, UserRow? row)
    {
        string name = work[0].Name;
        WantedUser wanted = _wanted.Of(work, before);
        List<KeyValuePair<string, string>> form = _form.Of(wanted, isNew: before is null);
        PortalSent sent = _session.Write(scope =>
        {
            scope.Acting?.Demand(DelegatedAction.ManageUsers, name);
            return trail.Send(scope, name, before?.Id, _wanted.Now(wanted, before), wanted);
        });
        string path = before is null ? Users : Users + Uri.EscapeDataString(before.Id!);
        for (int attempt = 1; ; attempt++)
        {
            PortalAnswer answer = run.Wait.For(run.Client.Post(path, form, run.Reader.Token));
            string detail = answer.IsSuccess ? "" : WithoutPassword(run.Client.Clean(PortalErrors.Detail(answer)), form);
            string? id = before?.Id ?? (answer.IsSuccess ? PortalJson.TryRead(answer, PortalJson.Default.PortalIdAnswer)?.Id : null);
            PortalUser? after = run.Wait.For(ReadBack(id, name, wanted, waits: answer.IsSuccess));
            if (after is not null && _wanted.AreMet(after, wanted))
            {
                Tell(sent, Done(work), answer.Status, after, row, detail);
                return (answer.Status, null);
            }

            if (answer.IsSuccess)
            {
                string kept = after is null ? "it does not show the user" : _wanted.Difference(after, wanted);
                PermConflictException error = new(ErrorId.PortalNotVerified, $"'{TextRules.Cut(name)}': the portal took the change with status {answer.Status}, but {kept}.", name);
                Tell(sent, AuditAction.PortalChangeNotVerified, answer.Status, after, row, kept);
                return (answer.Status, error);
            }

            if (!answer.IsUncertain)
            {
                Tell(sent, AuditAction.PortalChangeRefused, answer.Status, after: null, row, detail);
                return (answer.Status, answer.Status == 403
                    ? PortalErrors.Forbidden(run.Portal.Uri, Users, detail)
                    : new PermConflictException(ErrorId.PortalRefused, $"'{TextRules.Cut(name)}': the portal refuses the change with status {answer.Status}. It says: {detail}", name));
            }

            if (attempt == MaxSends)
            {
                // It did not arrive as far as reading shows, and no further attempt follows.
                Tell(sent, AuditAction.PortalChangeLost, answer.Status, after: null, row, detail);
                return (answer.Status, new PermConflictException(ErrorId.PortalRefused, $"'{TextRules.Cut(name)}': the portal did not carry out the change in {MaxSends} attempts. It says: {detail}", name));
            }

            run.Wait.For(run.Client.Wait(attempt, run.Reader.Token));
        }
    }

    /// <summary>Finds out what became of a request of an earlier run that was stopped before the answer.</summary>
    public void Settle(PortalSent sent)
    {
        UserRow? row = run.Users.FindByName(sent.UserName);
        PortalUser? user = run.Wait.For(ReadBack(sent.ExternalId, sent.UserName, sent.Wanted, waits: false));
        bool isDone = user is not null && _wanted.AreMet(user, sent.Wanted);
        Tell(sent, isDone ? (sent.ExternalId is null ? AuditAction.PortalUserCreated : AuditAction.PortalUserChanged) : AuditAction.PortalChangeLost, status: 0, isDone ? user : null, row, "found by reading, after the run that sent it was stopped");
    }

    /// <summary>Writes the outcome, and with it the id of a user who has none in the store yet.</summary>
    private void Tell(PortalSent sent, string action, int status, PortalUser? after, UserRow? row, string? detail) => _session.Write(scope =>
    {
        if (trail.Answer(scope, sent, action, status, after?.Id, string.IsNullOrEmpty(detail) ? null : detail) && after is not null)
        {
            Link(scope, row, after);
        }

        return true;
    });

    /// <summary>Notes in the store the id that the portal gave to a user who has none.</summary>
    public void Link(UserRow? row, PortalUser user) => _session.Write(scope =>
    {
        Link(scope, row, user);
        return true;
    });

    private void Link(WriteScope scope, UserRow? row, PortalUser user)
    {
        // An id that is there may be a directory's, by which its users are known. A pull replaces it, and its plan says so.
        if (!isTrial && row is { ExternalId: null })
        {
            new UserEditor(scope, UserBatchOptions.Default).Update([new UserChange(UserReference.ByName(row.UserName), new UserData { ExternalId = user.Id })])[0].ValueOrThrow();
        }
    }

    private async Task<PortalUser?> ReadBack(string? id, string name, WantedUser wanted, bool waits)
    {
        PortalUser? user = null;
        for (int attempt = 1; attempt <= (waits ? PortalAssumptions.ReadBackAttempts : 1); attempt++)
        {
            if (attempt > 1)
            {
                await run.Client.Wait(attempt - 1, run.Reader.Token);
            }

            user = id is not null ? await run.Reader.User(id) : await run.Reader.UserNamed(wanted.UserName ?? name);
            if (user is not null && _wanted.AreMet(user, wanted))
            {
                break;
            }
        }

        return user;
    }

    /// <summary>A portal that refuses a form may repeat it.</summary>
    private static string WithoutPassword(string detail, List<KeyValuePair<string, string>> form) =>
        form.Find(field => field.Key == PortalUserForm.Password).Value is { } password
            ? PortalErrors.Without(detail, password)
            : detail;

    private static string Done(PermPortalStep[] work) =>
        Array.Exists(work, step => step.Action == PortalAction.Create) ? AuditAction.PortalUserCreated
        : work is [{ Action: PortalAction.Deactivate }] ? AuditAction.PortalUserDeactivated
        : work is [{ Action: PortalAction.Reactivate }] ? AuditAction.PortalUserReactivated
        : AuditAction.PortalUserChanged;
}
