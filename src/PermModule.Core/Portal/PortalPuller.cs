namespace PermModule.Portal;

/// <summary>Carries out steps on the store: profiles, groups, then users, those who free seats first.</summary>
internal sealed class PortalPuller(PortalRun run, IReadOnlyList<PermPortalStep> steps)
{
    private const int UsersPerChange = 500;

    private readonly StoreSession _session = run.Session;

    /// <summary>Applies the steps and says of each what became of it.</summary>
    public IEnumerable<PermPortalStep> Apply()
    {
        GroupPuller groups = new(run);
        UserPuller puller = new(run);
        long done = 0;
        foreach (PermPortalStep step in steps.Where(step => step.Action == PortalAction.Manual))
        {
            yield return step.As(PortalResult.Manual);
        }

        PermPortalStep[] work = [.. steps.Where(step => step.Action != PortalAction.Manual)];
        _session.Write(scope =>
        {
            run.Maps.Links.SetPortal(scope, run.Portal.Uri);
            return true;
        });
        List<PermPortalStep> waiting = [.. work.Where(step => step.Kind == PortalKind.Profile)];
        IEnumerable<PermPortalStep> results = Profiles(waiting).Concat(work.Where(step => step.Kind == PortalKind.Group).Select(groups.Apply));
        foreach (PermPortalStep result in results)
        {
            done += result.Result == PortalResult.Done ? 1 : 0;
            yield return result;
        }

        groups.Link();
        run.Refresh();
        List<PulledUser> users = [.. UserPuller.Of(work)];
        List<PulledUser> deferred = [];
        long applied = 0;
        foreach (PulledUser[] batch in users.Chunk(UsersPerChange))
        {
            foreach (PermPortalStep result in puller.Apply(batch, deferred))
            {
                done += result.Result == PortalResult.Done ? 1 : 0;
                yield return result;
            }

            applied += batch.Length;
            run.Show("Changing users of the store", applied, users.Count, left: null);
        }

        // Those that found no seat get another chance, now that all seats that become free are.
        ProfilePuller last = new(run);
        foreach (PermPortalStep result in waiting.Select(step => last.Apply(step, deferred: null)!).Concat(puller.Apply([.. deferred], deferred: null)))
        {
            done += result.Result == PortalResult.Done ? 1 : 0;
            yield return result;
        }

        if (done > 0)
        {
            _session.Write(scope => scope.Audit.Write(AuditAction.PortalPulled, PortalTrail.TargetType, run.Portal.Uri.Authority, targetId: null, before: null, json => json.WriteNumber("Steps", done)));
        }
    }

    /// <summary>Applies steps about profiles, each after those that leave it a name or a seat. What still waits stays in the list.</summary>
    private IEnumerable<PermPortalStep> Profiles(List<PermPortalStep> waiting)
    {
        ProfilePuller profiles = new(run);
        int before;
        do
        {
            PermPortalStep[] now = [.. waiting];
            before = now.Length;
            waiting.Clear();
            foreach (PermPortalStep step in now)
            {
                if (profiles.Apply(step, waiting) is { } result)
                {
                    yield return result;
                }
            }
        }
        while (waiting.Count > 0 && waiting.Count < before);
    }
}
