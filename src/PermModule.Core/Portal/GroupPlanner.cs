namespace PermModule.Portal;

/// <summary>Plans groups. The published interface lists them; how it makes and renames them is not published, so that a push leaves that to a person.</summary>
internal sealed class GroupPlanner(PortalRun run, PermPortalStep blank)
{
    private const string Place = "by a person in the portal, under Settings > Users & rights > Groups";

    private readonly PermPortalStep _blank = blank with { Kind = PortalKind.Group };

    public IEnumerable<PermPortalStep> Plan()
    {
        if (run.Maps.Groups is null)
        {
            run.Notice("The token may not list the groups of the portal (role GROUPMANAGEMENT): groups are left out, and memberships are compared as far as users show them.");
            yield break;
        }

        Dictionary<string, string> stored = run.Session.Read(() => run.Session.Rows<string>("SELECT name FROM user_groups ORDER BY name_key").ToDictionary(NameKey.Fold, StringComparer.Ordinal));
        IEnumerable<PermPortalStep> steps = _blank.Direction == PortalDirection.Push ? PlanPush(stored) : PlanPull(stored);
        foreach (PermPortalStep step in steps)
        {
            yield return step;
        }
    }

    private IEnumerable<PermPortalStep> PlanPush(Dictionary<string, string> stored)
    {
        foreach (string name in stored.Values)
        {
            PortalGroup? group = run.Maps.Groups!.FirstOrDefault(group => NameKey.Fold(run.Maps.GroupName(group)) == NameKey.Fold(name));
            if (group is null)
            {
                yield return _blank with { Name = name, Action = PortalAction.Manual, To = name, Why = $"the portal has no such group: made {Place}, then its members follow" };
            }
            else if (NameKey.Fold(group.Name!) != NameKey.Fold(name))
            {
                yield return _blank with { Name = name, ExternalId = group.Id, Action = PortalAction.Manual, Property = "Name", From = group.Name, To = name, Why = $"called otherwise in the portal: renamed {Place}" };
            }
        }
    }

    private IEnumerable<PermPortalStep> PlanPull(Dictionary<string, string> stored)
    {
        foreach (PortalGroup group in run.Maps.Groups!)
        {
            string name = run.Maps.GroupName(group);
            PermPortalStep step = _blank with { Name = name, ExternalId = group.Id };
            if (!stored.ContainsKey(NameKey.Fold(name)))
            {
                if (run.Maps.IsAmbiguousGroup(name))
                {
                    continue;
                }

                yield return step with { Action = PortalAction.Create, To = name, Why = "not in the store" };
            }
            else if (NameKey.Fold(group.Name!) != NameKey.Fold(name))
            {
                yield return step with { Action = PortalAction.Change, Property = "Name", From = name, To = group.Name, Why = "differs from the portal" };
            }
        }
    }
}
