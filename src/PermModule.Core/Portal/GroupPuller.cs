namespace PermModule.Portal;

/// <summary>Carries out steps about groups on the store.</summary>
internal sealed class GroupPuller(PortalRun run)
{
    /// <summary>Applies a step, and says what became of it.</summary>
    public PermPortalStep Apply(PermPortalStep step)
    {
        try
        {
            return run.Session.Write(scope =>
            {
                GroupNames names = new(run.Session);
                if (step.Action == PortalAction.Create)
                {
                    long found = names.Resolve(step.Name, create: true);
                    if (found < 0)
                    {
                        names.Make(scope, [found]);
                    }

                    return step.As(found < 0 ? PortalResult.Done : PortalResult.Unchanged);
                }

                new GroupService(run.Session).Update(step.From!, step.To);
                return step.As(PortalResult.Done);
            });
        }
        catch (PermException error)
        {
            return step.Refused(error);
        }
    }

    /// <summary>Notes which group is which, so that one that is renamed on one side is still the same.</summary>
    public void Link() => run.Session.Write(_ =>
    {
        Dictionary<string, long> ids = run.Session.Rows<(long Id, string Key)>("SELECT id, name_key FROM user_groups").ToDictionary(group => group.Key, group => group.Id, StringComparer.Ordinal);
        foreach (PortalGroup group in run.Maps.Groups ?? [])
        {
            if (!run.Maps.IsAmbiguousGroup(group.Name!) && ids.TryGetValue(NameKey.Fold(group.Name!), out long id) && run.Maps.Links.GroupId(group.Id!) is null)
            {
                run.Maps.Links.LinkGroup(id, group.Id!);
            }
        }

        return true;
    });
}
